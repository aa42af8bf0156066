"""Licences come out: the term each type gives, and what a recommendation leaves alone (docs/adr/0011)."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from facilities.models import Facility
from letters.domain.verification import check_code
from letters.enums import Verdict
from licensing.domain import watching
from licensing.domain.licences import flags
from licensing.domain.licences.standing import read
from licensing.enums import LicenceState
from licensing.models import Licence, LicenceFlag, LicenceReminder, LicenceStatus
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.licensing.journey import FACTS, START, Journey, make_cast, work
from workforce.models import Placement, Practitioner

DAY = timedelta(days=1)

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.mark.parametrize(
    ("code", "ends_on"),
    [
        ("REK-RS-KELAS-B", None),
        ("REK-BAKSOS", date(2026, 2, 3)),
        ("REK-PENELITIAN", date(2026, 2, 3)),  # a year by its type, but the letter prints the days of the study
        ("SERT-PKP", None),
        ("SLHS-HOTEL", date(2029, 1, 23)),
    ],
)
def test_own_product_ends_as_the_data_of_its_type_say(code: str, ends_on: date | None) -> None:
    trip = Journey(make_cast(), code).to_end()

    licence = Licence.objects.get(application=trip.application)

    assert licence.letter is not None
    assert (licence.ends_on, licence.letter.valid_until) == (ends_on, ends_on)


def test_recommendation_enters_nothing_into_the_registers_of_people_and_places() -> None:
    Journey(make_cast(), "REK-BAKSOS").to_end()

    licence = Licence.objects.get()

    assert (licence.place, licence.holder_facility, licence.profession) == (None, None, None)
    assert licence.holder_person is not None
    assert (Facility.objects.count(), Practitioner.objects.count(), Placement.objects.count()) == (0, 0, 0)


def test_facility_the_register_knows_holds_its_recommendation() -> None:
    trip = Journey(make_cast(), "REK-KREDENSIAL-FKTP").draft()
    trip.application.place = FacilityFactory()
    trip.application.save(update_fields=["place"])

    trip.upload().submit().verify().assess().approve().sign()

    assert Licence.objects.get().holder_facility == trip.application.place


def test_register_and_check_page_know_an_activity_until_its_last_day(client: Client) -> None:
    Journey(make_cast(), "REK-BAKSOS").to_end()
    work()
    licence = Licence.objects.get()
    assert licence.letter is not None

    page = client.get(reverse("public_register"), {"type": "REK-BAKSOS"})

    assert [row.cells[1].note for row in page.context["table"].rows] == [licence.number]
    last = datetime.fromisoformat(f"{FACTS['ends_on']}T12:00+07:00")
    for at, code, verdict in ((last, "active", Verdict.VALID), (last + DAY, "expired", Verdict.EXPIRED)):
        checked = check_code(licence.letter.verify_code, at=at).verdict
        assert (read(licence, on=at.date()).code, checked) == (code, verdict)


def test_nobody_is_reminded_of_the_end_of_an_activity() -> None:
    Journey(make_cast(), "REK-PENELITIAN").to_end()

    given = watching.remind_licence_ends(at=START, on=date(2026, 1, 28))

    assert (given, LicenceReminder.objects.count()) == (0, 0)


def test_losing_a_recommendation_flags_nobody_of_the_facility() -> None:
    trip = Journey(make_cast(), "REK-KREDENSIAL-FKTP").draft()
    place = trip.application.place = FacilityFactory()
    trip.application.save(update_fields=["place"])
    trip.upload().submit().verify().assess().approve().sign()
    LicenceFactory(place=place)
    row = LicenceStatus.objects.get(licence__application=trip.application)
    row.status = LicenceState.REVOKED

    flags.follow_facility_licence(row, at=trip.at)

    assert LicenceFlag.objects.count() == 0
