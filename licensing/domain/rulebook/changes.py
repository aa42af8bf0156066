"""Changing rules: drafted, proposed by one person, confirmed by another, in force from a future day (DECISIONS 23).

A confirmed change opens a new version; nothing in use is changed in place, and a running file keeps its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.acting import confirmers, offices_of
from accounts.domain.messages import tell
from accounts.exceptions import AlreadyDecided, SecondPersonNeeded
from accounts.models import Office, User
from core import audit, formats
from core.exceptions import NotAllowed, NotFound
from licensing.enums import ClockName, RuleChangeKind, RuleChangeState
from licensing.exceptions import RuleNotAhead, RuleUnclear
from licensing.models import (
    Allowance,
    PlaceLimit,
    RecommendationType,
    Requirement,
    RequirementSet,
    RuleChange,
)
from workforce.models import Profession

ONE_DAY = timedelta(days=1)
ROW_FIELDS = (
    "code", "label_id", "label_en", "citation", "citation_confidence", "kind", "mandatory",
    "applies_to", "legal_era", "note",
)  # fmt: skip
# What people edit of a type; who issues it, its clocks of silence and its letters rest on other decisions.
TYPE_FIELDS = (
    "name", "name_en", "validity_years", "renewable", "recommendation_days", "inspection_required", "legal_basis",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to change; see `RuleChange` for `content`."""

    kind: RuleChangeKind
    content: Mapping[str, Any]
    valid_from: date
    decree: str
    reason: str
    type_code: str = ""
    clock: str = ""
    profession_code: str = ""


def newest_set(type_code: str) -> RequirementSet | None:
    """Return the last version of a type's requirements, also one that begins later."""
    return RequirementSet.objects.filter(type_code=type_code).order_by("-version").first()


def newest_type(type_code: str) -> RecommendationType | None:
    """Return the last version of a type, also one that begins later."""
    return RecommendationType.objects.filter(code=type_code).order_by("-version").first()


def type_facts(kind: RecommendationType | None) -> dict[str, Any]:
    """Return the columns of a type as a draft holds them."""
    return {name: getattr(kind, name) for name in TYPE_FIELDS} if kind else {}


def rows_of(asked: RequirementSet | None) -> list[dict[str, Any]]:
    """Return the rows of a set as a draft holds them."""
    if asked is None:
        return []
    return [{name: getattr(row, name) for name in ROW_FIELDS} for row in asked.requirements.order_by("seq")]


@transaction.atomic
def save_draft(draft: Draft, *, office: Office, by: User, at: datetime, change: RuleChange | None = None) -> RuleChange:
    """Write a draft, or write over one's own that nobody has proposed yet. Raises NotAllowed, RuleUnclear."""
    if not offices_of(by, "change_propose").filter(pk=office.pk).exists():
        raise NotAllowed
    _check(draft)
    row = change or RuleChange(office=office, proposed_by=by, created_at=at)
    if row.state != RuleChangeState.DRAFT:
        raise AlreadyDecided
    row.kind, row.content = draft.kind, dict(draft.content)
    row.type_code, row.clock, row.profession_code = draft.type_code, draft.clock, draft.profession_code
    row.valid_from, row.decree, row.reason = draft.valid_from, draft.decree, draft.reason
    row.save()
    if change is not None:
        change.backtests.all().delete()  # they were about other words
    audit.record(action="rule.draft", by=by, obj=row, office=office, reason=draft.reason, payload=_payload(row), at=at)
    return row


def _check(draft: Draft) -> None:
    """Refuse a draft about nothing known, or without a rule."""
    known = True
    match draft.kind:
        case RuleChangeKind.REQUIREMENTS:
            known = RecommendationType.objects.filter(code=draft.type_code).exists() and bool(draft.content["rows"])
        case RuleChangeKind.ALLOWANCE:
            known = draft.clock in ClockName.values and Decimal(str(draft.content["days"])) > 0
            if draft.type_code:
                known = known and RecommendationType.objects.filter(code=draft.type_code).exists()
        case RuleChangeKind.PLACE_LIMIT:
            known = Profession.objects.filter(code=draft.profession_code).exists() and int(draft.content["limit"]) > 0
        case RuleChangeKind.TYPE:
            known = newest_type(draft.type_code) is not None and set(draft.content) == set(TYPE_FIELDS)
    if not known:
        raise RuleUnclear


def _payload(row: RuleChange) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "type": row.type_code,
        "clock": row.clock,
        "profession": row.profession_code,
        "from": row.valid_from.isoformat(),
    }


@transaction.atomic
def propose(change_id: int, *, by: User, at: datetime) -> RuleChange:
    """Hand a draft to the second person. Raises NotFound, AlreadyDecided, RuleNotAhead."""
    row = _locked(change_id, by, "change_propose")
    if row.state != RuleChangeState.DRAFT or row.proposed_by_id != by.pk:
        raise AlreadyDecided
    _require_ahead(row, at)
    row.state, row.proposed_at = RuleChangeState.PROPOSED, at
    row.save(update_fields=["state", "proposed_at"])
    audit.record(action="rule.propose", by=by, obj=row, office=row.office, payload=_payload(row), at=at)
    for head in confirmers(row.office, at=at).exclude(pk=by.pk):
        tell(
            "CHANGE_WAITING",
            user=head,
            params={"hal": words_of(row), "tanggal": row.valid_from},
            link=reverse("rule_confirm", args=[row.pk]),
            dedupe_key=f"rule-waiting:{row.pk}:{head.pk}",
            zone=row.office.zone,
            at=at,
        )
    return row


@transaction.atomic
def discard(change_id: int, *, by: User, at: datetime) -> None:
    """Throw one's own draft away. Raises NotFound, AlreadyDecided."""
    row = _locked(change_id, by, "change_propose")
    if row.state != RuleChangeState.DRAFT or row.proposed_by_id != by.pk:
        raise AlreadyDecided
    audit.record(action="rule.discard", by=by, obj=row, office=row.office, payload=_payload(row), at=at)
    row.delete()


@transaction.atomic
def confirm(change_id: int, *, by: User, at: datetime) -> RuleChange:
    """Make the new version; it holds from its future day on.

    Raises NotFound, AlreadyDecided, SecondPersonNeeded, RuleNotAhead.
    """
    row = _decidable(change_id, by)
    _require_ahead(row, at)
    try:
        with transaction.atomic():
            _MAKERS[RuleChangeKind(row.kind)](row)
    except IntegrityError as error:  # another change for the very same day
        raise AlreadyDecided from error
    _decide(row, RuleChangeState.CONFIRMED, by, at, "rule.confirm")
    return row


@transaction.atomic
def reject(change_id: int, *, by: User, reason: str, at: datetime) -> RuleChange:
    """Turn a proposal down. Raises NotFound, AlreadyDecided, SecondPersonNeeded."""
    row = _decidable(change_id, by)
    row.decision_note = reason[:300]
    _decide(row, RuleChangeState.REJECTED, by, at, "rule.reject")
    return row


def _decide(row: RuleChange, state: RuleChangeState, by: User, at: datetime, action: str) -> None:
    row.state, row.decided_by, row.decided_at = state, by, at
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    audit.record(
        action=action, by=by, obj=row, office=row.office, reason=row.decision_note, payload=_payload(row), at=at
    )


def _locked(change_id: int, by: User, action: str) -> RuleChange:
    rows = RuleChange.objects.visible_to(by, action).select_related("office").filter(pk=change_id)
    # The office is locked, so that two confirmations give their versions one after the other.
    row: RuleChange | None = rows.first()
    if row is None:
        raise NotFound
    Office.objects.select_for_update().get(pk=row.office_id)
    row.refresh_from_db(fields=["state", "proposed_by"])
    return row


def _decidable(change_id: int, by: User) -> RuleChange:
    row = _locked(change_id, by, "change_confirm")
    if row.state != RuleChangeState.PROPOSED:
        raise AlreadyDecided
    if row.proposed_by_id == by.pk:
        raise SecondPersonNeeded
    return row


def _require_ahead(row: RuleChange, at: datetime) -> None:
    """A rule never begins in the past: files were sent under the old one."""
    if row.valid_from <= at.astimezone(row.office.zone).date():
        raise RuleNotAhead(params={"date": formats.plain_date(row.valid_from)})


def _make_requirements(row: RuleChange) -> None:
    last = RequirementSet.objects.filter(type_code=row.type_code).aggregate(last=Max("version"))["last"] or 0
    opened = RequirementSet.objects.create(
        type_code=row.type_code, version=last + 1, valid_from=row.valid_from, decree=row.decree
    )
    Requirement.objects.bulk_create(
        Requirement(requirement_set=opened, seq=seq, **{name: content[name] for name in ROW_FIELDS})
        for seq, content in enumerate(row.content["rows"], start=1)
    )


def _make_allowance(row: RuleChange) -> None:
    Allowance.objects.create(
        clock=row.clock,
        type_code=row.type_code,
        working_days=Decimal(str(row.content["days"])),
        valid_from=row.valid_from,
        decree=row.decree,
    )


def _make_place_limit(row: RuleChange) -> None:
    PlaceLimit.objects.create(
        profession_code=row.profession_code,
        limit=row.content["limit"],
        valid_from=row.valid_from,
        decree=row.decree,
    )


def _make_type(row: RuleChange) -> None:
    """Open the next version of the type; a file keeps the one it was sent under."""
    kind = newest_type(row.type_code)
    if kind is None:
        raise RuleUnclear
    if row.valid_from <= kind.valid_from:
        raise AlreadyDecided  # a version of that day or a later one is there already
    days = kind.recommendation_days
    RecommendationType.objects.filter(pk=kind.pk).update(valid_until=row.valid_from - ONE_DAY)
    kind.pk, kind.version, kind.valid_from, kind.valid_until = None, kind.version + 1, row.valid_from, None
    for name in TYPE_FIELDS:
        setattr(kind, name, row.content[name])
    kind.save(force_insert=True)
    if kind.recommendation_days != days:
        Allowance.objects.create(
            clock=ClockName.RECOMMENDATION,
            type_code=kind.code,
            working_days=Decimal(kind.recommendation_days),
            valid_from=row.valid_from,
            decree=row.decree,
        )


_MAKERS = {
    RuleChangeKind.REQUIREMENTS: _make_requirements,
    RuleChangeKind.ALLOWANCE: _make_allowance,
    RuleChangeKind.PLACE_LIMIT: _make_place_limit,
    RuleChangeKind.TYPE: _make_type,
}


def words_of(change: RuleChange, names: Mapping[str, str] | None = None) -> str:
    """Say in a few words what a change is about; a list gives the `names` of types and professions it has read."""
    known = names if names is not None else names_of([change])
    match change.kind:
        case RuleChangeKind.REQUIREMENTS:
            return _("persyaratan %(type)s") % {"type": known.get(change.type_code, change.type_code)}
        case RuleChangeKind.TYPE:
            return _("jenis layanan %(type)s") % {"type": known.get(change.type_code, change.type_code)}
        case RuleChangeKind.ALLOWANCE:
            about = known.get(change.type_code, change.type_code) if change.type_code else _("semua jenis")
            return _("batas waktu %(clock)s, %(type)s") % {
                "clock": str(ClockName(change.clock).label).lower(),
                "type": about,
            }
        case _:
            name = known.get(change.profession_code, change.profession_code)
            return _("batas tempat praktik %(profession)s") % {"profession": name}


def names_of(changes: Iterable[RuleChange]) -> dict[str, str]:
    """Return the names of the types and professions these changes are about, in two queries."""
    rows = list(changes)
    types = RecommendationType.objects.filter(code__in={row.type_code for row in rows}).order_by("version")
    professions = Profession.objects.filter(code__in={row.profession_code for row in rows})
    return {row.code: str(row.label) for row in types} | dict(professions.values_list("code", "name"))


def current_days(clock: str, type_code: str, on: date) -> Decimal | None:
    """Return the allowance in force on a day, or None where the clock has none for this type."""
    rows = Allowance.objects.filter(Q(type_code=type_code) | Q(type_code=""), clock=clock, valid_from__lte=on)
    newest = rows.order_by("-type_code", "-valid_from").first()
    return newest.working_days if newest else None
