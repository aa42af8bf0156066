"""Commitments of the ILP roll-out in the browser."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from accounts.models import User
from spm.models import CommitmentStatus, TrialProvince
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory
from tests.spm.networks import AT
from tests.spm.people import browser, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
MET = {"state": "met", "since": "2026-02-01", "proof": "Perwali 3/2026"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def province() -> User:
    """Somebody of the province's office."""
    return worker(Role.PROVINCE, OfficeFactory(code="DINKES-16", region=RegionFactory(code="16")))


def test_a_city_writes_its_own_state_with_proof_and_keeps_the_old_one():
    client = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH)
    url = "/ilp/komitmen/16.74/K1/"

    bare = client.post(url, {**MET, "proof": ""})
    first = client.post(url, {**MET, "state": "under_way", "proof": ""})
    second = client.post(url, MET)

    assert (bare.status_code, first.status_code, second.status_code) == (422, 302, 302)
    assert "Tulis bukti bahwa komitmen terpenuhi." in bare.content.decode()
    assert [row.state for row in CommitmentStatus.objects.current()] == ["met"]
    page = client.get("/ilp/komitmen/16.74/").content.decode()
    assert "Perwali 3/2026" in page
    assert "Keadaan sebelumnya" in page


def test_the_province_counts_its_cities_and_writes_for_itself_only():
    browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH).post("/ilp/komitmen/16.74/K1/", MET)
    client = browser(province(), Role.PROVINCE)

    summary = client.get("/ilp/komitmen/").content.decode()
    detail = client.get("/ilp/komitmen/16/").content.decode()

    assert "0 dari 5" in summary
    assert "Terpenuhi" in detail
    assert client.post("/ilp/komitmen/16.74/K1/", MET).status_code == 404
    assert client.post("/ilp/komitmen/16/K2/", MET).status_code == 302


def test_the_country_reads_nine_provinces():
    national = MembershipFactory(role=Role.NATIONAL, office=None, region=None, starts_on=date(2020, 1, 1)).user

    page = browser(national, Role.NATIONAL).get("/ilp/komitmen/").content.decode()

    assert [row.name for row in TrialProvince.objects.all() if row.name not in page] == []
    assert TrialProvince.objects.count() == 9


def test_a_region_outside_the_trial_is_not_found():
    TrialProvince.objects.filter(code="16").update(is_active=False)
    client = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH)

    assert client.get("/ilp/komitmen/16.74/").status_code == 404
    assert "bukan wilayah uji coba" in client.get("/ilp/komitmen/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_province_costs_the_same_queries(count, django_assert_num_queries):
    client = browser(province(), Role.PROVINCE)
    for number in range(count):
        RegionFactory(code=f"16.7{number}")
    client.get("/ilp/komitmen/16/")

    with django_assert_num_queries(13):
        client.get("/ilp/komitmen/16/")
