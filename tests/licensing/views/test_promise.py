"""The monthly report on its pages: figures that equal their lists, small cells, the signed letter."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from core.months import Month
from letters.models import Letter
from licensing.letters.promise_signing import preview, sign_report
from licensing.models import PromiseReportLetter
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.licensing import PublicReportFactory
from tests.licensing.domain.reports.test_promise_month import TUESDAY
from tests.licensing.journey import PASSPHRASE, anchored, make_cast
from tests.licensing.past import past_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)
JANUARY = {"bulan": "2026-01"}


@pytest.fixture(autouse=True)
def _february() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def three_files() -> None:
    past_file(TUESDAY)
    past_file(TUESDAY, slow=timedelta(days=2))
    past_file(TUESDAY, coordinated=True)


def test_every_figure_equals_the_list_behind_it(client: Client) -> None:
    three_files()
    client.force_login(officer(Role.DIVISION_HEAD))
    page = client.get(reverse("promise_report"), JANUARY)

    listed = {kpi.name: client.get(kpi.url).context["total"] for kpi in page.context["kpis"] if kpi.url}
    types = [client.get(row.cells[0].url).context["total"] for row in page.context["types"].rows]
    desks = [client.get(row.cells[0].url).context["total"] for row in page.context["desks"].rows]
    reasons = [client.get(row.cells[0].url).context["total"] for row in page.context["reasons"].rows]

    report = page.context["report"]
    assert listed == {"on-time": report.total.finished, "late": 1, "coordination": len(report.coordinated)}
    assert types == [share.finished for share in report.by_type().values()]
    assert (desks, reasons) == ([1], [1])


def test_who_reads_totals_only_sees_no_small_figure_and_no_list(client: Client) -> None:
    three_files()
    PublicReportFactory()
    client.force_login(officer(Role.LEGAL))

    page = client.get(reverse("promise_report"), JANUARY)

    figures = {kpi.name: (kpi.figure, kpi.url) for kpi in page.context["kpis"]}
    assert figures == {
        "on-time": ("–", ""),
        "late": ("–", ""),
        "median": ("–", ""),
        "coordination": ("<5", ""),
    }
    assert [fact["figure"] for fact in page.context["complaints"]] == ["0", "<5", "0", "0"]
    assert client.get(reverse("promise_files"), JANUARY)["Location"] == reverse("promise_report")


def test_small_number_of_complaints_is_hidden_from_officers_who_might_be_concerned(client: Client) -> None:
    PublicReportFactory()
    for role, figure in ((Role.DIVISION_HEAD, "<5"), (Role.AUDITOR, "1")):
        client.force_login(officer(role))
        page = client.get(reverse("promise_report"), JANUARY)
        assert page.context["complaints"][1]["figure"] == figure


@pytest.mark.parametrize("text", ["2026-13", "2027-01", "x"])
def test_month_that_is_none_or_ahead_is_not_found(client: Client, text: str) -> None:
    client.force_login(officer(Role.DIVISION_HEAD))

    assert client.get(reverse("promise_report"), {"bulan": text}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_files_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        past_file(TUESDAY)
    client.force_login(officer(Role.DIVISION_HEAD))
    client.get(reverse("promise_files"), JANUARY)

    with django_assert_num_queries(20):
        page = client.get(reverse("promise_files"), JANUARY)

    assert len(page.context["table"].rows) == count


def test_empty_month_shows_dashes(client: Client) -> None:
    client.force_login(officer(Role.DIVISION_HEAD))

    page = client.get(reverse("promise_report"), JANUARY)

    assert 'data-testid="empty"' in page.content.decode()
    assert [kpi.figure for kpi in page.context["kpis"]] == ["–", "0", "–", "0"]


def test_head_signs_the_month_and_a_second_letter_replaces_the_first() -> None:
    three_files()
    cast, office = make_cast(), OfficeFactory()
    month = Month(2026, 1, office.zone)
    anchored(NOW)

    first = sign_report(office, month, by=cast.health_head, passphrase=PASSPHRASE, at=NOW)
    second = sign_report(office, month, by=cast.health_head, passphrase=PASSPHRASE, at=NOW)

    first.letter.refresh_from_db()
    assert (first.letter.kind_id, first.letter.standing) == ("LAPORAN_JANJI", "replaced")
    assert (second.letter.replaces, PromiseReportLetter.objects.count()) == (first.letter, 2)
    assert second.letter.context["isi"]["persen_tepat"].replace("\xa0", " ") == "50,0 %"


def test_running_month_is_not_signed(client: Client) -> None:
    cast = make_cast()
    client.force_login(cast.health_head.user)

    page = client.get(reverse("promise_sign"), {"bulan": "2026-02"})
    answer = client.post(
        reverse("promise_sign") + "?bulan=2026-02", {"sign-password": "sejaras-demo", "sign-passphrase": "sejaras-demo"}
    )

    assert (bool(page.context["why_not"]), answer.status_code, Letter.objects.count()) == (True, 422, 0)


def test_head_signs_on_the_page_and_readers_open_the_letter(client: Client) -> None:
    three_files()
    cast = make_cast()
    anchored(NOW)
    client.force_login(cast.health_head.user)

    done = client.post(
        reverse("promise_sign") + "?bulan=2026-01", {"sign-password": "sejaras-demo", "sign-passphrase": "sejaras-demo"}
    )

    letter = PromiseReportLetter.objects.get().letter
    assert done["Location"] == f"{reverse('promise_report')}?bulan=2026-01"
    elsewhere = OfficeFactory(code="DINKES-1671", region=RegionFactory(code="16.71"))
    answers = {}
    for name, user in (
        ("here", officer(Role.DIVISION_HEAD)),
        ("elsewhere", officer(Role.DIVISION_HEAD, office=elsewhere)),
        ("bureau", officer(Role.ORG_BUREAU)),
    ):
        client.force_login(user)
        answers[name] = client.get(reverse("letter_file", args=[letter.public_id])).status_code
    assert answers == {"here": 200, "elsewhere": 404, "bureau": 403}


def test_concept_is_a_pdf() -> None:
    make_cast()
    office = OfficeFactory()

    assert preview(office, Month(2026, 1, office.zone), at=NOW)[:5] == b"%PDF-"


def test_workbook_holds_the_rows_of_the_page_and_no_formula(client: Client) -> None:
    three_files()
    client.force_login(officer(Role.DIVISION_HEAD))

    answer = client.get(reverse("promise_sheet"), JANUARY)

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_name("Berkas").to_python()
    assert len(rows) == 4
    assert dict(book.get_sheet_by_name("Ringkasan").to_python())["Selesai"] == 2
    client.force_login(officer(Role.LEGAL))
    assert client.get(reverse("promise_sheet"), JANUARY)["Location"] == reverse("promise_report")
