"""An outside body is asked about a visit, answers by its own link, and the time it took is told."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from accounts.models import InboxMessage
from core.exceptions import NotAllowed
from core.months import Month
from core.uploads.states import FileState
from inspections.models import Visit
from letters.models import Letter
from licensing.domain import transitions, visit_coordinating
from licensing.domain.coordinating import Answer
from licensing.domain.reports.coordination_times import by_body, coordination_times
from licensing.enums import State
from licensing.exceptions import LinkExpired, NotReady
from licensing.models import AnswerPaper, Application, ApplicationVisit, CoordinationBody, VisitCoordination
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.inspections import VisitFactory
from tests.inspections.field_cast import inspector, visit_for
from tests.licensing.journey import Journey, make_cast, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

TUESDAY = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)  # 10.00 WIB
SAID = Answer("Hasil uji air memenuhi syarat.", favourable=True, number="445/9", on=TUESDAY.date(), by_name="Kepala")
TYPED = {
    "favourable": "yes",
    "text": SAID.text,
    "number": SAID.number,
    "on": "2026-01-13",
    "by_name": SAID.by_name,
    "form_key": "satu",
}


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(TUESDAY, tick=False) as stopped:
        yield stopped


@pytest.fixture
def visit() -> Visit:
    return visit_for(inspector())


def question(body: str = "LABKESDA") -> visit_coordinating.VisitQuestion:
    return visit_coordinating.VisitQuestion(
        CoordinationBody.objects.get(pk=body), "lab@contoh.example", ("Layakkah airnya?",)
    )


def asked(visit: Visit, body: str = "LABKESDA") -> Any:
    return visit_coordinating.ask(visit, question(body), by=visit.inspector, at=TUESDAY)


def link(monkeypatch: pytest.MonkeyPatch, visit: Visit) -> str:
    monkeypatch.setattr(visit_coordinating.secrets, "token_urlsafe", lambda _size: "rahasia")
    asked(visit)
    return reverse("visit_answer", args=["rahasia"])


def test_letter_and_limited_link_leave_with_the_question(visit: Visit) -> None:
    row = asked(visit)

    letter = Letter.objects.get(visit_coordination=row)
    assert letter.kind_id == "KOORDINASI"
    assert visit.place_name in str(letter.context)
    assert InboxMessage.objects.filter(dedupe_key=f"COORD_REQUEST:{row.public_id}").count() == 1
    assert row.due_at - TUESDAY > timedelta(days=10)
    assert mail.outbox == []


def test_only_who_is_on_the_visit_asks(visit: Visit) -> None:
    with pytest.raises(NotAllowed):
        visit_coordinating.ask(visit, question(), by=inspector("Lain"), at=TUESDAY)


def test_same_body_is_not_asked_twice_before_it_answers(visit: Visit) -> None:
    asked(visit)

    with pytest.raises(NotReady):
        asked(visit)
    asked(visit, "BPOM")

    assert visit.coordinations.count() == 2


def test_page_asks_and_shows_what_was_asked(visit: Visit, client: Client) -> None:
    client.force_login(visit.inspector)
    data = {"body": "LABKESDA", "email": "lab@contoh.example", "questions": "Layakkah airnya?", "form_key": "a"}

    empty = client.post(reverse("visit_coordination", args=[visit.public_id]), {"form_key": "b"})
    sent = client.post(reverse("visit_coordination", args=[visit.public_id]), data)
    page = client.get(reverse("visit_detail", args=[visit.public_id])).content.decode()

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert ("Laboratorium Kesehatan Daerah" in page, "Layakkah airnya?" in page) == (True, True)


def test_other_inspectors_read_and_do_not_ask(visit: Visit, client: Client) -> None:
    client.force_login(inspector("Lain"))

    page = client.get(reverse("visit_detail", args=[visit.public_id]))

    assert b"ask-body" not in page.content
    assert client.get(reverse("visit_coordination", args=[visit.public_id])).status_code == 404


def test_link_shows_the_visit_and_takes_one_answer_with_its_scan(
    visit: Visit, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = link(monkeypatch, visit)
    scan = SimpleUploadedFile("jawaban.pdf", pdf("jawaban"), content_type="application/pdf")

    page = client.get(address)
    short = client.post(address, {**TYPED, "text": "ya"})
    first = client.post(address, {**TYPED, "document": scan})
    after = client.get(address)

    assert (page.status_code, visit.place_name in page.content.decode()) == (200, True)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert (short.status_code, first.status_code, after.status_code) == (422, 302, 403)
    assert visit_coordinating.settle_paper(AnswerPaper.objects.get().pk).state == FileState.CLEAN
    client.force_login(visit.inspector)
    paper = client.get(reverse("coordination_paper", args=[AnswerPaper.objects.get().public_id]))
    assert paper.headers["Content-Disposition"].startswith("attachment")


def test_second_answer_is_refused(visit: Visit) -> None:
    row = asked(visit)
    visit_coordinating.answer(row, SAID, None, at=TUESDAY)

    with pytest.raises(LinkExpired):
        visit_coordinating.answer(row, SAID, None, at=TUESDAY)


def test_visit_of_an_application_that_coordinates_pauses_its_promise() -> None:
    journey = Journey(make_cast()).draft().upload().submit().verify()
    type(journey.application.type).objects.filter(pk=journey.application.type_id).update(coordination="provinsi")
    journey.application = Application.objects.for_detail().get(pk=journey.application.pk)
    transitions.start_assessment(journey.application, by=journey.cast.tpk, at=journey.tick())
    tpk = journey.cast.tpk.user
    visit = VisitFactory(inspector=tpk, office=journey.application.health_office)
    ApplicationVisit.objects.create(application=journey.application, visit=visit)

    visit_coordinating.ask(visit, question("DINKES-PROV"), by=tpk, at=journey.tick())

    journey.application.refresh_from_db()
    assert journey.application.state == State.COORDINATING
    assert VisitCoordination.objects.count() == 0


def test_who_asked_is_told_once_when_the_day_of_the_answer_has_passed(visit: Visit) -> None:
    row = asked(visit)
    late = row.due_at + timedelta(minutes=1)

    told = [visit_coordinating.tell_overdue(at=at) for at in (TUESDAY, late, late)]

    assert told == [0, 1, 1]
    assert InboxMessage.objects.filter(template__code="COORD_OVERDUE", user=visit.inspector).count() == 1


def test_time_is_counted_on_the_working_calendar_and_stays(visit: Visit) -> None:
    office = visit.office
    row = asked(visit)
    visit_coordinating.answer(row, SAID, None, at=TUESDAY + timedelta(days=7))
    asked(visit, "BPOM")

    later = TUESDAY + timedelta(days=90)
    rows = coordination_times(office, Month(2026, 1, office.zone), at=later)

    used = {each.body: (each.used_days, each.on_time) for each in rows}
    lab = next(each for each in by_body(rows) if each.body == "Laboratorium Kesehatan Daerah")
    assert used["Laboratorium Kesehatan Daerah"][0] < Fraction(7)
    assert [used[name][1] for name in sorted(used)] == [False, True]
    assert (lab.asked, lab.answered, lab.on_time, lab.median_minutes == lab.longest_minutes) == (1, 1, 1, True)


def test_month_lists_questions_per_body_and_as_workbook(visit: Visit, client: Client, clock: Any) -> None:
    asked(visit)
    clock.shift(timedelta(hours=1))
    client.force_login(officer(Role.DIVISION_HEAD, office=OfficeFactory()))

    page = client.get(reverse("coordination_times"))
    narrowed = client.get(page.context["bodies"].rows[0].cells[0].url)
    none = client.get(reverse("coordination_times"), {"bulan": "2025-12"})
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("coordination_times_sheet")).content))
    report = client.get(reverse("promise_report")).content.decode()
    inspections = client.get(reverse("inspection_report"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(inspections.context["sheet_url"]).content))

    lent = inspections.context["tables"][-1].rows[0].cells
    assert [str(cell.text) for cell in lent[1:4]] == ["1", "0", "0"]
    assert client.get(lent[0].url).context["total"] == 1
    assert sheet.get_sheet_by_name("Waktu koordinasi").to_python()[1][:4] == [lent[0].text, 1.0, 0.0, 0.0]
    assert (page.context["total"], narrowed.context["total"], none.context["bodies"]) == (1, 1, None)
    assert len(book.get_sheet_by_index(1).to_python()) == 2
    assert "Laboratorium Kesehatan Daerah" in report


@pytest.mark.parametrize("count", [1, 3])
def test_month_costs_the_same_for_more_questions(count: int, django_assert_num_queries: Any) -> None:
    visits = [visit_for(inspector(f"Pengawas {n}"), place=f"Depot {n}") for n in range(count)]
    for each in visits:
        asked(each)
    office = visits[0].office
    coordination_times(office, Month(2026, 1, office.zone), at=TUESDAY + timedelta(hours=2))

    with django_assert_num_queries(3):
        coordination_times(office, Month(2026, 1, office.zone), at=TUESDAY + timedelta(hours=2))


def test_who_reads_totals_only_is_taken_to_the_report(client: Client) -> None:
    client.force_login(officer(Role.ORG_BUREAU))

    page = client.get(reverse("coordination_times"))

    assert (page.status_code, page.headers["Location"]) == (302, reverse("promise_report"))
