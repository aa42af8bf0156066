"""Who sees which practitioners, placements and facilities: each cell of `people_read`, with a row of another city."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.rules import Post, Viewer
from facilities.models import Facility
from tests.factories.accounts import CITY, MembershipFactory, OfficeFactory, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory, ProfessionFactory
from workforce.models import Placement, Practitioner

ELSEWHERE = "16.73.01.1001"

pytestmark = pytest.mark.django_db


@pytest.fixture
def far() -> Placement:
    """A nurse in another city."""
    placed: Placement = PlacementFactory(facility=FacilityFactory(region=RegionFactory(code=ELSEWHERE)))
    return placed


@pytest.fixture
def near() -> Placement:
    """A nurse in the city."""
    placed: Placement = PlacementFactory()
    return placed


class Reader:
    """Somebody at work in one role."""

    is_authenticated = True

    def __init__(self, role: Role, *, region: str = CITY, user_id: int | None = None) -> None:
        self.viewer = Viewer(user_id, (Post(role.value, None, region),))


def seen(reader: Any) -> tuple[set[Practitioner], set[Placement], set[Facility]]:
    return (
        set(Practitioner.objects.visible_to(reader)),
        set(Placement.objects.visible_to(reader)),
        set(Facility.objects.visible_to(reader)),
    )


@pytest.mark.parametrize(
    "role",
    [
        Role.FRONT_OFFICE,
        Role.TECHNICAL,
        Role.REGISTER_CLERK,
        Role.TPK,
        Role.DIVISION_HEAD,
        Role.HEALTH_HEAD,
        Role.LICENCE_HEAD,
        Role.AUDITOR,
        Role.AGENCY,
    ],
)
def test_an_office_sees_its_region_and_no_other(role: Role, near: Placement, far: Placement) -> None:
    assert seen(Reader(role)) == ({near.practitioner}, {near}, {near.facility})


@pytest.mark.parametrize("role", [Role.PLANNER, Role.PROVINCE, Role.NATIONAL])
def test_roles_that_count_see_nobody(role: Role, near: Placement, far: Placement) -> None:
    assert seen(Reader(role)) == (set(), set(), set())


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.CADRE, Role.DPO, Role.ADMIN])
def test_denied_roles_see_nothing(role: Role, near: Placement) -> None:
    assert seen(Reader(role)) == (set(), set(), set())


def test_a_city_is_no_prefix_of_another(near: Placement) -> None:
    """16.7 is no parent of 16.74, nor 16.74.02.1 of 16.74.02.1007."""
    assert seen(Reader(Role.FRONT_OFFICE, region="16.7")) == (set(), set(), set())


def test_applicants_see_themselves(near: Placement, far: Placement) -> None:
    user = UserFactory()
    mine = PlacementFactory(practitioner=PractitionerFactory(person=PersonFactory(user=user)))

    practitioners, placements, facilities = seen(Reader(Role.APPLICANT, user_id=user.pk))

    assert (practitioners, placements, facilities) == ({mine.practitioner}, {mine}, set())


@pytest.mark.parametrize("role", [Role.PJ, Role.PUSKESMAS_HEAD])
def test_who_answers_for_a_facility_sees_its_people_and_network(role: Role, far: Placement) -> None:
    user = UserFactory()
    puskesmas = FacilityFactory(kind="puskesmas")
    FacilityPersonFactory(user=user, facility=puskesmas)
    here = PlacementFactory(facility=puskesmas)
    below = PlacementFactory(facility=FacilityFactory(kind="pustu", parent=puskesmas))
    PlacementFactory()

    found = seen(Reader(role, user_id=user.pk))

    assert found == ({here.practitioner, below.practitioner}, {here, below}, {puskesmas, below.facility})


def test_an_ended_appointment_opens_nothing() -> None:
    user = UserFactory()
    row = FacilityPersonFactory(user=user, ends_on=timezone.localdate() - timezone.timedelta(days=1))
    PlacementFactory(facility=row.facility)

    assert seen(Reader(Role.PJ, user_id=user.pk)) == (set(), set(), set())


def test_an_organisation_sees_its_profession_in_its_region(near: Placement, far: Placement) -> None:
    midwife = PlacementFactory(practitioner=PractitionerFactory(profession=ProfessionFactory(code="BIDAN")))
    user = UserFactory()
    MembershipFactory(user=user, role=Role.ORGANISATION, office=OfficeFactory(), profession_codes=["BIDAN"])

    practitioners, placements, facilities = seen(Reader(Role.ORGANISATION, user_id=user.pk))

    assert (practitioners, placements, facilities) == ({midwife.practitioner}, {midwife}, set())


def test_a_person_in_two_cities_shows_the_placements_of_ones_own(near: Placement, far: Placement) -> None:
    second = PlacementFactory(practitioner=near.practitioner, facility=far.facility)

    _practitioners, placements, _facilities = seen(Reader(Role.TPK))

    assert (placements, second in placements) == ({near}, False)


@pytest.mark.parametrize(("role", "reached"), [(Role.REGISTER_CLERK, 1), (Role.PJ, 0), (Role.FRONT_OFFICE, 0)])
def test_only_who_keeps_the_register_reaches_what_changes_it(role: Role, reached: int, near: Placement) -> None:
    reader = Reader(role, user_id=UserFactory().pk)

    assert Practitioner.objects.visible_to(reader, "register_keep").count() == reached
