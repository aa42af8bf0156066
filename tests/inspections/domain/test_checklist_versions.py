"""Checklists change by two people, from a day to come; a visit that has begun keeps its version."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import InboxMessage
from core import refdata
from core.exceptions import NotAllowed, NotFound, StaleVersion
from core.models import AuditEvent
from core.refdata.declaring import sheet_of
from inspections.domain import checklist_versions as verbs
from inspections.domain.checklist_lines import Line
from inspections.enums import Scoring, VersionState, VisitState
from inspections.exceptions import ChecklistMoved, ChecklistNotAhead, ChecklistRefused, SamePerson
from inspections.models import ChecklistKind, ChecklistVersion
from tests.factories.accounts import officer
from tests.factories.inspections import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)
NEW = Line(code="Z01", part="Tambahan", seq=999, question="Alat pemadam api terpasang", critical=True)


def dam() -> ChecklistVersion:
    return ChecklistVersion.objects.get(kind="DAM", version="1.0")


def content(draft: ChecklistVersion, **values: Any) -> verbs.Content:
    """The draft with one item more."""
    given = {
        "scoring": Scoring(draft.scoring),
        "pass_threshold": draft.pass_threshold,
        "grading_rule": draft.grading_rule,
        "valid_from": MARCH,
        "decree": "SK Kepala Dinas 1/2026",
        "reason": "Permenkes baru",
        "lines": [*verbs.lines_of(draft), NEW],
    }
    return verbs.Content(**{**given, **values})


def saved(by: Any, **values: Any) -> ChecklistVersion:
    draft = verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=by, at=NOW)
    return verbs.save_draft(draft.pk, content(draft, **values), revision=draft.revision, by=by, at=NOW)


def proposed(by: Any = None) -> ChecklistVersion:
    author = by or officer(Role.ADMIN)
    return verbs.propose(saved(author).pk, by=author, at=NOW)


def test_draft_is_a_copy_of_the_version_in_force():
    draft = verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=officer(Role.ADMIN), at=NOW)

    assert (draft.version, draft.state, draft.valid_from) == ("1.1", VersionState.DRAFT, None)
    assert verbs.lines_of(draft) == verbs.lines_of(dam())
    assert draft not in ChecklistVersion.objects.in_force(MARCH)


def test_two_people_put_a_version_into_force_from_its_day_on():
    head = officer(Role.HEALTH_HEAD)
    draft = proposed()

    verbs.confirm(draft.pk, by=head, at=NOW)

    before, after = (ChecklistVersion.objects.in_force(day).get(kind="DAM") for day in (MARCH - timedelta(1), MARCH))
    assert (before, after) == (dam(), draft)
    assert (after.items.count(), dam().items.count()) == (40, 39)
    assert InboxMessage.objects.filter(template_id="CHANGE_WAITING", user=head).count() == 1
    actions = AuditEvent.objects.filter(action__startswith="checklist.").order_by("pk").values_list("action", flat=True)
    assert [name.partition(".")[2] for name in actions] == ["draft", "edit", "propose", "confirm"]


def test_author_hears_of_the_decision_each_in_the_own_words():
    admin, head = officer(Role.ADMIN), officer(Role.HEALTH_HEAD)
    draft = proposed(by=admin)

    verbs.send_back(draft.pk, by=head, reason="Sebut dasar butir Z01", at=NOW)
    verbs.propose(draft.pk, by=admin, at=NOW)
    verbs.confirm(draft.pk, by=head, at=NOW)

    told = admin.inbox.order_by("pk")
    assert [row.template_id for row in told] == ["CHANGE_RETURNED", "CHANGE_CONFIRMED"]
    name, english = draft.kind.name_id, draft.kind.name_en
    assert f"daftar tilik {name}, versi 1.1, sudah ditetapkan dan berlaku mulai Minggu, 1 Maret 2026" in told[1].text
    assert f"checklist {english}, version 1.1, was confirmed and holds from Sunday, 1 March 2026" in told[1].text_en


def test_author_does_not_confirm():
    legal = officer(Role.LEGAL)
    draft = proposed(by=legal)

    with pytest.raises(SamePerson):
        verbs.confirm(draft.pk, by=legal, at=NOW)


def test_begun_visit_keeps_its_version_and_a_planned_one_takes_the_new():
    old = dam()
    on = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    begun = VisitFactory(checklist=old, scheduled_at=on, state=VisitState.CHECKED_OUT)
    planned = VisitFactory(checklist=old, scheduled_at=on)
    earlier = VisitFactory(checklist=old, scheduled_at=on - timedelta(days=3))
    draft = proposed()

    verbs.confirm(draft.pk, by=officer(Role.HEALTH_HEAD), at=NOW)

    for visit in (begun, planned, earlier):
        visit.refresh_from_db()
    assert [visit.checklist for visit in (begun, planned, earlier)] == [old, draft, old]
    assert (begun.version, planned.version) == (1, 2)


def test_returned_proposal_is_its_authors_draft_again():
    admin = officer(Role.ADMIN)
    draft = proposed(by=admin)

    back = verbs.send_back(draft.pk, by=officer(Role.HEALTH_HEAD), reason="Sebut dasar butir Z01", at=NOW)

    assert (back.state, back.returned_note, back.proposed_by) == (VersionState.DRAFT, "Sebut dasar butir Z01", None)
    assert verbs.propose(draft.pk, by=admin, at=NOW).returned_note == ""


@pytest.mark.parametrize("day", [None, date(2026, 2, 3), date(2026, 1, 1)])
def test_version_begins_on_a_day_to_come(day):
    admin = officer(Role.ADMIN)
    draft = saved(admin, valid_from=day)

    with pytest.raises(ChecklistNotAhead):
        verbs.propose(draft.pk, by=admin, at=NOW)


def test_two_versions_do_not_begin_on_the_same_day():
    head, first, second = officer(Role.HEALTH_HEAD), proposed(), proposed()
    verbs.confirm(first.pk, by=head, at=NOW)

    with pytest.raises(ChecklistNotAhead):
        verbs.confirm(second.pk, by=head, at=NOW)


def test_every_flaw_of_the_items_is_told_and_nothing_is_written():
    admin = officer(Role.ADMIN)
    draft = verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=admin, at=NOW)
    wrong = [replace(NEW, severity="mayor"), NEW]

    with pytest.raises(ChecklistRefused) as refusal:
        verbs.save_draft(draft.pk, content(draft, lines=wrong), revision=1, by=admin, at=NOW)

    assert [each.pointer for each in refusal.value.findings] == ["/lines/0/severity", "/lines/1/code"]
    assert draft.items.count() == 39


def test_page_drawn_before_another_save_is_refused():
    admin = officer(Role.ADMIN)
    draft = saved(admin)

    with pytest.raises(StaleVersion):
        verbs.save_draft(draft.pk, content(draft), revision=1, by=admin, at=NOW)


def test_draft_of_another_is_not_found():
    draft = saved(officer(Role.ADMIN))

    with pytest.raises(NotFound):
        verbs.discard(draft.pk, by=officer(Role.LEGAL), at=NOW)


def test_version_that_holds_is_not_thrown_away():
    with pytest.raises(ChecklistMoved):
        verbs.discard(dam().pk, by=officer(Role.ADMIN), at=NOW)


def test_inspector_changes_no_checklist():
    with pytest.raises(NotAllowed):
        verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=officer(Role.TPK), at=NOW)


def test_loading_the_files_again_leaves_what_people_made():
    draft = proposed()
    verbs.confirm(draft.pk, by=officer(Role.HEALTH_HEAD), at=NOW)

    counts = refdata.load([sheet_of(name) for name in ("checklist-kinds.csv", "checklists.csv")], at=NOW)

    assert [count.written for count in counts.values()] == [0, 0]
    assert draft.items.count() == 40
