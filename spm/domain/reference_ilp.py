"""The shipped ILP indicators: those of the paper, its misprints switched off, and what is proposed in their place."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.refdata import (
    Boolean,
    Choice,
    Data,
    Day,
    Integer,
    Items,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from spm.enums import (
    AgeGroup,
    Aggregation,
    Cluster,
    IndicatorGroup,
    LifeStage,
    Measure,
    Origin,
    OverTime,
    Period,
    Programme,
    Sex,
)

INDICATORS = "ilp-indicators.csv"


def register() -> None:
    """Tell the loader about this file."""
    register_sheet(
        Sheet(
            app="spm",
            file=INDICATORS,
            key=("code", "valid_from"),
            columns=(
                Integer("position", least=1, most=999),
                Pattern("code", form=r"[A-Z0-9-]{2,40}"),
                Choice("cluster", blank=True, options=Cluster.values),
                Choice("life_stage", options=LifeStage.values),
                Choice("group", options=IndicatorGroup.values),
                Text("label_id", longest=250),
                Text("name_en", longest=250),
                Choice("unit", options=Measure.values),
                Text("numerator", blank=True, longest=300),
                Text("denominator", blank=True, longest=300),
                Text("numerator_en", blank=True, longest=300),
                Text("denominator_en", blank=True, longest=300),
                Choice("aggregation", options=Aggregation.values),
                Choice("numerator_over_time", options=OverTime.values),
                Choice("denominator_over_time", options=OverTime.values),
                Items("sexes", blank=True, options=Sex.values),
                Items("age_groups", blank=True, options=AgeGroup.values),
                Boolean("by_disability"),
                Boolean("sensitive"),
                Pattern("computed_from", blank=True, longest=40, form=r"[a-z_]+"),
                Day("valid_from"),
                Choice("origin", options=Origin.values),
                Text("source", longest=200),
                Text("note", blank=True, longest=400),
            ),
            model="spm.Indicator",
            rows=lambda indicators: indicators.filter(programme=Programme.ILP),
            values=_indicator,
            check=_flaws,
            retire={"is_enabled": False},
        )
    )


def _flaws(row: Row) -> Iterable[tuple[str, str]]:
    if (row["unit"] == Measure.PERCENT) != bool(row["denominator"]):
        yield "denominator", "goes with percent, and only with it"
    if row["origin"] == Origin.SEED_DUPLICATE and not row["note"]:
        yield "note", "says why a misprint is not used"


def _indicator(row: Row, data: Data) -> Mapping[str, Any]:  # noqa: ARG001  # the loader's signature
    same = (
        "code", "position", "cluster", "life_stage", "group", "name_en", "numerator", "denominator", "numerator_en",
        "denominator_en", "aggregation", "numerator_over_time", "denominator_over_time", "sexes", "age_groups",
        "by_disability", "computed_from", "valid_from", "origin", "source", "note",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same},
        "programme": Programme.ILP,
        "name": row["label_id"],
        "measure": row["unit"],
        "period": Period.MONTH,
        "is_sensitive": row["sensitive"],
        "is_enabled": row["origin"] != Origin.SEED_DUPLICATE,
    }
