"""Where every page of licensing starts: signed in, allowed by the matrix, and only objects within scope."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.rules import may
from core.web import DomainErrorMixin
from licensing.models import Application
from licensing.rules import Actor, actor_of


class PolicyMixin(DomainErrorMixin):
    """Refuses who may not at all; `policy` is a row of the permission matrix.

    Anonymous visitors go to the login page and come back. Denied functions answer 403.
    """

    policy = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not self.is_allowed(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, request: HttpRequest) -> bool:
        """Tell whether the matrix allows the page at all; objects are scoped later."""
        return may(request.user, self.policy)

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request.user)


class ApplicationMixin(PolicyMixin):
    """Gives `self.application`: within the scope of `policy`, else 404."""

    kwargs: dict[str, Any]

    @property
    def application(self) -> Application:
        """The application of the address, or 404; kept for the request."""
        found: Application | None = getattr(self, "_application", None)
        if found is None:
            rows = Application.objects.visible_to(self.request.user, self.policy).for_detail()
            found = get_object_or_404(rows, number=self.kwargs["number"].upper())
            self._application = found
        return found
