"""Types and requirement sets from their files: changed in place while nobody uses them, else as a new version."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.loaded import Counts, Target, write
from core.models import LoadedRow
from core.refdata import BrokenFile, Data, Flaw, Row
from facilities.models import Facility
from licensing.enums import ClockName
from licensing.models import (
    Allowance,
    Application,
    ApplicationClock,
    RecommendationType,
    Requirement,
    RequirementSet,
)
from licensing.models.catalogue import BEGINNING

TYPES = "recommendation-types.csv"
REQUIREMENTS = "requirements.csv"
ALLOWANCES = "recommendation-types.csv#allowances"
ONE_DAY = timedelta(days=1)

# Promises that are the same for every type (DECISIONS 13).
GENERAL_PROMISES = (
    (ClockName.VERIFICATION, Decimal(1)),
    (ClockName.INTAKE, Decimal("0.25")),
    (ClockName.LICENCE, Decimal(1)),
)


# --- types --------------------------------------------------------------------------------------------------


def apply_types(rows: Sequence[Row], data: Data) -> Counts:
    """Write the types and the promises they make. Raises `BrokenFile` when a facility names an unknown type."""
    on = data.at.date()
    _check_facilities({row["code"] for row in rows})
    types = Target(
        source=TYPES,
        model=RecommendationType,
        key=("code",),
        retire={"is_active": False},
        rows=_newest_types,
        revise=partial(_revise_type, on=on),
    )
    promises = Target(
        source=ALLOWANCES,
        model=Allowance,
        key=("clock", "type_code"),
        rows=_newest_allowances,
        revise=partial(_revise_allowance, on=on),
    )
    written = write(types, ((row["code"], _type_values(row)) for row in rows), at=data.at)
    promised = write(promises, _promises(rows), at=data.at)
    return Counts(
        created=written.created + promised.created,
        updated=written.updated + promised.updated,
        unchanged=written.unchanged + promised.unchanged,
        kept=written.kept + promised.kept,
        retired=written.retired + promised.retired,
    )


def _type_values(row: Row) -> Mapping[str, Any]:
    renamed = {"name": row["name_id"], "delegated": row["delegated_to_dpmptsp"]}
    same = {name: cell for name, cell in row.cells.items() if name not in ("name_id", "delegated_to_dpmptsp")}
    return {"is_active": True} | renamed | same


def _check_facilities(known: set[str]) -> None:
    """Facilities name types by code string (DECISIONS 2): each must exist, now or in an earlier file."""
    known |= set(RecommendationType.objects.values_list("code", flat=True))
    flaws = [
        Flaw(TYPES, 0, "code", f"facility {code} must hold {missing!r}, which is no type")
        for code, obliged in Facility.objects.values_list("code", "obligatory_types")
        for missing in obliged
        if missing not in known
    ]
    if flaws:
        raise BrokenFile(flaws)


def _newest_types(types: QuerySet[RecommendationType]) -> QuerySet[RecommendationType]:
    later = RecommendationType.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
    return types.filter(~Exists(later))


def _revise_type(kind: RecommendationType, values: Mapping[str, Any], *, on: date) -> None:
    """Change a type nobody has applied for; else close it the day before `on` and open the next version."""
    if not Application.objects.filter(type=kind).exists():
        for name, value in values.items():
            setattr(kind, name, value)
        kind.save()
        return
    RecommendationType.objects.filter(pk=kind.pk).update(valid_until=max(on - ONE_DAY, kind.valid_from))
    kind.pk, kind.version = None, kind.version + 1
    for name, value in values.items():
        setattr(kind, name, value)
    kind.valid_from, kind.valid_until = on, None
    kind.save(force_insert=True)


# --- promises -----------------------------------------------------------------------------------------------


def _promises(rows: Iterable[Row]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for clock, days in GENERAL_PROMISES:
        yield _promise(clock, "", days)
    for row in rows:
        yield _promise(ClockName.RECOMMENDATION, row["code"], Decimal(row["recommendation_days"]))
        if row["coordination"] != "none":
            yield _promise(ClockName.COORDINATION, row["code"], Decimal(row["sla_working_days"]))
        if row["deemed_days"]:
            yield _promise(ClockName.DEEMED_APPROVAL, row["code"], Decimal(row["deemed_days"]))


def _promise(clock: ClockName, type_code: str, days: Decimal) -> tuple[str, Mapping[str, Any]]:
    values = {"clock": clock.value, "type_code": type_code, "working_days": days}
    return f"{clock.value}|{type_code}", values


def _newest_allowances(allowances: QuerySet[Allowance]) -> QuerySet[Allowance]:
    later = Allowance.objects.filter(
        clock=OuterRef("clock"), type_code=OuterRef("type_code"), valid_from__gt=OuterRef("valid_from")
    )
    return allowances.filter(~Exists(later))


def _revise_allowance(allowance: Allowance, values: Mapping[str, Any], *, on: date) -> None:
    """Change a promise no file carries; else add one that holds from `on` (trap 7: the old one stays)."""
    allowance.working_days = values["working_days"]
    if ApplicationClock.objects.filter(allowance=allowance).exists():
        allowance.pk = None
        allowance.valid_from = max(on, allowance.valid_from + ONE_DAY)
    allowance.save()


# --- requirements -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What the file asks for one type, and what is known about it."""

    type_code: str
    rows: list[dict[str, Any]]
    newest: RequirementSet | None
    record: LoadedRow | None


def apply_requirements(rows: Sequence[Row], data: Data) -> Counts:
    """Write one requirement set per type; counts are sets. A type that left the file keeps its set."""
    by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        content = dict(row.cells)
        by_type[content.pop("type_code")].append(content)
    sets = {found.type_code: found for found in _newest_sets()}
    records = {row.key: row for row in LoadedRow.objects.filter(source=REQUIREMENTS)}
    outcomes = [
        _place(_Asked(code, wanted, sets.get(code), records.get(code)), at=data.at) for code, wanted in by_type.items()
    ]
    return Counts(**{name: outcomes.count(name) for name in ("created", "updated", "unchanged", "kept")})


def _newest_sets() -> QuerySet[RequirementSet]:
    later = RequirementSet.objects.filter(type_code=OuterRef("type_code"), version__gt=OuterRef("version"))
    return RequirementSet.objects.filter(~Exists(later)).prefetch_related("requirements")


def _place(asked: _Asked, *, at: datetime) -> str:
    wanted = _fingerprint(asked.rows)
    if asked.newest is None:
        if asked.record is not None:
            return "kept"
        _new_set(asked, valid_from=BEGINNING)
        outcome = "created"
    else:
        stored = _fingerprint([_content(row) for row in asked.newest.requirements.all()])
        if stored == wanted:
            return "unchanged"
        if asked.record is None or asked.record.content_hash != stored:
            return "kept"
        _revise_set(asked, asked.newest, on=at.date())
        outcome = "updated"
    record = asked.record or LoadedRow(source=REQUIREMENTS, key=asked.type_code)
    record.content_hash, record.loaded_at, record.fields = wanted, at, list(asked.rows[0])
    record.save()
    return outcome


def _revise_set(asked: _Asked, newest: RequirementSet, *, on: date) -> None:
    """Rewrite a set no file uses, as long as no row would have to go; else open the next version."""
    used = Application.objects.filter(requirement_set=newest).exists()
    stored = {row.seq: row for row in newest.requirements.all()}
    if used or set(stored) - {content["seq"] for content in asked.rows}:
        _new_set(asked, valid_from=on)
        return
    for content in asked.rows:
        Requirement.objects.update_or_create(
            requirement_set=newest, seq=content["seq"], defaults=content, create_defaults=content
        )


def _new_set(asked: _Asked, *, valid_from: date) -> None:
    version = asked.newest.version + 1 if asked.newest else 1
    opened = RequirementSet.objects.create(type_code=asked.type_code, version=version, valid_from=valid_from)
    Requirement.objects.bulk_create(Requirement(requirement_set=opened, **content) for content in asked.rows)


def _content(row: Requirement) -> dict[str, Any]:
    names = (
        "seq", "code", "label_id", "label_en", "citation", "citation_confidence", "kind", "mandatory",
        "applies_to", "legal_era", "note",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _fingerprint(rows: Iterable[Mapping[str, Any]]) -> str:
    ordered = sorted(rows, key=lambda row: row["seq"])
    text = json.dumps(ordered, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
