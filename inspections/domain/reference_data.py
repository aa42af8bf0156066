"""The shipped checklists and risk factors (`inspections/reference/*.csv`).

A published version that a visit has used is never changed by a file: raise its `version` instead.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.loaded import Counts
from core.models import LoadedRow
from core.refdata import (
    Boolean,
    BrokenFile,
    Choice,
    Data,
    Day,
    Flaw,
    Integer,
    Items,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from inspections.enums import ItemSeverity, Scoring, VersionState
from inspections.models import ChecklistItem, ChecklistVersion, Visit

KINDS = "checklist-kinds.csv"
ITEMS = "checklists.csv"
RISK = "risk-factors.csv"
# The catalogue belongs to licensing; a checklist names the types it serves by code (DECISIONS 2).
TYPES = "recommendation-types.csv"
CODE = r"[A-Z0-9-]{2,40}"
CONFIDENCE = ("high", "medium", "low")
HUNDRED = 100


def register() -> None:
    """Tell the loader about this app's files; called once the models are there."""
    register_sheet(_kinds_sheet())
    register_sheet(_items_sheet())
    register_sheet(_risk_sheet())


# --- kinds --------------------------------------------------------------------------------------------------


def _kinds_sheet() -> Sheet:
    return Sheet(
        app="inspections",
        file=KINDS,
        model="inspections.ChecklistKind",
        key=("checklist_code",),
        fields_key=("code",),
        columns=(
            Pattern("checklist_code", form=CODE),
            Text("name_id", longest=120),
            Text("name_en", longest=120),
            Items("type_codes"),
            Pattern("facility_kind", form=r"[a-z_]{2,40}"),
            Choice("scoring", options=Scoring.values),
            Integer("pass_threshold", least=1, most=HUNDRED),
            Text("grading_rule"),
            Text("legal_basis", longest=300),
            Pattern("version", form=r"\d{1,3}\.\d{1,3}"),
            Day("valid_from"),
            Choice("confidence", options=CONFIDENCE),
            Text("note", blank=True, longest=300),
        ),
        links={"type_codes": TYPES},
        check=_threshold_flaws,
        retire={"is_active": False},
        values=_kind,
    )


def _threshold_flaws(row: Row) -> Iterable[tuple[str, str]]:
    if row["scoring"] == Scoring.SEVERITY and row["pass_threshold"] > len("1234"):
        yield "pass_threshold", "a level lies between 1 and 4"


def _kind(row: Row, _data: Data) -> Mapping[str, Any]:
    same = ("name_id", "name_en", "type_codes", "facility_kind", "legal_basis", "confidence", "note")
    return {"code": row["checklist_code"], "is_active": True} | {name: row[name] for name in same}


# --- versions with their items ------------------------------------------------------------------------------


def _items_sheet() -> Sheet:
    return Sheet(
        app="inspections",
        file=ITEMS,
        key=("checklist_code", "item_code"),
        columns=item_columns(),
        links={"checklist_code": KINDS},
        apply=_apply_versions,
    )


def item_columns() -> tuple[Any, ...]:
    """Columns of a file of items, shipped or edited by an administrator."""
    return (
        Pattern("checklist_code", form=CODE),
        Pattern("item_code", form=r"[A-Z][A-Z0-9]{0,9}"),
        Text("part_id", longest=80),
        Integer("seq", least=1, most=999),
        Text("question_id", longest=300),
        Integer("weight", least=1, most=9),
        Boolean("critical"),
        Choice("severity", blank=True, options=ItemSeverity.values),
        Boolean("photo_when_no"),
        Text("evidence_hint_id", blank=True, longest=200),
        Text("rule", blank=True, longest=200),
        Text("applies_when", blank=True, longest=80),
    )


def item_values(row: Row | Mapping[str, Any]) -> dict[str, Any]:
    """Field values of an item from a line of a file."""
    renamed = {
        "code": row["item_code"],
        "part": row["part_id"],
        "question": row["question_id"],
        "hint": row["evidence_hint_id"] or "",
        "severity": row["severity"] or "",
    }
    same = ("seq", "weight", "critical", "photo_when_no", "rule", "applies_when")
    return renamed | {name: row[name] for name in same}


def _apply_versions(rows: Sequence[Row], data: Data) -> Counts:
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row["checklist_code"]].append(row)
    known = {(row.kind_id, row.version): row for row in ChecklistVersion.objects.all()}
    hashes = dict(LoadedRow.objects.filter(source=ITEMS).values_list("key", "content_hash"))
    used = set(Visit.objects.filter(checklist__isnull=False).values_list("checklist", flat=True).distinct())
    counts, flaws, fresh = {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}, [], []
    for kind in data.rows(KINDS):
        values = [item_values(row) for row in by_kind[kind["checklist_code"]]]
        content, key = _hash(kind, values), f"{kind['checklist_code']}|{kind['version']}"
        version = known.get((kind["checklist_code"], kind["version"]))
        if version is not None and hashes.get(key) == content:
            counts["unchanged"] += len(values)
            continue
        if version is not None and version.created_by_id is not None:  # people made it (DECISIONS 23)
            counts["kept"] += len(values)
            continue
        if version is not None and version.pk in used:
            flaws.append(Flaw(ITEMS, 0, "checklist_code", f"{key} is in use; raise its version in {KINDS}"))
            continue
        fresh += _write_version(kind, values, version, data)
        LoadedRow.objects.update_or_create(
            source=ITEMS, key=key, defaults={"content_hash": content, "loaded_at": data.at, "fields": ["items"]}
        )
        counts["updated" if version is not None else "created"] += len(values)
    if flaws:
        raise BrokenFile(flaws)
    ChecklistItem.objects.bulk_create(fresh, batch_size=200)
    return Counts(**counts)


def _write_version(
    kind: Row, values: Sequence[Mapping[str, Any]], version: ChecklistVersion | None, data: Data
) -> list[ChecklistItem]:
    row = version or ChecklistVersion(kind_id=kind["checklist_code"], version=kind["version"], created_at=data.at)
    row.state, row.valid_from = VersionState.PUBLISHED, kind["valid_from"]
    row.scoring, row.pass_threshold, row.grading_rule = kind["scoring"], kind["pass_threshold"], kind["grading_rule"]
    row.save()
    row.items.all().delete()
    return [ChecklistItem(version=row, **each) for each in values]


def _hash(kind: Row, values: Sequence[Mapping[str, Any]]) -> str:
    about = {name: str(kind[name]) for name in ("scoring", "pass_threshold", "grading_rule", "valid_from")}
    text = json.dumps([about, values], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


# --- risk ---------------------------------------------------------------------------------------------------


def _risk_sheet() -> Sheet:
    return Sheet(
        app="inspections",
        file=RISK,
        model="inspections.RiskFactor",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z-]{3,30}"),
            Choice("kind", options=("factor", "rule", "band", "override")),
            Text("label_id", longest=200),
            Text("label_en", longest=200),
            Integer("points", blank=True, least=-HUNDRED, most=HUNDRED),
            Text("formula", longest=200),
            Text("source", longest=120),
            Text("reason", longest=200),
        ),
        values=_factor,
    )


def _factor(row: Row, data: Data) -> Mapping[str, Any]:
    position = [each["code"] for each in data.rows(RISK)].index(row["code"]) + 1
    return {**row.cells, "position": position}
