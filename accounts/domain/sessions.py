"""Signing in and out, and the one role at work in a session."""

from datetime import datetime

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.domain.contacts import contact_of
from accounts.domain.roles import roles_of
from accounts.enums import Role
from accounts.exceptions import CredentialsWrong, PhoneUnreadable, RoleNotHeld, SignInLocked
from accounts.models import User
from core.crypto import keyed_hash

ROLE_KEY = "active_role"
CHOICE_KEY = "role_chosen"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, contact: str, password: str, at: datetime) -> User:
    """Sign in with phone or e-mail. Raises CredentialsWrong or SignInLocked; unknown and known answer alike."""
    user = checked_user(request, contact=contact, password=password)
    enter(request, user, at=at)
    return user


def checked_user(request: HttpRequest, *, contact: str, password: str) -> User:
    """Return the user whose contact and password these are; wrong tries are counted per contact and address.

    Raises CredentialsWrong or SignInLocked.
    """
    user = authenticate(request, username=_canonical(contact), password=password)
    if getattr(request, "axes_locked_out", False):
        # Ours is a page with the way out; without this the middleware would answer in its place.
        request.axes_locked_out = False  # type: ignore[attr-defined]
        cool_off = get_cool_off(request)
        raise SignInLocked(params={"minutes": int(cool_off.total_seconds() // 60) if cool_off else 15})
    if not isinstance(user, User):
        raise CredentialsWrong
    return user


def enter(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Begin a session of `user` under a new key, in the first of their roles."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()
    roles = roles_of(user, on=timezone.localdate(at))
    request.session[ROLE_KEY] = roles[0].value
    request.session[CHOICE_KEY] = len(roles) <= 2  # noqa: PLR2004  one office and the own files: no question


def leave(request: HttpRequest) -> None:
    """End the session."""
    logout(request)


def choose_role(request: HttpRequest, role: str, *, at: datetime) -> Role:
    """Work in another of the own roles from now on; the session gets a new key. Raises RoleNotHeld."""
    user = request.user
    if not isinstance(user, User) or role not in roles_of(user, on=timezone.localdate(at)):
        raise RoleNotHeld
    request.session.cycle_key()
    request.session[ROLE_KEY] = role
    request.session[CHOICE_KEY] = True
    return Role(role)


def safe_next(request: HttpRequest, url: str | None, default: str = "") -> str:
    """Return `url` when it stays on this host, else `default`."""
    if url and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return url
    return default


def remember_language(response: HttpResponse, user: User) -> None:
    """Let pages speak the language the user stored, on this device too."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def lockout_key(request: HttpRequest, credentials: dict[str, str] | None) -> str:  # noqa: ARG001  axes' signature
    """Name under which axes counts failures: a keyed hash, so its tables hold no phone and no e-mail."""
    typed = (credentials or {}).get("username") or (credentials or {}).get("email") or ""
    return keyed_hash(_canonical(typed), "lockout")


def _canonical(contact: str) -> str:
    """One spelling per contact, so that four spellings are not four times five tries."""
    try:
        return contact_of(contact).value
    except PhoneUnreadable:
        return contact.strip().lower()
