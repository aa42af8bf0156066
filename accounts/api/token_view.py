"""`/oauth/token/`: the protocol's own view, counted by address, so that nobody tries secrets in sequence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.views import TokenView
from rest_framework.exceptions import Throttled
from rest_framework.throttling import SimpleRateThrottle

from core.problems import Problem, problem_of, problem_response


class TokenRate(SimpleRateThrottle):
    """By address, whoever it says it is."""

    scope = "token"

    def get_cache_key(self, request: Any, view: Any) -> str:  # noqa: ARG002  # DRF's signature
        """The counter of the address."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class CountedTokenView(TokenView):  # type: ignore[misc]  # the library has no types
    """429 with `Retry-After` past the rate `token`."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A token, an error of RFC 6749, or a problem."""
        rate = TokenRate()
        if not rate.allow_request(request, self):  # type: ignore[arg-type]  # reads the address alone
            refused = problem_of(Throttled(rate.wait()))
            return problem_response(refused or Problem(429, "throttled"))
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer
