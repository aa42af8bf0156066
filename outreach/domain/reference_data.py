"""The shipped promise and the shipped service areas (`outreach/reference/*.csv`)."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Office
from core.refdata import Data, Day, Integer, Pattern, Row, Sheet, Text, register as register_sheet

PROMISES = "outreach-promises.csv"
AREAS = "service-areas.csv"
REGION_CODE = r"\d{2}\.\d{2}\.\d{2}\.\d{4}"


def _promise(row: Row, _data: Data) -> Mapping[str, Any]:
    return dict(row.cells)


def _area(row: Row, _data: Data) -> Mapping[str, Any]:
    return {"region_id": row["region_code"], "office_id": Office.objects.get(code=row["office_code"]).pk}


def register() -> None:
    """Declare both files; called once at start."""
    register_sheet(
        Sheet(
            app="outreach",
            file=PROMISES,
            model="outreach.Promise",
            key=("valid_from",),
            columns=(
                Day("valid_from"),
                Integer("limit_minutes", least=1, most=1440),
                Integer("warning_minutes", least=1, most=1440),
                Text("item", longest=60),
                Integer("kilograms", least=1, most=100),
                Integer("handover_hours", least=1, most=720),
                Integer("duplicate_hours", least=1, most=48),
                Text("source", longest=200),
            ),
            values=_promise,
        )
    )
    register_sheet(
        Sheet(
            app="outreach",
            file=AREAS,
            model="outreach.ServiceArea",
            key=("region_code",),
            fields_key=("region_id",),
            columns=(
                Pattern("region_code", form=REGION_CODE),
                Text("office_code", longest=40),
                Text("source", longest=200),
            ),
            links={"region_code": "regions.csv", "office_code": "offices.csv"},
            values=_area,
        )
    )
