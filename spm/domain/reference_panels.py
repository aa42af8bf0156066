"""The shipped panels of the ILP dashboards."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.refdata import Boolean, Choice, Data, Integer, Items, Pattern, Row, Sheet, Text, register as register_sheet
from spm.enums import Dashboard, Origin, Shape

PANELS = "ilp-dashboards.csv"


def register() -> None:
    """Tell the loader about this file."""
    register_sheet(_panels())


def _panels() -> Sheet:
    return Sheet(
        app="spm",
        file=PANELS,
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9-]{2,12}"),
            Choice("dashboard", options=Dashboard.values),
            Integer("position", least=1, most=999),
            Pattern("chart", form=r"[A-Z0-9-]{2,12}"),
            Text("chart_title", longest=200),
            Text("chart_title_en", longest=200),
            Text("title", longest=200),
            Text("title_en", longest=200),
            Choice("shape", options=Shape.values),
            Items("reads"),
            Text("base", blank=True, longest=40),
            Boolean("tile"),
            Choice("origin", options=Origin.values),
            Text("note", blank=True, longest=200),
            Text("note_en", blank=True, longest=200),
        ),
        model="spm.Panel",
        values=_panel,
        check=_flaws,
        retire={"is_enabled": False},
    )


def _flaws(row: Row) -> Iterable[tuple[str, str]]:
    if (row["shape"] == Shape.REGISTER) != all(each.startswith("register:") for each in row["reads"]):
        yield "reads", "names registers with the shape register, and only with it"


def _panel(row: Row, data: Data) -> Mapping[str, Any]:  # noqa: ARG001  # the loader's signature
    same = (
        "code", "dashboard", "position", "chart", "chart_title", "chart_title_en", "title", "title_en", "shape",
        "reads", "base", "origin", "note", "note_en",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same},
        "is_tile": row["tile"],
        "is_enabled": row["origin"] != Origin.SEED_DUPLICATE,
    }
