import pytest
from oauth2_provider.models import get_application_model
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from accounts.enums import Role
from accounts.models import ApiClient
from tests.api import ROOT, by_token
from tests.factories.accounts import LicensingOfficeFactory, UserFactory, officer

pytestmark = pytest.mark.django_db
SECRET = "rahasia-contoh-panjang"


@pytest.fixture
def registered(city: None) -> ApiClient:
    model = get_application_model()
    model.objects.create(
        client_id="sicantik",
        client_secret=SECRET,
        name="SiCantik",
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
    )
    return ApiClient.objects.create(
        client_id="sicantik", name="SiCantik", office=LicensingOfficeFactory(), scopes=["applications:read"]
    )


def ask(secret: str = SECRET, scope: str = "applications:read"):
    body = {"grant_type": "client_credentials", "client_id": "sicantik", "client_secret": secret, "scope": scope}
    return APIClient().post("/oauth/token/", body, format="multipart")


def test_secret_gives_a_token_that_reads(registered):
    token = ask().json()["access_token"]
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    assert caller.get(f"{ROOT}/applications/").json()["results"] == []


def test_wrong_secret_gives_none(registered):
    assert ask("salah").status_code == 401


def test_scope_nobody_knows_gives_none(registered):
    assert ask(scope="everything").json()["error"] == "invalid_scope"


def test_system_without_office_is_refused(registered):
    token = ask().json()["access_token"]
    registered.delete()
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    assert caller.get(f"{ROOT}/applications/").status_code == 401


def test_token_bound_to_a_person_acts_as_that_person(city):
    clerk = officer(Role.REGISTER_CLERK)
    caller = by_token(LicensingOfficeFactory(), "applications:read", user=clerk)

    assert caller.get(f"{ROOT}/applications/").status_code == 200


@pytest.mark.parametrize("token", ["", "Bearer stale"])
def test_body_is_left_unread_until_it_is_known_who_sends_it(city, token):
    headers = {"Authorization": token} if token else {}
    for kind, body in (("application/json", b"\x00"), ("multipart/form-data; boundary=x", b"broken")):
        answer = APIClient().generic("POST", f"{ROOT}/applications/", body, content_type=kind, headers=headers)

        assert answer.status_code == 401


def test_token_of_a_closed_account_is_refused(city):
    caller = by_token(LicensingOfficeFactory(), user=UserFactory(is_active=False))

    assert caller.get(f"{ROOT}/applications/").status_code == 401


def test_secrets_are_not_tried_in_sequence(registered, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {**SimpleRateThrottle.THROTTLE_RATES, "token": "2/min"})

    answers = [ask("salah"), ask("salah"), ask()]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) > 0
