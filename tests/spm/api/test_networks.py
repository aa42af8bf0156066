"""`/ilp/networks/…` and `/ilp/commitments/…`: what an agency, a province and a stranger read."""

from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.enums import Role
from spm.domain import commitments
from spm.domain.commitments import StatusInput
from spm.enums import CommitmentState
from spm.models import Commitment, Indicator, Network
from tests.api import ROOT, by_session, by_token
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.spm import networks
from tests.spm.networks import AT
from tests.spm.people import worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def agency(region: str = "16.74") -> Any:
    """A system of a city's office."""
    office = OfficeFactory() if region == "16.74" else OfficeFactory(code=region, region=RegionFactory(code=region))
    return by_token(office, "spm:read", client_id=f"sistem-{region}")


def test_a_network_tells_its_stage_problem_pathway_and_what_is_due() -> None:
    network = networks.watched(worker(Role.CITY_HEALTH))
    network.refresh_from_db()
    assert network.problem is not None

    row = agency().get(f"{ROOT}/ilp/networks/").json()["results"][0]
    whole = agency().get(f"{ROOT}/ilp/networks/{network.public_id}/").json()

    assert (row["stage"], row["members"], row["waits_for"], row["late"]) == (5, 2, [], True)
    assert row["problem"] == {
        "indicator": "KK-01",
        "name": network.problem.label,
        "reason": "Cakupan terendah di kota",
        "numerator": 30,
        "denominator": 400,
        "until": row["problem"]["until"],
    }
    assert (row["monitoring_due"], row["evaluation_due"]) == ("2026-02-28", "2026-07-15")
    assert [len(whole[name]) for name in ("facilities", "papers", "pathway", "evaluations")] == [2, 1, 2, 0]
    assert (whole["months"], whole["months_open"]) == (["2026-01"], ["2026-02", "2026-03"])


def test_another_city_finds_none_and_a_province_counts() -> None:
    network = networks.founded(worker(Role.CITY_HEALTH))
    stranger = agency("16.71")
    office = OfficeFactory(code="DINKES-16", kind="province", region=RegionFactory(code="16"))
    province = by_session(worker(Role.PROVINCE, office))

    assert stranger.get(f"{ROOT}/ilp/networks/").json()["results"] == []
    assert stranger.get(f"{ROOT}/ilp/networks/{network.public_id}/").status_code == 404
    assert province.get(f"{ROOT}/ilp/networks/{network.public_id}/").status_code == 404
    assert province.get(f"{ROOT}/ilp/network-counts/").json() == [
        {"region": "16.74", "name": network.region.name, "stages": [1, 0, 0, 0, 0], "ended": 0, "late": 0}
    ]


def test_a_small_sensitive_problem_is_not_told_to_an_agency() -> None:
    network = networks.with_problem(worker(Role.CITY_HEALTH))
    Network.objects.filter(pk=network.pk).update(problem_served=3)
    Indicator.objects.filter(code="KK-01").update(is_sensitive=True)

    problem = agency().get(f"{ROOT}/ilp/networks/").json()["results"][0]["problem"]

    assert (problem["numerator"], problem["denominator"]) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    first = networks.watched(worker(Role.CITY_HEALTH))
    for number in range(count - 1):
        Network.objects.create(region=first.region, lead=first.lead, name=f"Jejaring {number}", created_at=AT)
    caller = agency()
    caller.get(f"{ROOT}/ilp/networks/")

    with django_assert_num_queries(12):
        caller.get(f"{ROOT}/ilp/networks/")


def test_commitments_of_a_trial_province_count_its_cities() -> None:
    province, city = RegionFactory(code="16"), RegionFactory(code="16.74")
    one = Commitment.objects.order_by("position").first()
    assert one is not None
    given = StatusInput(CommitmentState.MET, date(2026, 1, 5), proof="Keputusan wali kota")
    commitments.set_state(city, one, given, by=worker(Role.CITY_HEALTH), at=AT)

    rows = agency("16").get(f"{ROOT}/ilp/commitments/").json()
    found = agency().get(f"{ROOT}/ilp/commitments/16.74/").json()

    assert [(row["region"], row["met_below"][one.code]) for row in rows] == [(province.code, 1)]
    assert found["commitments"][0] == {
        "code": one.code, "name": one.label, "state": "met", "since": "2026-01-05", "proof": "Keputusan wali kota",
    }  # fmt: skip
    assert agency().get(f"{ROOT}/ilp/commitments/16.71/").status_code == 404
    assert agency().get(f"{ROOT}/ilp/commitments/").json() == []  # a province's row tells of other cities


def test_example_e_the_country_reads_nine_trial_provinces_south_sumatra_among_them() -> None:
    office = OfficeFactory(code="KEMENKES", kind="kemenkes", region=RegionFactory(code="31"))

    rows = by_session(worker(Role.NATIONAL, office)).get(f"{ROOT}/ilp/commitments/").json()

    assert len(rows) == 9
    assert "16" in {row["region"] for row in rows}
