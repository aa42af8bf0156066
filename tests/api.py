"""Callers of the API: an agency's system by token, officers by session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model
from rest_framework.test import APIClient

from accounts.models import ApiClient, Office, User
from sejaras.settings.base import SCOPES

ALL_SCOPES = tuple(SCOPES)
ROOT = "/api/v1"


def by_token(office: Office, *scopes: str, client_id: str = "sistem-dpmptsp", user: User | None = None) -> APIClient:
    """A client whose token carries `scopes` (all without any), of a system of `office`; `user` binds it to a person."""
    model = get_application_model()
    application, _created = model.objects.get_or_create(
        client_id=client_id,
        defaults={
            "name": client_id,
            "client_type": model.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": model.GRANT_CLIENT_CREDENTIALS,
        },
    )
    ApiClient.objects.get_or_create(
        client_id=client_id, defaults={"name": client_id, "office": office, "scopes": list(ALL_SCOPES)}
    )
    secret = f"token-{client_id}-{len(get_access_token_model().objects.all())}"
    get_access_token_model().objects.create(
        application=application,
        user=user,
        token=secret,
        scope=" ".join(scopes or ALL_SCOPES),
        expires=timezone.now() + timedelta(minutes=15),
    )
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return caller


def by_session(user: User) -> APIClient:
    """A person who has signed in."""
    caller = APIClient()
    caller.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return caller


def codes(response: Any) -> dict[str, str]:
    """Pointer to code of every finding in a problem."""
    return {each["pointer"]: each["code"] for each in response.json()["errors"]}
