"""Each coordinator hears on Mondays how the staff stand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import InboxMessage
from licensing.domain.rosters import roster, weekly
from tests.factories.facilities import FacilityFactory
from tests.licensing.roster_cast import NOW, make_pj, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

MONDAY = NOW.date() + timedelta(days=(7 - NOW.weekday()) % 7)
AT = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 1, 0, tzinfo=UTC)


def told(on: date = MONDAY) -> int:
    return weekly.tell_coordinators(at=AT, on=on)


def test_coordinator_hears_once_a_week_what_the_roster_shows() -> None:
    clinic = FacilityFactory(name="Klinik Melati")
    pj = make_pj(clinic)
    for days in (400, 20, None):
        make_staff(clinic, days=days)

    assert (told(), told()) == (1, 1)

    message = InboxMessage.objects.get(template_id="ROSTER_WEEKLY")
    figures = roster.read([clinic], on=MONDAY, at=AT).figures
    assert message.user == pj
    assert (figures.held, figures.needed, figures.ending, figures.missing) == (2, 3, 1, 1)
    assert "Klinik Melati: 2 dari 3 tenaga" in message.text


def test_other_days_are_quiet() -> None:
    clinic = FacilityFactory()
    make_pj(clinic)
    make_staff(clinic)

    assert [told(MONDAY + timedelta(days=shift)) for shift in range(1, 7)] == [0] * 6


def test_nobody_hears_of_a_facility_without_staff() -> None:
    make_pj(FacilityFactory())

    assert told() == 0
