"""One role per session, and the policy of every page checked before the page runs."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.domain.sessions import ROLE_KEY
from accounts.rules import may, roles_today

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
PUBLIC_READ = "public_read"
SESSION = "session"
# These ask for themselves: DRF permissions, OAuth, Django's own admin, probes.
OWN_CHECKS = ("/api/", "/oauth/", "/admin/", "/healthz/")


class ActiveRoleMiddleware:
    """Sets `request.user.active_role`; a session whose role ended is dead. Stands behind authentication."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = request.user
        request.user = SimpleLazyObject(lambda: _at_work(request, found))  # type: ignore[assignment]
        return self.get_response(request)


def _at_work(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated:
        return user
    held = roles_today(user)
    role = request.session.get(ROLE_KEY, held[0])
    if role not in held:
        request.session.flush()
        return AnonymousUser()
    user.active_role = role
    return user


class PolicyMiddleware:
    """Deny by default: every page names its row of the matrix in `policy`, and nothing runs before it allows."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in place of a page the visitor may not use; None lets it run."""
        policy = policy_of(view)
        if request.path.startswith(OWN_CHECKS) or policy == PUBLIC_READ or (not policy and not _is_ours(view)):
            return None
        if policy == SESSION and request.user.is_authenticated:
            return None
        if policy and policy != SESSION and may(request.user, policy):
            return None
        if not policy:
            logger.error("page_without_policy", extra={"view": view.__module__})
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request), settings.LOGIN_URL)
        raise PermissionDenied


def policy_of(view: Any) -> str:
    """The matrix row of a view function or class; empty when it names none."""
    return str(getattr(getattr(view, "view_class", view), "policy", ""))


def _is_ours(view: Any) -> bool:
    return view.__module__.partition(".")[0] in settings.LOCAL_APPS


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: a form that was refused is opened again, never sent again."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path
