"""What the OpenAPI document says of every operation: how one proves who one is, how a refusal looks, keys of writes."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from accounts.api.permissions import scope_of
from accounts.api.retiring import Retirement


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2.0: client credentials for systems, authorization code with PKCE for persons."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "oauth2"

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[Any]]:
        """The scope the method needs."""
        scope = scope_of(auto_schema.view, auto_schema.method)
        kind = getattr(auto_schema.view, "kind", None)  # an export asks for that of its rows as well
        return {"oauth2": [each for each in (scope, getattr(kind, "scope", "")) if each]}

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


class Schema(AutoSchema):
    """Operations of a view that is `retiring` say so and until when."""

    def is_deprecated(self) -> bool:
        """RFC 9745 in the document's words."""
        return super().is_deprecated() or self._retiring is not None

    def get_extensions(self) -> dict[str, Any]:
        """`x-sunset`: the first day without it."""
        found = dict(super().get_extensions())
        return {**found, "x-sunset": self._retiring.gone.isoformat()} if self._retiring else found

    @property
    def _retiring(self) -> Retirement | None:
        return getattr(self.view, "retiring", None)


TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `errors` lists every finding.",
    "required": ["type", "title", "status", "code", "detail", "errors", "trace_id"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail", "pointer"],
                "properties": {"code": TEXT, "detail": TEXT, "pointer": TEXT},
            },
        },
        "trace_id": TEXT,
    },
}
REFUSAL = {
    "description": "400 shape, 401 token, 403 function, 404 object, 409 state, version or key, 413, 415, 422 rule, 429",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 128},
    "description": "The same key and body answer the same for 48 hours.",
}
WRITES = ("post", "put", "patch", "delete")


def add_habits(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:  # noqa: ARG001, FBT001  # the library's signature
    """Give each operation its refusals, and each change its key."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for method, operation in _operations(result):
        operation["responses"]["default"] = REFUSAL
        if method in WRITES:
            operation.setdefault("parameters", []).append(KEY)
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in result["paths"].values():
        yield from ((method, operation) for method, operation in methods.items() if "responses" in operation)
