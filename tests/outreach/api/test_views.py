"""`/outreach/…`: calls in once, states out without anything personal, figures, and whose they are."""

from datetime import timedelta

import pytest
import time_machine

from accounts.enums import Role
from core.models import AuditEvent
from outreach.enums import PickupChannel
from outreach.models import Pickup
from tests.api import ROOT, by_session, by_token, codes
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.outreach import (
    REPORTED,
    VILLAGE,
    CompensationFactory,
    HouseholdFactory,
    PickupFactory,
    PuskesmasFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

PICKUPS, FIGURES = f"{ROOT}/outreach/pickups/", f"{ROOT}/outreach/figures/"
CALL = {
    "kind": "pick_up", "need": "pregnant", "region": VILLAGE, "place": "Rumah Mbah Contoh, RT 02",
    "phone": "0800 0000 123", "external_reference": "radio-7",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_work():
    with time_machine.travel(REPORTED + timedelta(minutes=30), tick=False):
        yield


@pytest.fixture
def network():
    return by_token(OfficeFactory(), "outreach:read", "outreach:write", client_id="radio-komunitas")


def test_other_system_passes_a_call_on_once(network):
    answers = [network.post(PICKUPS, CALL, format="json") for _ in range(2)]

    pickup = Pickup.objects.get()
    assert [answer.status_code for answer in answers] == [201, 200]
    assert (pickup.channel, pickup.phone, pickup.reported_by) == (PickupChannel.RADIO, "+628000000123", None)
    assert answers[0].json() | {"id": "", "number": ""} == {
        "id": "", "number": "", "office": "PKM-01-1674", "region": VILLAGE, "kind": "pick_up", "need": "pregnant",
        "channel": "radio", "state": "reported", "reported_at": "2026-01-26T09:30:00+07:00",
        "warn_at": "2026-01-26T11:30:00+07:00", "due_at": "2026-01-26T13:30:00+07:00", "accepted_at": None,
        "departed_at": None, "arrived_at": None, "finished_at": None, "response_minutes": None, "compensation": None,
        "merged_into": None,
    }  # fmt: skip
    event = AuditEvent.objects.get(action="pickup.report")
    assert (event.role, event.payload["relay"]) == ("agency", "radio-komunitas")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"region": "16.71.01.1001"}, "/region", "region_outside"),
        ({"phone": "rumah"}, "/phone", "phone_unreadable"),
        ({"channel": "web"}, "/channel", "invalid_choice"),
        ({"state": "arrived"}, "/state", "unknown_field"),
    ],
)
def test_what_does_not_fit_is_a_problem_with_its_pointer(network, change, pointer, code):
    answer = network.post(PICKUPS, CALL | change, format="json")

    assert (answer.status_code, answer["Content-Type"], codes(answer)) == (
        400, "application/problem+json", {pointer: code},
    )  # fmt: skip
    assert Pickup.objects.count() == 0


def test_state_shows_the_miss_and_no_person(network):
    pickup = PickupFactory(
        phone="+628000000123", household=HouseholdFactory(), arrived_at=REPORTED + timedelta(hours=5)
    )
    CompensationFactory(pickup=pickup)

    answer = network.get(f"{PICKUPS}{pickup.public_id}/")

    found = answer.json()
    assert (found["response_minutes"], found["compensation"]["kilograms"]) == (300, 5)
    assert [word in answer.content.decode() for word in ("Mbah", "RT 02", "0000123")] == [False, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_and_filters(network, count, django_assert_num_queries):
    for _ in range(count):
        CompensationFactory()
    late = {"missed": "true", "open": "true", "region": VILLAGE, "reported_after": "2026-01-26T00:00:00Z"}

    with django_assert_num_queries(3):
        rows = network.get(PICKUPS, late).json()["results"]

    assert len(rows) == count
    assert network.get(PICKUPS, {"missed": "false"}).json()["results"] == []
    assert network.get(PICKUPS, {"siapa": "x"}).status_code == 400


def test_other_region_other_puskesmas_and_lacking_scopes_get_nothing():
    pickup = PickupFactory()
    RegionFactory(code="16.71")
    far = by_token(OfficeFactory(code="DINKES-1671", region__code="16.71"), client_id="palembang")
    reader = by_token(OfficeFactory(), "outreach:read", client_id="pembaca")
    other = by_session(staff(Role.PUSKESMAS_HEAD, office=PuskesmasFactory(code="PKM-04-1674")))
    url = f"{PICKUPS}{pickup.public_id}/"

    assert [caller.get(url).status_code for caller in (far, other, reader)] == [404, 404, 200]
    assert reader.post(PICKUPS, CALL, format="json").status_code == 403
    assert by_token(OfficeFactory(), "spm:read", client_id="spm").get(PICKUPS).status_code == 403
    assert by_session(officer(Role.FRONT_OFFICE)).get(PICKUPS).status_code == 403


def test_figures_of_the_region_are_those_of_the_page(network):
    head = staff(Role.PUSKESMAS_HEAD)
    PickupFactory(arrived_at=REPORTED + timedelta(minutes=20), household=HouseholdFactory())
    PickupFactory(need="pregnant", reported_at=REPORTED - timedelta(days=40))

    found = network.get(FIGURES, {"month": "2026-01"}).json()

    assert found == by_session(head).get(FIGURES).json()
    assert (found["total"]["reported"], found["total"]["median_minutes"]) == (1, 20)
    assert ([row["key"] for row in found["by_need"]], found["by_region"][0]["key"]) == (["older_alone"], VILLAGE)
    assert (found["families_served"], found["families_registered"]) == (1, 1)
    assert [row["reported"] for row in found["trend"]] == [0, 0, 0, 0, 1, 1]
    assert network.get(FIGURES, {"month": "Januari"}).status_code == 400
