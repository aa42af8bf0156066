"""The monthly report: the figures of the page in a numbered, sealed letter, for whoever reads those figures."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.months import Month
from core.outbox import drain
from letters.enums import LetterState, Standing
from letters.rules import can_read_letter
from outreach.exceptions import MonthNotOver
from outreach.letters.issuing import issue_once, issue_report
from outreach.models import MonthReport
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.outreach import REPORTED, CompensationFactory, PickupFactory, PuskesmasFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AFTER = datetime(2026, 2, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def office():
    late = PickupFactory(arrived_at=REPORTED + timedelta(hours=5), state="finished")
    CompensationFactory(pickup=late, handed_at=AFTER)
    PickupFactory(arrived_at=REPORTED + timedelta(minutes=90), state="finished", need="pregnant")
    return late.office


@pytest.fixture
def january(office):
    return Month(2026, 1, office.zone)


def test_letter_holds_the_figures_and_no_person(office, january):
    report = issue_report(office, january, by=staff(Role.PUSKESMAS_HEAD), key="a", at=AFTER)

    body = report.letter.context["isi"]
    assert report.letter.number.endswith("/0001/RJ/PKM01/2026")
    assert (body["jumlah_permintaan"], body["persen_tepat"], body["median"], body["jumlah_santunan"]) == (
        "2", "50,0 %", "3 jam 15 menit", "1",
    )  # fmt: skip
    assert [row["nama"] for row in body["menurut_kelompok"]] == ["Lansia hidup sendiri", "Ibu hamil"]
    assert [row["nama"] for row in body["enam_bulan"]][-1] == "Januari 2026"
    assert "Mbah" not in str(report.letter.context)


def test_month_that_runs_has_no_report_and_beat_makes_one_once(office, january):
    with pytest.raises(MonthNotOver):
        issue_report(office, january, by=None, key="a", at=REPORTED)

    made = [issue_once(office, january, at=at) for at in (REPORTED, AFTER, AFTER)]

    assert [row is not None for row in made] == [False, True, False]
    assert issue_once(office, january.shifted(-1), at=AFTER) is None


def test_head_has_it_made_anew_and_the_old_one_is_replaced(office):
    head = staff(Role.PUSKESMAS_HEAD)
    browser = Client()
    browser.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(AFTER, tick=False):
        for _ in range(2):
            browser.post(reverse("pickup_report_issue") + "?bulan=2026-01")
            drain()
        page = browser.get(reverse("pickup_figures"), {"bulan": "2026-01"})
        file = browser.get(page.context["reports"].rows[0].cells[3].url)

    newest, oldest = MonthReport.objects.select_related("letter")
    assert (newest.letter.state, oldest.letter.standing, newest.asked_by) == (
        LetterState.ISSUED, Standing.REPLACED, head,
    )  # fmt: skip
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")


def test_report_is_read_by_who_reads_the_figures(office, january):
    letter = issue_report(office, january, by=None, key="a", at=AFTER).letter
    other = staff(Role.PUSKESMAS_HEAD, office=PuskesmasFactory(code="PKM-04-1674"))
    readers = [staff(Role.PUSKESMAS_HEAD), officer(Role.CITY_HEALTH, office=OfficeFactory()), staff(Role.CADRE), other]

    assert [can_read_letter(user, letter) for user in readers] == [True, True, False, False]
