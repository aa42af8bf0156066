"""The shipped professions (`workforce/reference/professions.csv`)."""

from collections.abc import Mapping
from typing import Any

from core.refdata import Choice, Data, Integer, Pattern, Row, Sheet, Text, register as register_sheet

PROFESSIONS = "professions.csv"
# The catalogue belongs to licensing; a profession names its type by code (DECISIONS 2).
TYPES = "recommendation-types.csv"
CONFIDENCE = ("high", "medium", "low")
CODE = r"[A-Z0-9-]{2,40}"


def register() -> None:
    """Tell the loader about this app's file; called once the models are there."""
    register_sheet(
        Sheet(
            app="workforce",
            file=PROFESSIONS,
            model="workforce.Profession",
            key=("code",),
            columns=(
                Pattern("code", form=CODE),
                Text("name_id", longest=120),
                Text("name_en", longest=120),
                Text("group_uu17_2023", longest=40),
                Text("str_issuer_old", blank=True, longest=120),
                Text("str_issuer_new", blank=True, longest=120),
                Text("old_permit_name", blank=True, longest=40),
                Text("organisation", blank=True, longest=120),
                Pattern("type_code", blank=True, form=CODE),
                Integer("max_places_old", blank=True, least=1, most=9),
                Integer("max_places_new", blank=True, least=1, most=9),
                Integer("skp_target_5y", blank=True, least=1),
                Text("citation", blank=True, longest=300),
                Choice("confidence", options=CONFIDENCE),
            ),
            links={"type_code": TYPES},
            values=_profession,
        )
    )


def _profession(row: Row, _data: Data) -> Mapping[str, Any]:
    renamed = {"name": row["name_id"], "group": row["group_uu17_2023"]}
    return renamed | {name: cell for name, cell in row.cells.items() if name not in ("name_id", "group_uu17_2023")}
