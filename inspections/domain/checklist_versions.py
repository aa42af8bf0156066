"""Changing checklists: drafted from the version in force, proposed by one person, put into force by another.

A version that holds is never changed (DECISIONS 23); a visit that has begun keeps the one it was begun with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import confirmers, offices_of
from accounts.domain.messages import tell
from accounts.domain.offices import home_office
from accounts.models import User
from core import audit, formats
from core.exceptions import Finding, NotAllowed, NotFound, StaleVersion
from inspections.domain.checklist_lines import FIELDS, Line, line_flaws, ordered, threshold_flaw
from inspections.enums import Scoring, VersionState, VisitState
from inspections.exceptions import ChecklistMoved, ChecklistNotAhead, ChecklistRefused, SamePerson
from inspections.models import ChecklistItem, ChecklistKind, ChecklistVersion, Visit
from inspections.querysets import ChecklistVersionQuerySet

PROPOSE, CONFIRM = "change_propose", "change_confirm"
NOTE = 300


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything people write of a version."""

    scoring: Scoring
    pass_threshold: int
    grading_rule: str
    valid_from: date | None
    decree: str
    reason: str
    lines: Sequence[Line]


def versions_seen(user: User, action: str) -> ChecklistVersionQuerySet:
    """Versions `user` reads by that row of the matrix; none for officers of another region."""
    if not offices_of(user, action).filter(pk=home_office().pk).exists():
        return ChecklistVersion.objects.none()
    return ChecklistVersion.objects.known_to(user.pk)


def lines_of(version: ChecklistVersion | None) -> list[Line]:
    """The items of a version as people edit them, in their order."""
    if version is None:
        return []
    return [Line(**{name: getattr(item, name) for name in FIELDS}) for item in version.items.all()]


def version_before(version: ChecklistVersion) -> ChecklistVersion | None:
    """The version this one takes over from: the one in force the day before it begins. None for the first."""
    rows = ChecklistVersion.objects.filter(kind=version.kind_id, state=VersionState.PUBLISHED).exclude(pk=version.pk)
    if version.valid_from is not None:
        rows = rows.filter(valid_from__lt=version.valid_from)
    return rows.order_by("-valid_from", "-id").first()


@transaction.atomic
def start_draft(kind: ChecklistKind, *, by: User, at: datetime) -> ChecklistVersion:
    """Copy the newest version that holds, or will, into a draft of one's own. Raises NotAllowed, NotFound."""
    office = home_office()
    if not offices_of(by, PROPOSE).filter(pk=office.pk).exists():
        raise NotAllowed
    ChecklistKind.objects.select_for_update().get(pk=kind.pk)
    newest = kind.versions.filter(state=VersionState.PUBLISHED).order_by("-valid_from", "-id").first()
    if newest is None or not kind.is_active:
        raise NotFound
    draft = ChecklistVersion.objects.create(
        kind=kind,
        version=_next_number(kind),
        scoring=newest.scoring,
        pass_threshold=newest.pass_threshold,
        grading_rule=newest.grading_rule,
        created_by=by,
        created_at=at,
    )
    _write_items(draft, lines_of(newest))
    _record("draft", draft, by=by, at=at, payload={"copied": newest.version})
    return draft


def _next_number(kind: ChecklistKind) -> str:
    """The number after the highest: 1.0 → 1.1."""
    numbers = [tuple(map(int, text.split("."))) for text in kind.versions.values_list("version", flat=True)]
    major, minor = max(numbers)
    return f"{major}.{minor + 1}"


@transaction.atomic
def save_draft(version_id: int, content: Content, *, revision: int, by: User, at: datetime) -> ChecklistVersion:
    """Write one's own draft over. `revision` is the one the page was drawn from.

    Raises NotFound, ChecklistMoved, StaleVersion, ChecklistRefused with every reason (`/lines/3/code`).
    """
    row = _own_draft(version_id, by)
    if row.revision != revision:
        raise StaleVersion
    findings = [
        Finding("line", flaw.reason, "" if flaw.place is None else f"/lines/{flaw.place}/{flaw.field}")
        for flaw in line_flaws(content.lines, content.scoring)
    ]
    if text := threshold_flaw(content.scoring, content.pass_threshold):
        findings.insert(0, Finding("pass_threshold", text, "/pass_threshold"))
    if findings:
        raise ChecklistRefused(findings=findings)
    row.scoring, row.pass_threshold, row.grading_rule = content.scoring, content.pass_threshold, content.grading_rule
    row.valid_from, row.decree, row.reason = content.valid_from, content.decree, content.reason
    row.revision += 1
    row.save()
    row.items.all().delete()
    _write_items(row, content.lines)
    _record("edit", row, by=by, at=at, payload={"items": len(content.lines)})
    return row


def _write_items(version: ChecklistVersion, lines: Sequence[Line]) -> None:
    ChecklistItem.objects.bulk_create(ChecklistItem(version=version, **values) for values in ordered(lines))


@transaction.atomic
def discard(version_id: int, *, by: User, at: datetime) -> None:
    """Throw one's own draft away. Raises NotFound, ChecklistMoved."""
    row = _own_draft(version_id, by)
    _record("discard", row, by=by, at=at)
    row.delete()


@transaction.atomic
def propose(version_id: int, *, by: User, at: datetime) -> ChecklistVersion:
    """Hand one's own draft to the second person. Raises NotFound, ChecklistMoved, ChecklistNotAhead."""
    row = _own_draft(version_id, by)
    _require_ahead(row, at)
    row.state, row.proposed_by, row.proposed_at, row.returned_note = VersionState.PROPOSED, by, at, ""
    row.revision += 1
    row.save(update_fields=["state", "proposed_by", "proposed_at", "returned_note", "revision"])
    _record("propose", row, by=by, at=at)
    office = home_office()
    for head in confirmers(office, at=at).exclude(pk=by.pk):
        tell(
            "CHANGE_WAITING",
            user=head,
            params={"hal": words_of(row), "tanggal": row.valid_from},
            link=reverse("checklist_confirm", args=[row.public_id]),
            dedupe_key=f"checklist-waiting:{row.pk}:{row.revision}:{head.pk}",
            zone=office.zone,
            at=at,
        )
    return row


@transaction.atomic
def confirm(version_id: int, *, by: User, at: datetime) -> ChecklistVersion:
    """Put a proposal into force from its day on; planned visits of those days take it.

    Raises NotFound, ChecklistMoved, SamePerson, ChecklistNotAhead.
    """
    row = _proposal(version_id, by)
    _require_ahead(row, at)
    row.state, row.confirmed_by, row.confirmed_at = VersionState.PUBLISHED, by, at
    row.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _record("confirm", row, by=by, at=at, payload={"visits": _hand_to_planned(row, at)})
    _tell_author("CHANGE_CONFIRMED", row, at=at, tanggal=row.valid_from)
    return row


def _hand_to_planned(row: ChecklistVersion, at: datetime) -> int:
    """Give the version to visits planned from its first day on; nobody has begun or taken them along yet."""
    start = datetime.combine(row.valid_from or at.date(), time.min, home_office().zone)
    waiting = Visit.objects.filter(
        state=VisitState.PLANNED, checklist__kind=row.kind_id, scheduled_at__gte=start, answers__isnull=True
    )
    pks = list(waiting.values_list("pk", flat=True))
    return Visit.objects.filter(pk__in=pks).update(checklist=row, version=F("version") + 1, updated_at=at)


@transaction.atomic
def send_back(version_id: int, *, by: User, reason: str, at: datetime) -> ChecklistVersion:
    """Make a proposal a draft of its author again, with the reason. Raises NotFound, ChecklistMoved, SamePerson."""
    row = _proposal(version_id, by)
    row.state, row.returned_note, row.revision = VersionState.DRAFT, reason[:NOTE], row.revision + 1
    row.proposed_by, row.proposed_at = None, None
    row.save(update_fields=["state", "returned_note", "revision", "proposed_by", "proposed_at"])
    _record("return", row, by=by, at=at, reason=row.returned_note)
    _tell_author("CHANGE_RETURNED", row, at=at)
    return row


def _tell_author(code: str, row: ChecklistVersion, *, at: datetime, **params: object) -> None:
    """Tell whoever wrote a proposal how it was decided; once per decision."""
    if row.created_by is None:
        return
    tell(
        code,
        user=row.created_by,
        params={"hal": words_of(row), **params},
        link=reverse("checklist_version", args=[row.public_id]),
        dedupe_key=f"checklist-decided:{row.pk}:{row.revision}:{row.state}",
        zone=home_office().zone,
        at=at,
    )


def words_of(version: ChecklistVersion) -> Promise:
    """What a proposal is about, in a few words of whoever reads it."""
    return format_lazy(_("daftar tilik {name}, versi {version}"), name=_label(version), version=version.version)


def _label(version: ChecklistVersion) -> str:
    return lazy(lambda: version.kind.label, str)()


def _locked(version_id: int, by: User, action: str) -> ChecklistVersion:
    row = versions_seen(by, action).filter(pk=version_id).select_related("kind").first()
    if row is None:
        raise NotFound
    # The kind is locked, so that two people give their versions one after the other.
    ChecklistKind.objects.select_for_update().get(pk=row.kind_id)
    row.refresh_from_db()
    return row


def _own_draft(version_id: int, by: User) -> ChecklistVersion:
    row = _locked(version_id, by, PROPOSE)
    if row.state != VersionState.DRAFT:
        raise ChecklistMoved(params={"state": row.get_state_display()})
    if row.created_by_id != by.pk:
        raise NotFound
    return row


def _proposal(version_id: int, by: User) -> ChecklistVersion:
    row = _locked(version_id, by, CONFIRM)
    if row.state != VersionState.PROPOSED:
        raise ChecklistMoved(params={"state": row.get_state_display()})
    if row.proposed_by_id == by.pk:
        raise SamePerson
    return row


def _require_ahead(row: ChecklistVersion, at: datetime) -> None:
    """A version begins on a day to come, and after every other: visits of the past were held under those."""
    today = at.astimezone(home_office().zone).date()
    others = ChecklistVersion.objects.filter(kind=row.kind_id, state=VersionState.PUBLISHED)
    last = max(today, others.aggregate(last=Max("valid_from"))["last"] or today)
    if row.valid_from is None or row.valid_from <= last:
        raise ChecklistNotAhead(params={"date": formats.plain_date(last)})


def _record(
    what: str,
    row: ChecklistVersion,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    payload: dict[str, object] | None = None,
) -> None:
    about: dict[str, object] = {
        "kind": row.kind_id,
        "version": row.version,
        "from": row.valid_from.isoformat() if row.valid_from else "",
    }
    audit.record(
        action=f"checklist.{what}",
        by=by,
        obj=row,
        office=home_office(),
        reason=reason or row.reason,
        payload=about | (payload or {}),
        at=at,
    )
