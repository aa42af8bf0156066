"""Bearer tokens: of an agency's client (client credentials), or bound to a person (authorization code)."""

from typing import Any, ClassVar

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.domain.principal import principal_of
from accounts.models import ApiClient

BEARER = "bearer"


class HeadersOnly:
    """A request whose body is left unread: nobody's body is parsed before it is known who sends it."""

    POST: ClassVar[MultiValueDict[str, str]] = MultiValueDict()

    def __init__(self, request: Request) -> None:
        self.request = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self.request, name)


class TokenAuthentication(OAuth2Authentication):  # type: ignore[misc]  # the library has no types
    """Token to principal. A token that is sent but does not hold is 401, also where none is needed."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return (principal or user, token), or None without a token."""
        found: tuple[Any, Any] | None = super().authenticate(HeadersOnly(request))
        if found is None:
            if request.headers.get("Authorization", "").lower().startswith(BEARER):
                raise AuthenticationFailed(_("Token tidak berlaku."), code="invalid_token")
            return None
        user, token = found
        client = self._client(token)
        if user is None:
            return principal_of(client), token
        if not user.is_active:
            raise AuthenticationFailed(_("Akun ini tidak aktif."), code="account_inactive")
        return user, token

    def _client(self, token: Any) -> ApiClient:
        """The registered system of a token; its own list of scopes is the most the token may do."""
        client = ApiClient.objects.select_related("office").filter(client_id=token.application.client_id).first()
        if client is None or not client.is_active:
            raise AuthenticationFailed(
                _("Sistem ini tidak terdaftar atau sudah dinonaktifkan."), code="client_inactive"
            )
        token.scope = " ".join(scope for scope in token.scope.split() if scope in client.scopes)
        return client
