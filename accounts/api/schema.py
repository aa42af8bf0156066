"""How the OpenAPI document names the two ways of proving who one is."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from accounts.api.permissions import scope_of


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2.0: client credentials for systems, authorization code with PKCE for persons."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "oauth2"

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[Any]]:
        """The scope the method needs."""
        scope = scope_of(auto_schema.view, auto_schema.method)
        return {"oauth2": [scope] if scope else []}

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002  # the library's signature
        """Both flows with all scopes."""
        scopes = {name: str(text) for name, text in settings.SCOPES.items()}
        return {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {"tokenUrl": "/oauth/token/", "scopes": scopes},
                "authorizationCode": {
                    "authorizationUrl": "/oauth/authorize/",
                    "tokenUrl": "/oauth/token/",
                    "scopes": scopes,
                },
            },
        }
