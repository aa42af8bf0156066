import pytest
from rest_framework.test import APIClient

from accounts.enums import Role
from letters.models import Letter, LetterCheck
from tests.api import ROOT, by_session, by_token
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory, UserFactory, officer
from tests.licensing.journey import Journey, make_cast, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(reference_data: None, db: None) -> Letter:
    """The receipt of a submitted file, drawn and sealed."""
    journey = Journey(make_cast()).draft().upload().submit()
    work()
    return Letter.objects.get(application_link__application=journey.application)


def test_code_answers_public_facts(letter):
    found = APIClient().get(f"{ROOT}/verify/{letter.code_grouped}/").json()

    assert (found["status"], found["number"], found["sha256"]) == ("valid", letter.number, letter.sha256)
    assert "Sari" not in str(found)
    assert LetterCheck.objects.get().letter == letter


def test_unknown_code_answers_unknown_and_nothing_else(db, reference_data):
    found = APIClient().get(f"{ROOT}/verify/0000-0000/").json()

    assert {name: value for name, value in found.items() if value is not None} == {"status": "unknown"}


def test_file_is_read_by_its_region_and_is_404_elsewhere(letter):
    region = RegionFactory(code="16.73")
    OfficeFactory(code="DINKES-1673", region=region)
    other = by_token(LicensingOfficeFactory(code="DPMPTSP-1673", region=region), client_id="lain")
    url = f"{ROOT}/letters/{letter.public_id}/file/"

    ours = by_token(LicensingOfficeFactory()).get(url)

    assert (ours.status_code, ours.headers["Content-Type"], ours.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert other.get(url).status_code == 404
    assert by_session(UserFactory()).get(url).status_code == 404
    assert APIClient().get(url).status_code == 401


def test_file_is_not_sent_twice(letter):
    caller, url = by_session(officer(Role.AUDITOR)), f"{ROOT}/letters/{letter.public_id}/file/"

    again = caller.get(url, headers={"If-None-Match": f'"{letter.sha256}"'})

    assert (again.status_code, again.content) == (304, b"")


def test_file_asks_for_its_scope(letter):
    caller = by_token(LicensingOfficeFactory(), "applications:read", client_id="tanpa")

    assert caller.get(f"{ROOT}/letters/{letter.public_id}/file/").json()["code"] == "insufficient_scope"
