"""`/hlc/`: health licensing coverage for agencies, and totals for everybody."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import BaseView, PublicView, conditional
from accounts.domain.offices import home_office
from core.hiding import Counts
from licensing.api.serializers.coverage import CoverageQuery, CoverageSerializer, PublicCoverageSerializer
from licensing.api.views.catalogue import today
from licensing.domain.coverage.counting import NOTHING, Cut, Figure
from licensing.domain.coverage.published import hidden_keys
from licensing.domain.coverage.reach import reach_of
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageMeasure


class Coverage(BaseView):
    """Figures of one measure by groups."""

    policy = "hlc_read"
    scope = "hlc:read"
    query_parameters = tuple(CoverageQuery().fields)

    @extend_schema(operation_id="hlc_read", parameters=[CoverageQuery], responses=CoverageSerializer, tags=["hlc"])
    def get(self, request: Request) -> Response:
        """Numerator and denominator, live, on any date. Groups where nobody is obliged are left out.

        Whoever may see counts only gets small rows as null, and others from which they could be worked out.
        """
        query = CoverageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        reach = reach_of(request.user)
        measure, by = CoverageMeasure(asked["measure"]), asked["by"]
        on = (asked.get("on") if reach.rows else None) or today()
        # Combinations and other days would tell small cells by subtraction: counts come by one group, uncut, today.
        cut, by = (_cut(reach.cut(on), asked), by) if reach.rows else (reach.cut(on), by[:1])
        reading = Reading(cut, measure)
        figures = reading.figures(*by)
        gone = frozenset() if reach.rows else hidden_keys(reading.total(), figures)
        rows = [
            _row(dict(zip(by, key, strict=True)), figure, _list(request, asked, by, key) if reach.rows else None)
            if key not in gone
            else {"group": dict(zip(by, key, strict=True)), "numerator": None, "denominator": None, "ratio": None,
                  "list": None}
            for key, figure in sorted(figures.items())
        ]  # fmt: skip
        if not by and not rows:
            rows = [_row({}, NOTHING, None)]
        found = {"on": on, "measure": measure, "results": rows, "next": None, "previous": None}
        return Response(CoverageSerializer(found).data)


def _cut(cut: Cut, asked: dict[str, Any]) -> Cut:
    found = cut.within(**{name: asked.get(name, "") for name in ("profession", "kind", "ownership", "facility")})
    for name in ("kecamatan", "kelurahan"):
        if asked.get(name):
            found = found.inside(asked[name])
    return found


def _row(group: dict[str, str], figure: Figure, page: str | None) -> dict[str, Any]:
    return {
        "group": group,
        "numerator": figure.held,
        "denominator": figure.obliged,
        "ratio": round(figure.held / figure.obliged, 4) if figure.obliged else None,
        "list": page,
    }


def _list(request: Request, asked: dict[str, Any], by: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return the address of the page that lists those who lack a licence in a row."""
    cut = {name: str(value) for name, value in asked.items() if name != "by" and value}
    query = {**cut, **dict(zip(by, key, strict=True)), "list": "lacking"}
    return request.build_absolute_uri(f"{reverse('coverage_list')}?{urlencode(query)}")


class PublicCoverage(PublicView):
    """Totals only."""

    @extend_schema(operation_id="hlc_public", responses=PublicCoverageSerializer, tags=["hlc"])
    def get(self, request: Request) -> Response:
        """The three measures of the whole region today; small counts are hidden."""
        region, on = home_office().region_id, today()
        results = [_public(measure, Reading(Cut(on, areas=(region,)), measure).total()) for measure in CoverageMeasure]
        return conditional(request, PublicCoverageSerializer({"on": on, "region": region, "results": results}).data)


def _public(measure: CoverageMeasure, figure: Figure) -> dict[str, Any]:
    hide = Counts(figure.held, figure.lacking).is_small
    row = _row({}, figure, None) if not hide else {"numerator": None, "denominator": None, "ratio": None}
    return {**row, "measure": measure, "hidden": hide}
