"""Rules of the token endpoint beyond the protocol's: only a registered system that is on, and only its own scopes."""

from typing import Any

from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator

from accounts.domain.clients.secrets import note_use
from accounts.models import ApiClient


class TokenRules(OAuth2Validator):  # type: ignore[misc]  # the library has no types
    """Named by `OAUTH2_VALIDATOR_CLASS`."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Secret right and system on; either wrong answers alike (`invalid_client`)."""
        known: bool = super().authenticate_client(request, *args, **kwargs)
        return known and _registered(request.client) is not None

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any, **kw: Any
    ) -> bool:  # the library's signature
        """No scope beyond those the system was given (`invalid_scope`)."""
        known: bool = super().validate_scopes(client_id, scopes, client, request, *args, **kw)
        found = _registered(client)
        return known and found is not None and set(scopes) <= set(found.scopes)

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:  # noqa: ARG002  # the library's signature
        """Who names no scope gets all the system has."""
        found = _registered(request.client)
        return list(found.scopes) if found else []

    def save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep the token and the moment the system came for it."""
        answer = super().save_bearer_token(token, request, *args, **kwargs)
        if request.client is not None:
            note_use(request.client.client_id, at=timezone.now())
        return answer


def _registered(application: Any) -> ApiClient | None:
    client_id = getattr(application, "client_id", "")
    return ApiClient.objects.filter(client_id=client_id, is_active=True).first()
