"""The two questions before an endpoint runs: does the token carry the scope, and does the matrix allow the row?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.rules import may

PUBLIC_READ = "public_read"


class HasScope(BasePermission):
    """A token must carry `view.scope` (of `view.write_scope` for changes). Sessions carry no scopes and pass."""

    message = _("Token ini tidak mempunyai cakupan yang diperlukan.")
    code = "insufficient_scope"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the token carries the scope; anonymous callers are left to `FollowsMatrix`."""
        token: Any = request.auth
        wanted = scope_of(view, str(request.method))
        return token is None or not wanted or wanted in token.scope.split()


class FollowsMatrix(BasePermission):
    """`view.policy` (for changes `write_policy`) names the row of the matrix; objects are scoped in the querysets."""

    message = _("Anda tidak berwenang melakukan tindakan ini.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Deny by default: a view without policy is closed."""
        policy = getattr(view, "policy", "")
        if request.method not in SAFE_METHODS:
            policy = getattr(view, "write_policy", "") or policy
        if policy == PUBLIC_READ:
            return True
        return bool(policy and request.user.is_authenticated and may(request.user, policy))


def scope_of(view: Any, method: str) -> str:
    """Return the scope a token needs for `method` on `view`; empty where none is needed."""
    if method in SAFE_METHODS:
        return getattr(view, "scope", "")
    return getattr(view, "write_scope", "") or getattr(view, "scope", "")
