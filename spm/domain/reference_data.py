"""The shipped definitions (`spm/reference/*.csv`) and where their rows go."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.refdata import (
    Choice,
    Data,
    Day,
    Integer,
    Items,
    Number,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from spm.enums import Aggregation, CrisisStage, Measure, Origin, OverTime, Period, Programme

INDICATORS = "spm-indicators.csv"
LEVELS = {"provinsi": Programme.SPM_PROVINCE, "kabupaten_kota": Programme.SPM_CITY}


def register() -> None:
    """Tell the loader about this app's files; called once the models are there."""
    register_sheet(
        Sheet(
            app="spm",
            file=INDICATORS,
            key=("code", "valid_from"),
            columns=(
                Pattern("code", form=r"[A-Z0-9-]{2,40}"),
                Choice("level", options=LEVELS),
                Integer("position", least=1, most=999),
                Text("name_id", longest=250),
                Text("name_en", longest=250),
                Text("target_group", longest=250),
                Text("numerator", longest=300),
                Text("denominator", longest=300),
                Text("numerator_en", longest=300),
                Text("denominator_en", longest=300),
                Choice("measure", options=Measure.values),
                Choice("aggregation", options=Aggregation.values),
                Number("target_percent", least=0, most=100, blank=True),
                Choice("period", options=Period.values),
                Choice("numerator_over_time", options=OverTime.values),
                Choice("denominator_over_time", options=OverTime.values),
                Items("stages", blank=True, options=CrisisStage.values),
                Day("valid_from"),
                Day("valid_until", blank=True),
                Choice("origin", options=Origin.values),
                Text("source", longest=200),
                Text("note", blank=True, longest=400),
            ),
            model="spm.Indicator",
            rows=lambda indicators: indicators.filter(programme__in=LEVELS.values()),
            values=_indicator,
            check=_flaws,
            retire={"is_enabled": False},
        )
    )


def _flaws(row: Row) -> Iterable[tuple[str, str]]:
    if row["valid_until"] and row["valid_until"] < row["valid_from"]:
        yield "valid_until", "is before valid_from"
    if (row["aggregation"] == Aggregation.MEAN_OF_STAGES) != bool(row["stages"]):
        yield "stages", "go with mean_of_stages, and only with it"


def _indicator(row: Row, data: Data) -> Mapping[str, Any]:  # noqa: ARG001  # the loader's signature
    same = (
        "code", "position", "name_en", "target_group", "numerator", "denominator", "numerator_en", "denominator_en",
        "measure", "aggregation", "target_percent", "period", "numerator_over_time", "denominator_over_time", "stages",
        "valid_from", "valid_until", "origin", "source", "note",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same},
        "programme": LEVELS[row["level"]],
        "name": row["name_id"],
        "is_enabled": row["origin"] != Origin.SEED_DUPLICATE,
    }
