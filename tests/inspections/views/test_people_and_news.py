"""Inspectors, sessions, campaigns, news, proposals and the report in a browser."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from inspections.enums import ProposalState, SessionState
from inspections.models import Campaign, GuidanceSession, InspectorCard, NewsItem, VisitProposal
from tests.factories.accounts import OfficeFactory, UserFactory, officer
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.inspection_plans import CampaignFactory, GuidanceSessionFactory, NewsItemFactory
from tests.factories.inspections import (
    ChecklistVersionFactory,
    InspectorCardFactory,
    VisitFactory,
    VisitFindingFactory,
)
from tests.factories.licensing import PublicReportFactory
from tests.inspections.views.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
NOW = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
MONTH = {"bulan": "2026-01"}


@pytest.fixture(autouse=True)
def _january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def finished_visit() -> Any:
    visit = VisitFactory(office=OfficeFactory(), state="concluded", conclusion="fit", held_at=NOW)
    VisitFindingFactory(visit=visit, state="closed", closed_at=NOW + timedelta(days=2))
    return visit


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "role", "make", "queries"),
    [
        ("inspector_list", Role.PLANNER, lambda: InspectorCardFactory(user=officer(Role.TPK)), 13),
        ("guidance_list", Role.PLANNER, GuidanceSessionFactory, 8),
        ("campaign_list", Role.PLANNER, CampaignFactory, 9),
        ("news_manage", Role.PLANNER, NewsItemFactory, 9),
        ("inspection_report", Role.PLANNER, finished_visit, 16),
        ("report_visits", Role.PLANNER, finished_visit, 9),
        ("report_findings", Role.PLANNER, finished_visit, 9),
    ],
)
def test_lists_take_the_same_queries_for_one_and_three(  # noqa: PLR0917  # parameters
    browse: Browse, name: str, role: Role, make: Any, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make()
    browser = browse(role)
    browser.get(reverse(name))  # calendars and kinds are remembered by the process

    with django_assert_num_queries(queries):
        assert browser.get(reverse(name)).status_code == 200


def test_head_figures_equal_the_lists_they_open(browse: Browse) -> None:
    finished_visit()
    VisitFindingFactory(visit=VisitFactory(office=OfficeFactory()), due_on=date(2026, 1, 12))
    browser = browse(Role.DIVISION_HEAD)

    page = browser.get(reverse("inspection_report"))

    figures = {kpi.name: (kpi.figure, browser.get(kpi.url).context["total"]) for kpi in page.context["kpis"]}
    assert figures == {"done": ("1", 1), "found": ("2", 2), "repaired": ("1", 1), "overdue": ("1", 1)}


def test_month_comes_as_spreadsheet_with_a_sheet_per_breakdown(browse: Browse) -> None:
    finished_visit()

    answer = browse(Role.DIVISION_HEAD).get(reverse("inspection_report_sheet"), MONTH)

    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == [
        "Ringkasan", "Menurut kecamatan", "Menurut pengawas", "Menurut jenis fasilitas", "Menurut jenis temuan",
        "Waktu koordinasi",
    ]  # fmt: skip
    assert book.get_sheet_by_index(0).to_python()[1][:4] == ["Jumlah", 1, 1, 1]


@pytest.mark.drawn
def test_month_comes_as_pdf_from_the_button_of_its_page(browse: Browse) -> None:
    finished_visit()
    browser = browse(Role.DIVISION_HEAD)

    answer = browser.get(browser.get(reverse("inspection_report"), MONTH).context["pdf_url"])

    pages = PdfReader(BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert answer["Content-Type"] == "application/pdf"
    for words in ("Laporan pemeriksaan Januari 2026", "Menurut pengawas", "Menurut jenis temuan", "Kritis"):
        assert words in text


def test_findings_by_kind_open_the_lists_they_count(browse: Browse) -> None:
    visit = finished_visit()
    items = {item.code: item for item in ChecklistVersionFactory().items.all()}
    for code, critical in (("A01", True), ("A02", False), ("B01", False)):
        VisitFindingFactory(
            visit=visit, facility=visit.facility, item=items[code], critical=critical, due_on=date(2026, 2, 27)
        )
    browser = browse(Role.DIVISION_HEAD)

    table = browser.get(reverse("inspection_report"), MONTH).context["tables"][3]

    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:4]] for row in table.rows}
    assert rows["Umum"] == ["2", "1", "0"]
    assert rows["Rawat inap"] == ["1", "0", "0"]
    for row in table.rows:
        for cell in row.cells[1:4]:
            assert not cell.url or browser.get(cell.url).context["total"] == int(cell.text)


@pytest.mark.parametrize("month", ["2026-13", "2027-01", "kemarin", "1999-01"])
def test_month_that_is_none_or_lies_ahead_does_not_exist(browse: Browse, month: str) -> None:
    assert browse(Role.PLANNER).get(reverse("inspection_report"), {"bulan": month}).status_code == 404


def test_head_of_division_enters_and_withdraws_a_card(browse: Browse) -> None:
    person, browser = officer(Role.TPK), browse(Role.DIVISION_HEAD)
    card = {
        "number": "TPK-9",
        "name_with_degrees": "Rina, S.K.M.",
        "decree_number": "800/9",
        "decree_date": "2026-01-02",
    }
    days = {"starts_on": "2026-01-05", "ends_on": "2026-12-31"}

    browser.post(reverse("card_create", args=[person.public_id]), card | days)
    row = InspectorCard.objects.get(user=person)
    withdrawn = {"on": "2026-01-13", "reason": "Pindah tugas"}
    browser.post(reverse("card_withdraw", args=[person.public_id, row.pk]), withdrawn)

    row.refresh_from_db()
    assert (row.number, row.withdrawn_on) == ("TPK-9", date(2026, 1, 13))
    hindered = browser.get(reverse("inspector_list"), {"besok": "1"}).context["table"].rows
    assert [line.cells[0].text for line in hindered] == [person.name]


def test_inspector_sees_the_own_row_only(browse: Browse) -> None:
    browser, other = browse(Role.TPK), officer(Role.TPK)

    rows = browser.get(reverse("inspector_list")).context["table"].rows

    assert [row.cells[0].text for row in rows] == [browser.person.name]
    assert browser.get(reverse("inspector_detail", args=[other.public_id])).status_code == 404


def test_inspector_plans_a_session_and_notes_who_came(browse: Browse) -> None:
    place, browser = FacilityFactory(name="Depot Segar"), browse(Role.TPK)
    form = {"topic": "Sanitasi", "place": "Aula", "on": "2026-01-13", "starts": "08:00", "ends": "09.30"}

    browser.post(reverse("guidance_create"), form | {"invited": f"Sari; pemilik; {place.code}\nBudi;; Depot Segar"})
    session = GuidanceSession.objects.get()
    came = {"present": [str(session.attendees.get(name="Sari").pk)], "summary": "Sepakat memperbaiki."}
    browser.post(reverse("guidance_hold", args=[session.public_id]), came)

    session.refresh_from_db()
    found = list(session.attendees.values_list("name", "facility", "present"))
    assert (session.state, found) == (SessionState.HELD, [("Sari", place.pk, True), ("Budi", place.pk, False)])
    assert browser.get(reverse("guidance_attendance", args=[session.public_id])).content.startswith(b"%PDF")


def test_unknown_facility_of_an_attendee_is_told_at_the_field(browse: Browse) -> None:
    form = {"topic": "Sanitasi", "place": "Aula", "on": "2026-01-13", "starts": "08:00", "ends": "09.30"}

    answer = browse(Role.TPK).post(reverse("guidance_create"), form | {"invited": "Sari; pemilik; Tidak Ada"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["invited"])


def test_campaign_shows_its_count_and_list_before_it_is_sent_once(browse: Browse) -> None:
    FacilityPersonFactory(facility=FacilityFactory(kind="dam", name="Depot A"), user=UserFactory())
    FacilityFactory(kind="dam", name="Depot B")
    browser = browse(Role.PLANNER)
    browser.post(reverse("campaign_create"), {"title": "Periksa", "text": "Siapkan berkas.", "facility_kind": "dam"})
    campaign = Campaign.objects.get()
    url = reverse("campaign_detail", args=[campaign.public_id])

    page = browser.get(url)
    sent = [browser.post(reverse("campaign_send", args=[campaign.public_id]), {"version": "1"}) for _ in range(2)]

    assert page.context["counts"] == {"facilities": 2, "reached": 1, "unreached": 1}
    assert [row.cells[0].text for row in page.context["table"].rows] == ["Depot A", "Depot B"]
    assert ([answer.status_code for answer in sent], campaign.recipients.count()) == ([302, 302], 2)


def test_public_reads_news_until_it_is_withdrawn(browse: Browse, client: Client) -> None:
    browser = browse(Role.DIVISION_HEAD)
    form = {"title": "Pekan sanitasi", "text": "Senin depan.", "starts_on": "2026-01-13"}
    browser.post(reverse("news_create"), form)
    item = NewsItem.objects.get()
    shown = client.get(reverse("news_list")).content.decode()

    browser.post(reverse("news_edit", args=[item.public_id]), form | {"withdraw": "1"})

    assert "Pekan sanitasi" in shown
    assert client.get(reverse("news_detail", args=[item.public_id])).status_code == 404


def test_complaint_becomes_a_proposed_visit_that_the_head_may_drop(browse: Browse) -> None:
    place, complaint = FacilityFactory(), PublicReportFactory()
    desk, head = browse(Role.FRONT_OFFICE), browse(Role.DIVISION_HEAD)

    asked = {"facility": place.code, "note": "Air keruh"}
    desk.post(reverse("complaint_visit", args=[complaint.number]), asked)
    proposal = VisitProposal.objects.get()
    listed = head.get(reverse("proposal_list")).context["table"].rows
    head.post(reverse("proposal_drop", args=[proposal.public_id]), {"reason": "Sudah diperiksa pekan lalu"})

    proposal.refresh_from_db()
    assert [row.cells[0].text for row in listed] == [place.name]
    assert (proposal.reference, proposal.state) == (complaint.number, ProposalState.DROPPED)
