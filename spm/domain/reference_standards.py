"""The shipped standards of goods, personnel and costs, the outbreak form, and the bands of the index."""

from collections.abc import Mapping
from typing import Any

from core.refdata import Choice, Data, Integer, Number, Pattern, Row, Sheet, Text, register as register_sheet
from spm.enums import StandardKind

GOODS = "spm-goods.csv"
PERSONNEL = "spm-personnel.csv"
COSTING = "spm-costing.csv"
OUTBREAK_FORM = "spm-klb-form.csv"
BANDS = "spm-index-categories.csv"
CODE = Pattern("spm_code", form=r"[A-Z0-9-]{2,40}")


def register() -> None:
    """Tell the loader about these files."""
    for sheet in (_goods(), _personnel(), _costing(), _outbreak_form(), _bands()):
        register_sheet(sheet)


def _goods() -> Sheet:
    return Sheet(
        app="spm",
        file=GOODS,
        key=("spm_code", "seq"),
        fields_key=("indicator_code", "position"),
        columns=(
            CODE,
            Integer("seq", least=1),
            Text("item", longest=200),
            Text("quantity_rule", longest=120),
            Text("function", blank=True, longest=120),
            Text("quantity_driver", blank=True, longest=60),
            Text("note", blank=True, longest=200),
        ),
        model="spm.Standard",
        rows=lambda rows: rows.filter(kind=StandardKind.GOODS),
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            **_standard(row, StandardKind.GOODS),
            "name": row["item"],
            "quantity_rule": row["quantity_rule"],
            "purpose": row["function"],
        },
        retire={"is_active": False},
    )


def _personnel() -> Sheet:
    return Sheet(
        app="spm",
        file=PERSONNEL,
        key=("spm_code", "setting", "seq"),
        fields_key=("indicator_code", "setting", "position"),
        columns=(
            CODE,
            Pattern("setting", form=r"[a-z0-9_]{2,40}"),
            Integer("seq", least=1),
            Text("personnel", longest=200),
            Text("note", blank=True, longest=200),
        ),
        model="spm.Standard",
        rows=lambda rows: rows.filter(kind=StandardKind.PERSONNEL),
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            **_standard(row, StandardKind.PERSONNEL),
            "setting": row["setting"],
            "name": row["personnel"],
        },
        retire={"is_active": False},
    )


def _standard(row: Row, kind: StandardKind) -> Mapping[str, Any]:
    return {
        "indicator_code": row["spm_code"],
        "kind": kind,
        "position": row["seq"],
        "note": row["note"],
        "is_active": True,
    }


def _costing() -> Sheet:
    return Sheet(
        app="spm",
        file=COSTING,
        key=("spm_code", "step", "variable", "component"),
        fields_key=("indicator_code", "step", "variable", "component"),
        columns=(
            CODE,
            Integer("step", least=1, most=99),
            Text("step_label", longest=120),
            Text("variable", longest=80),
            Text("component", longest=80),
            Text("volume_rule", longest=160),
            Text("seed_duplicate", blank=True, longest=30),
            Text("note", blank=True, longest=160),
        ),
        model="spm.CostComponent",
        values=_cost,
        retire={"is_active": False},
    )


def _cost(row: Row, data: Data) -> Mapping[str, Any]:  # noqa: ARG001  # the loader's signature
    same = ("step", "step_label", "variable", "component", "volume_rule", "note")
    return {
        **{name: row[name] for name in same},
        "indicator_code": row["spm_code"],
        "duplicate_of": row["seed_duplicate"],
        "is_active": not row["seed_duplicate"],
    }


def _outbreak_form() -> Sheet:
    return Sheet(
        app="spm",
        file=OUTBREAK_FORM,
        key=("field",),
        fields_key=("code",),
        columns=(
            Choice("row_type", options=("column", "choice")),
            Integer("seq", least=1),
            Text("field", longest=20),
            Text("label", longest=120),
            Text("data_type", longest=20),
            Text("meaning", longest=120),
            Text("rule", blank=True, longest=120),
        ),
        # The columns of the form are the fields of its tables; its services are rows.
        only=lambda row: bool(row["row_type"] == "choice"),
        model="spm.OutbreakService",
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            "code": row["field"],
            "position": row["seq"],
            "name": row["label"],
            "is_active": True,
        },
        retire={"is_active": False},
    )


def _bands() -> Sheet:
    return Sheet(
        app="spm",
        file=BANDS,
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z-]{2,30}"),
            Text("label_id", longest=40),
            Number("min_index", least=0, most=100),
            Number("max_index", least=0, most=100),
            Integer("weight_recipients", least=0, most=100),
            Integer("weight_quality", least=0, most=100),
            Choice("confidence", options=("high", "medium", "low")),
            Text("note", blank=True, longest=200),
        ),
        model="spm.IndexBand",
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            "code": row["code"],
            "name": row["label_id"],
            "least": row["min_index"],
            "weight_recipients": row["weight_recipients"],
            "weight_quality": row["weight_quality"],
            "note": row["note"],
            "is_active": True,
        },
        retire={"is_active": False},
    )
