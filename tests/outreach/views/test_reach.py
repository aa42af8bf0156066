"""Whose rows each role reaches on every page about one row: own, of the same Puskesmas, of another one, of nobody."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from outreach.enums import FindingKind
from outreach.models import Finding, Pickup, Visit
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.outreach import (
    FAR_VILLAGE,
    OTHER_VILLAGE,
    REPORTED,
    VILLAGE,
    CompensationFactory,
    HouseholdFactory,
    PickupFactory,
    PuskesmasFactory,
    staff,
)
from tests.standing_rows import standing_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NAME = "Rumah Mbah Rahasia"
STAFF = (Role.CADRE, Role.DRIVER, Role.PUSKESMAS_DOCTOR, Role.PUSKESMAS_HEAD, Role.PUSKESMAS_RECORDER)
ROWS = ("own", "beside", "other village", "other puskesmas")
ALL, OFFICE, NONE = (200,) * 4, (200, 200, 200, 404), (403,) * 4
# The row a page opens for each role, in the order of ROWS. `home_finding_*` and the register are finer than the board.
READS = {
    "pickup_detail": {Role.CADRE: (200, 404, 404, 404), Role.CITY_HEALTH: ALL},
    "compensation_detail": {Role.CADRE: (200, 404, 404, 404), Role.CITY_HEALTH: ALL},
    "household_detail": {Role.CADRE: (200, 200, 404, 404), Role.CITY_HEALTH: ALL},
    "household_edit": {Role.CADRE: (200, 200, 404, 404), Role.DRIVER: NONE, Role.CITY_HEALTH: NONE},
    "home_finding_detail": {Role.CADRE: NONE, Role.DRIVER: NONE, Role.CITY_HEALTH: NONE},
    "pickup_visit": {role: NONE for role in (*STAFF, Role.CITY_HEALTH) if role != Role.PUSKESMAS_DOCTOR},
}
# What is sent to a row of another Puskesmas, by a role that may do so at its own.
ACTS = {
    "pickup_cancel": Role.CADRE,
    "pickup_merge": Role.PUSKESMAS_HEAD,
    "compensation_hand": Role.DRIVER,
    "compensation_confirm": Role.PUSKESMAS_HEAD,
    "household_leave": Role.PUSKESMAS_RECORDER,
    "home_finding_coordinate": Role.PUSKESMAS_HEAD,
    "home_finding_conclude": Role.PUSKESMAS_HEAD,
    "home_finding_close": Role.PUSKESMAS_HEAD,
    "pickup_visit": Role.PUSKESMAS_DOCTOR,
}


@dataclass(frozen=True)
class Case:
    """One call with all that hangs on it."""

    pickup: str
    household: str
    finding: str

    def url(self, page: str) -> str:
        """The page about this case."""
        kind = next((kind for kind in ("household", "home_finding") if page.startswith(kind)), "pickup")
        return reverse(page, args=[{"household": self.household, "home_finding": self.finding}.get(kind, self.pickup)])


@dataclass(frozen=True)
class Cast:
    """Who asks, and the four cases."""

    users: dict[str, User]
    cases: dict[str, Case]


@pytest.fixture(scope="module")
def cast(reference_data: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The same rows for every test of this module."""
    found: list[Cast] = []
    with standing_rows(django_db_blocker, lambda: found.append(make_cast())):
        yield found[0]


def make_cast() -> Cast:
    here = PuskesmasFactory()
    there = PuskesmasFactory(code="PKM-99-1674", name="Puskesmas Lain", short_name="Puskesmas Lain")
    users = {role.value: staff(role, office=here) for role in STAFF}
    users[Role.CITY_HEALTH.value] = officer(Role.CITY_HEALTH, office=OfficeFactory())
    cadre, other = users[Role.CADRE], staff(Role.CADRE, office=there)
    places = ((here, VILLAGE, cadre), (here, VILLAGE, other), (here, OTHER_VILLAGE, other), (there, FAR_VILLAGE, other))
    return Cast(users, {name: case(*place) for name, place in zip(ROWS, places, strict=True)})


def case(office: Any, village: str, by: User) -> Case:
    region = RegionFactory(code=village)
    household = HouseholdFactory(office=office, region=region)
    about = {"office": office, "region": region, "reported_by": by, "household": household}
    pickup = PickupFactory(number=f"J-UJI-{household.pk}", place=NAME, **about)
    CompensationFactory(pickup=pickup)
    visit = Visit.objects.create(pickup=pickup, by=by, at=REPORTED)
    found = Finding.objects.create(pickup=pickup, visit=visit, kind=FindingKind.NO_LATRINE, found_at=REPORTED)
    return Case(pickup.public_id, household.public_id, found.public_id)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("page", READS)
def test_page_of_a_row_opens_for_whom_the_matrix_says(cast: Cast, page: str) -> None:
    with time_machine.travel(REPORTED, tick=False):
        answers = {
            role: tuple(browser(user).get(cast.cases[row].url(page)).status_code for row in ROWS)
            for role, user in cast.users.items()
        }

    assert answers == {role: READS[page].get(Role(role), OFFICE) for role in cast.users}


def test_who_watches_over_the_city_reads_no_name_or_place(cast: Cast) -> None:
    with time_machine.travel(REPORTED, tick=False):
        seen = {
            role: browser(cast.users[role]).get(cast.cases["own"].url("pickup_detail")).text
            for role in (Role.CADRE, Role.CITY_HEALTH)
        }

    assert {role: NAME in text for role, text in seen.items()} == {Role.CADRE: True, Role.CITY_HEALTH: False}


@pytest.mark.parametrize("page", ACTS)
def test_nobody_acts_on_a_row_of_another_puskesmas(cast: Cast, page: str) -> None:
    answer = browser(cast.users[ACTS[page]]).post(cast.cases["other puskesmas"].url(page))

    assert answer.status_code == 404


@pytest.mark.parametrize("verb", ["accept", "depart", "arrive", "join", "release"])
def test_driver_takes_no_step_for_another_puskesmas(cast: Cast, verb: str) -> None:
    far = cast.cases["other puskesmas"].pickup

    answer = browser(cast.users[Role.DRIVER]).post(reverse("pickup_act", args=[far, verb]), {"version": 1})

    assert (answer.status_code, Pickup.objects.get(public_id=far).state) == (404, "reported")


def test_address_of_a_phones_call_opens_for_who_sent_it_only(cast: Cast) -> None:
    key = uuid.uuid4()
    Pickup.objects.filter(public_id=cast.cases["own"].pickup).update(client_id=key)
    url = reverse("pickup_put", args=[key])

    answers = {role: browser(user).get(url).status_code for role, user in cast.users.items()}

    assert answers.pop(Role.CADRE) == 302
    assert answers.pop(Role.CITY_HEALTH) == 403
    assert set(answers.values()) == {404}


def test_visitor_sees_the_number_of_the_own_call_and_of_no_other() -> None:
    mine, stranger = Client(), Client()
    call = {"kind": "pick_up", "need": "older_alone", "region": VILLAGE, "place": NAME}

    mine.post(reverse("pickup_call"), call)
    number = Pickup.objects.latest("pk").number

    assert number in mine.get(reverse("pickup_called")).text
    assert stranger.get(reverse("pickup_called")).headers["Location"] == reverse("pickup_call")
    assert stranger.get(reverse("pickup_detail", args=[Pickup.objects.latest("pk").public_id])).status_code == 302
