"""The password again, at most five minutes before signing or deciding (DECISIONS 6, matrix suffix `+`).

A page with a decision shows a password field when `is_fresh` is False and calls `require_password` in its POST
before the domain verb. A refusal comes back in the same form, so nothing typed is lost.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from accounts.domain.sessions import checked_user
from accounts.exceptions import CredentialsWrong, PasswordNeeded, PasswordWrong
from accounts.models import User
from accounts.rules import viewer_of

FRESH = timedelta(minutes=5)
SESSION_KEY = "password_confirmed_at"


def is_fresh(session: SessionBase, *, at: datetime) -> bool:
    """Tell whether the password was typed in this session within five minutes before `at`."""
    stamp: str = session.get(SESSION_KEY, "")
    return bool(stamp) and timedelta(0) <= at - datetime.fromisoformat(stamp) <= FRESH


def needs_password(request: HttpRequest, action: str, *, at: datetime) -> bool:
    """Tell whether `action` needs a password field on this page now."""
    wanted = any(scope.cell.needs_password for scope in viewer_of(request.user).scopes(action))
    return wanted and not is_fresh(request.session, at=at)


def confirm_password(request: HttpRequest, password: str, *, at: datetime) -> None:
    """Check the password of the signed-in person and remember the moment in the session.

    Wrong tries count towards the lock of the sign-in page. Raises PasswordWrong or SignInLocked.
    """
    user = request.user
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        raise PasswordWrong
    contact = str(getattr(user, "email", "") or getattr(user, "phone", ""))
    try:
        found = checked_user(request, contact=contact, password=password)
    except CredentialsWrong as error:
        raise PasswordWrong from error
    if found.pk != user.pk:
        raise PasswordWrong
    request.session[SESSION_KEY] = at.isoformat()


def require_password(request: HttpRequest, password: str = "", *, at: datetime | None = None) -> None:
    """Return when the password is fresh or right now; raises PasswordNeeded, PasswordWrong or SignInLocked."""
    at = at or timezone.now()
    if is_fresh(request.session, at=at):
        return
    if not password:
        raise PasswordNeeded
    confirm_password(request, password, at=at)
