"""Complaints on their pages: filed, followed, listed, answered; out of reach for the officer concerned."""

import re
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from accounts.models import User
from licensing.enums import ReportKind, State
from licensing.models import PublicReport
from tests.factories.accounts import UserFactory, officer
from tests.factories.letters import LetterFactory
from tests.factories.licensing import ApplicationFactory, PublicReportFactory
from tests.licensing.journey import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

WORDS = "Loket tutup sebelum waktunya, saya datang pukul 14.00."
ANSWER = "Terima kasih. Loket kini buka sampai pukul 16.00 setiap hari kerja."


def file(client: Client, **fields: str) -> tuple[str, str]:
    """File as a visitor and read number and code from the page after it."""
    page = client.post(reverse("complaint_create"), {"kind": "complaint", "text": WORDS} | fields, follow=True)
    text = page.content.decode()
    found = [re.search(rf'report-{name}">([^<]+)<', text) for name in ("number", "code")]
    assert all(found), text
    return tuple(match[1] for match in found if match)  # type: ignore[return-value]


def test_visitor_files_follows_and_reads_the_answer_without_a_name(client: Client) -> None:
    number, code = file(client)
    before = client.post(reverse("complaint_track"), {"number": number, "code": code})
    clerk = officer(Role.FRONT_OFFICE)
    client.force_login(clerk)
    client.post(reverse("complaint_detail", args=[number]), {"answer": ANSWER})
    client.logout()

    after = client.post(reverse("complaint_track"), {"number": number, "code": code})

    assert (before.status_code, ANSWER in before.content.decode()) == (200, False)
    assert (after.status_code, ANSWER in after.content.decode()) == (200, True)
    assert clerk.name not in after.content.decode()


def test_code_is_shown_once(client: Client) -> None:
    file(client)

    assert client.get(reverse("complaint_sent"))["Location"] == reverse("complaint_track")


def test_wrong_code_and_unknown_number_answer_alike(client: Client) -> None:
    number, _code = file(client)

    pages = [
        client.post(reverse("complaint_track"), {"number": typed, "code": "0000000000"})
        for typed in (number, "P-1674-2026-9999")
    ]

    assert [page.status_code for page in pages] == [404, 404]
    assert [page.context["missed"] for page in pages] == [True, True]


def test_double_click_files_once(client: Client) -> None:
    form_key = client.get(reverse("complaint_create")).context["form_key"]

    for _click in range(2):
        client.post(reverse("complaint_create"), {"kind": "complaint", "text": WORDS, "form_key": form_key})

    assert PublicReport.objects.count() == 1


def test_letter_of_the_check_page_comes_along(client: Client) -> None:
    letter = LetterFactory()

    page = client.get(f"{reverse('complaint_create')}?surat={letter.verify_code}")
    file(client, letter_code=letter.verify_code)

    assert letter.number in page.content.decode()
    assert PublicReport.objects.get().letter == letter


def test_named_reporter_reads_without_a_code_and_nobody_else(client: Client) -> None:
    reporter, other = UserFactory(), UserFactory()
    client.force_login(reporter)
    number, _code = file(client, named="on")
    address = f"{reverse('complaint_track')}?nomor={number}"

    own = client.get(address).context["found"]
    client.force_login(other)

    assert (own.number, client.get(address).context["found"]) == (number, None)


def test_signed_in_reporter_stays_unnamed_unless_they_say_so(client: Client) -> None:
    client.force_login(UserFactory())

    file(client)

    assert PublicReport.objects.get().reporter is None


def concerned_officer() -> tuple[User, PublicReport]:
    """An officer, and an anonymous complaint about a file they hold."""
    user = officer(Role.DIVISION_HEAD)
    application = ApplicationFactory(state=State.ASSESSED, submitted_at=START, handler=user)
    report = PublicReportFactory(application=application, application_number=application.number)
    return user, report


def test_concerned_officer_reaches_it_in_no_way(client: Client) -> None:
    user, report = concerned_officer()
    client.force_login(user)

    page = client.get(reverse("complaint_list"), {"q": report.number})

    assert (page.context["table"], page.context["counts"]["all"]) == (None, 0)
    assert client.get(reverse("complaint_detail", args=[report.number])).status_code == 404
    assert client.post(reverse("complaint_detail", args=[report.number]), {"answer": ANSWER}).status_code == 404
    exported = client.get(reverse("complaint_export"), {"alasan": "Laporan bulanan kepada pimpinan"})
    assert report.number not in cells(exported.content)


def cells(content: bytes) -> set[str]:
    """Every cell of the first sheet of a workbook as text."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return {str(cell) for row in rows for cell in row}


def test_colleague_reaches_all_of_it(client: Client) -> None:
    _user, report = concerned_officer()
    client.force_login(officer(Role.DIVISION_HEAD))

    page = client.get(reverse("complaint_list"), {"q": report.number})

    assert (len(page.context["table"].rows), page.context["counts"]["all"]) == (1, 1)
    assert client.get(reverse("complaint_detail", args=[report.number])).status_code == 200
    exported = client.get(reverse("complaint_export"), {"alasan": "Laporan bulanan kepada pimpinan"})
    assert report.number in cells(exported.content)


def test_export_asks_for_a_reason(client: Client) -> None:
    client.force_login(officer(Role.DIVISION_HEAD))

    assert client.get(reverse("complaint_export"), {"alasan": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(client: Client, count: int, django_assert_num_queries: Any) -> None:
    for _each in range(count):
        PublicReportFactory()
    client.force_login(officer(Role.FRONT_OFFICE))
    client.get(reverse("complaint_list"))

    with django_assert_num_queries(9):
        page = client.get(reverse("complaint_list"))

    assert len(page.context["table"].rows) == count


def test_late_one_is_marked_and_counted(client: Client) -> None:
    PublicReportFactory()
    client.force_login(officer(Role.FRONT_OFFICE))

    with time_machine.travel("2026-01-21", tick=False):
        page = client.get(reverse("complaint_list"), {"keadaan": "lewat"})

    assert (page.context["counts"]["lewat"], page.context["table"].rows[0].edge) == (1, "late")


def test_bureau_does_not_read_who_complained(client: Client) -> None:
    report = PublicReportFactory(contact="sari@contoh.example")
    client.force_login(officer(Role.ORG_BUREAU))

    page = client.get(reverse("complaint_detail", args=[report.number]))

    assert "sari@contoh.example" not in page.content.decode()


def test_auditor_reads_a_demand_for_money_and_cannot_answer(client: Client) -> None:
    report = PublicReportFactory(kind=ReportKind.INTEGRITY, number="I-1674-2026-0001")
    client.force_login(officer(Role.AUDITOR))
    address = reverse("integrity_detail", args=[report.number])

    assert not client.get(address).context["may_answer"]
    assert client.post(address, {"answer": ANSWER}).status_code == 403


def test_clerk_writes_down_what_came_by_phone(client: Client) -> None:
    client.force_login(officer(Role.FRONT_OFFICE))

    page = client.post(reverse("complaint_record"), {"text": WORDS, "channel": "phone"}, follow=True)

    report = PublicReport.objects.get()
    assert (report.channel, report.kind) == ("phone", "complaint")
    assert report.number in page.content.decode()


def test_words_of_a_complaint_run_in_no_spreadsheet(client: Client) -> None:
    PublicReportFactory(text="=1+1")
    client.force_login(officer(Role.DIVISION_HEAD))

    exported = client.get(reverse("complaint_export"), {"alasan": "Laporan bulanan kepada pimpinan"})

    assert "'=1+1" in cells(exported.content)
