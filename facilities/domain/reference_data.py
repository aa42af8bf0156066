"""The shipped kinds of facilities (`facilities/reference/facility-kinds.csv`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.loaded import Counts, Target, write
from core.refdata import (
    Boolean,
    Choice,
    Data,
    Integer,
    Items,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from facilities.domain.kinds import follow_kinds
from facilities.enums import KindGroup
from facilities.models import Kind

KINDS = "facility-kinds.csv"
# The catalogue belongs to licensing; a kind names its obligatory types by code (DECISIONS 2).
TYPES = "recommendation-types.csv"


def register() -> None:
    """Tell the loader about this app's file; called once the models are there."""
    register_sheet(
        Sheet(
            app="facilities",
            file=KINDS,
            key=("code",),
            columns=(
                Pattern("code", form=r"[a-z0-9_]{2,24}"),
                Integer("position", least=1, most=999),
                Text("label_id", longest=80),
                Text("label_en", longest=80),
                Choice("group", options=KindGroup.values),
                Items("obligatory_types", blank=True),
                Pattern("checklist_kind", blank=True, form=r"[a-z_]{2,30}"),
                Items("parent_kinds", blank=True),
                Boolean("independent"),
                Text("source", blank=True, longest=200),
            ),
            links={"obligatory_types": TYPES, "parent_kinds": KINDS},
            check=_flaws,
            apply=_apply,
        )
    )


def _flaws(row: Row) -> Iterable[tuple[str, str]]:
    if row["code"] in row["parent_kinds"]:
        yield "parent_kinds", "a kind cannot stand below itself"
    if len(set(row["obligatory_types"])) != len(row["obligatory_types"]):
        yield "obligatory_types", "names a type twice"


def _apply(rows: Sequence[Row], data: Data) -> Counts:
    """Write the kinds, then let the facilities of a kind follow its list of obligations."""
    before = dict(Kind.objects.values_list("code", "obligatory_types"))
    target = Target(source=KINDS, model=Kind, key=("code",), retire={"is_active": False})
    counts = write(target, ((row["code"], _values(row)) for row in rows), at=data.at)
    follow_kinds(before)
    return counts


def _values(row: Row) -> Mapping[str, Any]:
    return {
        "code": row["code"],
        "position": row["position"],
        "name": row["label_id"],
        "name_en": row["label_en"],
        "group": row["group"],
        "obligatory_types": row["obligatory_types"],
        "checklist_kind": row["checklist_kind"],
        "parent_kinds": row["parent_kinds"],
        "is_independent": row["independent"],
        "source": row["source"],
        "is_active": True,
    }
