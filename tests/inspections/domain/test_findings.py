"""A finding from the berita acara to its repair: told, answered with proof, judged, reminded of, seen again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.exceptions import NotAllowed, StaleVersion
from core.outbox import drain
from core.uploads.states import FileState
from facilities.models import FacilityPerson
from inspections.domain import findings, watching
from inspections.domain.findings import Upload
from inspections.enums import FindingState
from inspections.exceptions import AnswerRefused, FindingMoved, NoCard, OwnFacility
from inspections.models import FindingProof, VisitFinding
from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityPersonFactory
from tests.factories.inspections import VisitFindingFactory
from tests.inspections.field_cast import inspector, picture, sending, visit_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)  # Tuesday, 10.00 WIB
DUE = date(2026, 2, 2)
DID = "Papan nama dipasang di pintu masuk."


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def finding() -> VisitFinding:
    """One open finding of a visit that was held; somebody is in charge of the place."""
    row: VisitFinding = VisitFindingFactory(
        visit=visit_for(inspector(), held_at=NOW, state="concluded", conclusion="fit_with_repair"), due_on=DUE
    )
    FacilityPersonFactory(facility=row.facility)
    return row


def charge_of(finding: VisitFinding) -> User:
    assert finding.facility is not None
    return FacilityPerson.objects.get(facility=finding.facility).user


def proof(shade: int = 90) -> Upload:
    return Upload("papan.jpg", [picture(shade)])


def answered(finding: VisitFinding) -> VisitFinding:
    findings.answer(finding, DID, [proof()], by=charge_of(finding), at=NOW)
    return VisitFinding.objects.get(pk=finding.pk)


def told(user: User) -> list[str]:
    return list(user.inbox.order_by("pk").values_list("template_id", flat=True))


def test_place_answers_with_proof_and_the_inspector_hears(finding: VisitFinding, settings: Any) -> None:
    settings.SCANNER, settings.DEMO = "none", True

    fresh = answered(finding)
    drain()

    assert (fresh.state, fresh.answered_at, FindingProof.objects.get().state) == (
        FindingState.ANSWERED, NOW, FileState.CLEAN,
    )  # fmt: skip
    assert told(finding.visit.inspector) == ["FINDING_ANSWERED"]


@pytest.mark.parametrize(
    ("text", "files", "fields"),
    [("ya", 1, ["/text"]), (DID, 0, ["/proofs"]), ("", 7, ["/text", "/proofs"])],
)
def test_answer_needs_words_and_one_to_six_files(
    finding: VisitFinding, text: str, files: int, fields: list[str]
) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        findings.answer(finding, text, [proof()] * files, by=charge_of(finding), at=NOW)

    assert [each.pointer for each in refusal.value.findings] == fields


def test_only_the_place_answers_and_only_once(finding: VisitFinding) -> None:
    with pytest.raises(NotAllowed):
        findings.answer(finding, DID, [proof()], by=UserFactory(), at=NOW)
    answered(finding)

    with pytest.raises(FindingMoved):
        findings.answer(finding, DID, [proof(91)], by=charge_of(finding), at=NOW)


def test_accepted_answer_closes_the_finding_and_the_place_reads_it_in_the_own_language(finding: VisitFinding) -> None:
    findings.accept(answered(finding), by=finding.visit.inspector, at=NOW)

    row = VisitFinding.objects.get()
    message = charge_of(finding).inbox.get()
    assert (row.state, row.closed_at, row.closed_by) == (FindingState.CLOSED, NOW, finding.visit.inspector)
    assert ("diterima" in message.text, "accepted" in message.text_en) == (True, True)


def test_refused_answer_opens_the_finding_again_and_its_day_stays(finding: VisitFinding) -> None:
    findings.reject(answered(finding), "Papan belum terbaca", by=finding.visit.inspector, at=NOW)

    row = VisitFinding.objects.get()
    assert (row.state, row.due_on, row.answers.get().judgement) == (FindingState.OPEN, DUE, "Papan belum terbaca")
    with pytest.raises(AnswerRefused):
        findings.reject(answered(row), "kurang", by=finding.visit.inspector, at=NOW)


def test_nobody_judges_without_a_card_the_own_place_or_an_old_page(finding: VisitFinding) -> None:
    row, colleague = answered(finding), inspector("Agus Contoh")
    FacilityPersonFactory(facility=row.facility, user=colleague)

    with pytest.raises(NoCard):
        findings.accept(row, by=UserFactory(), at=NOW)
    with pytest.raises(OwnFacility):
        findings.accept(row, by=colleague, at=NOW)
    with pytest.raises(StaleVersion):
        findings.accept(row, by=finding.visit.inspector, at=NOW, version=row.version - 1)


@pytest.mark.parametrize(("left", "reminds"), [(8, 0), (7, 1), (6, 0), (1, 1), (0, 0)])
def test_place_is_reminded_seven_and_one_days_before_once(finding: VisitFinding, left: int, reminds: int) -> None:
    at = datetime(2026, 2, 2, 3, 0, tzinfo=UTC) - timedelta(days=left)

    counts = [watching.remind(at=at), watching.remind(at=at + timedelta(hours=1))]

    assert counts == [reminds, 0]
    assert told(charge_of(finding)) == ["FINDINGS_DUE"] * reminds


def test_overdue_is_told_once_to_the_inspector(finding: VisitFinding) -> None:
    at = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)

    counts = [watching.propose_sanctions(at=each) for each in (at - timedelta(days=1), at, at + timedelta(days=1))]

    assert counts == [0, 1, 0]
    assert told(finding.visit.inspector) == ["FINDINGS_OVERDUE"]


def test_seen_again_in_order_at_the_next_visit_a_finding_is_closed_and_the_place_gets_the_record() -> None:
    user = inspector()
    first = visit_for(user, held_at=NOW, state="concluded", conclusion="fit_with_repair")
    items = {item.code: item for item in first.checklist.items.all()}
    rows = [VisitFindingFactory(visit=first, item=items[code]) for code in ("A01", "A02")]
    FacilityPersonFactory(facility=first.facility)
    again = visit_for(user, previous=first, facility=first.facility, checklist=first.checklist)
    client = Client()
    client.force_login(user)

    answer = client.put(
        reverse("phone_visit", args=[again.uuid]),
        sending(again, answers={"A01": "sesuai", "A02": "tb"}),
        content_type="application/json",
    )

    again.refresh_from_db()
    for row in rows:
        row.refresh_from_db()
    assert (answer.status_code, again.state) == (201, "concluded")
    assert [(row.state, row.closed_in) for row in rows] == [(FindingState.CLOSED, again), (FindingState.OPEN, None)]
    assert told(charge_of(rows[0])) == ["VISIT_RECORD"]
