"""The roster: whose staff, which figures, and never anybody else's."""

from datetime import date

import pytest

from accounts.enums import Role
from facilities.models import FacilityPerson
from licensing.domain.rosters import roster
from licensing.domain.rosters.standing import SipState
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, LicenceFactory
from tests.licensing.roster_cast import NOW, TODAY, make_pj, make_staff

pytestmark = pytest.mark.django_db


def test_figures_are_the_lengths_of_the_lists():
    clinic = FacilityFactory()
    for days in (400, 20, -3, None):
        make_staff(clinic, days=days)

    found = roster.read([clinic], on=TODAY, at=NOW)

    assert found.figures == roster.Figures(needed=4, held=2, ending=1, in_process=0)
    assert found.figures.missing == sum(row.standing.is_missing for row in found.entries) == 2


def test_most_urgent_stands_first():
    clinic = FacilityFactory()
    for days in (400, 20, -3, None):
        make_staff(clinic, days=days)

    states = [row.standing.state for row in roster.read([clinic], on=TODAY, at=NOW).entries]

    assert states == [SipState.NONE, SipState.EXPIRED, SipState.ENDING, SipState.IN_FORCE]


def test_pj_keeps_the_own_facility_and_its_network_only():
    mother, stranger = FacilityFactory(), FacilityFactory()
    branch = FacilityFactory(parent=mother)
    pj = make_pj(mother)

    found = set(roster.facilities_of(pj))

    assert found == {mother, branch}
    assert stranger not in found


def test_pj_whose_time_is_over_keeps_nothing():
    clinic = FacilityFactory()
    pj = make_pj(clinic)
    FacilityPerson.objects.update(ends_on=date(2026, 1, 11))

    assert list(roster.facilities_of(pj)) == []


def test_role_without_the_row_keeps_nothing():
    clinic = FacilityFactory()
    auditor = make_pj(clinic, role=Role.AUDITOR)

    assert list(roster.facilities_of(auditor)) == []


def test_ended_placement_and_foreign_sip_do_not_count():
    clinic, other = FacilityFactory(), FacilityFactory()
    gone = make_staff(clinic)
    gone.ends_on = date(2026, 1, 11)
    gone.save()
    here = make_staff(clinic, days=None)
    LicenceFactory(holder_person=here.practitioner.person, place=other)

    found = roster.read([clinic], on=TODAY, at=NOW)

    assert [(row.placement, row.standing.state, row.place_count) for row in found.entries] == [(here, SipState.NONE, 1)]


def test_application_on_its_way_is_shown_and_own_drafts_of_staff_are_not():
    clinic = FacilityFactory()
    one, two = make_staff(clinic, days=None), make_staff(clinic, days=None)
    sent = ApplicationFactory(place=clinic, person=one.practitioner.person, state="submitted")
    ApplicationFactory(place=clinic, person=two.practitioner.person, state="draft")

    filings = {row.placement: row.filing for row in roster.read([clinic], on=TODAY, at=NOW).entries}

    assert filings == {one: roster.Filing(sent.number, "submitted", "new", "portal"), two: None}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_as_much_for_three_as_for_one(count, django_assert_num_queries):
    clinic = FacilityFactory()
    for _each in range(count):
        make_staff(clinic)

    with django_assert_num_queries(5):
        found = roster.read([clinic], on=TODAY, at=NOW)

    assert len(found.entries) == count
