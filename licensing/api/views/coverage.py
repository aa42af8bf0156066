"""`/hlc/`: health licensing coverage for agencies, and totals for everybody."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import BaseView, PublicView, conditional
from accounts.domain.offices import home_office
from core.hiding import Counts
from core.pagination import key_page
from licensing.api.serializers.coverage import CoverageQuery, CoverageSerializer, PublicCoverageSerializer
from licensing.api.views.catalogue import today
from licensing.domain.coverage.counting import NOTHING, Cut, Figure, Key
from licensing.domain.coverage.published import hidden_keys
from licensing.domain.coverage.reach import Reach, reach_of
from licensing.domain.coverage.reading import Reading
from licensing.domain.coverage.summary import OWNERS
from licensing.domain.coverage.wide import WideReading
from licensing.enums import CoverageMeasure

# What the summary of a province is not cut by, and what only turns pages.
NARROWER = ("profession", "kind", "facility", "kecamatan", "kelurahan")
PAGING = ("cursor", "page_size", "count")


class Coverage(BaseView):
    """Figures of one measure by groups."""

    policy = "hlc_read"
    scope = "hlc:read"
    query_parameters = tuple(CoverageQuery().fields)
    may_be_empty = query_parameters  # its serializer says which

    @extend_schema(operation_id="hlc_read", parameters=[CoverageQuery], responses=CoverageSerializer, tags=["hlc"])
    def get(self, request: Request) -> Response:
        """Numerator and denominator on any date, in cursor pages. Groups where nobody is obliged are left out.

        A city is counted live. An office of a province reads the summary of its own province, by city or
        profession, and one city of it live with `city`.

        Whoever may see counts only gets small rows as null, and others from which they could be worked out.
        """
        query = CoverageQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        reach = reach_of(request.user).inside(asked.get("city", ""))
        on = (asked.get("on") if reach.rows else None) or today()
        # Combinations and other days would tell small cells by subtraction: counts come by one group, uncut, today.
        by = asked["by"] if reach.rows else asked["by"][:1]
        figures, gone = _figures(reach, asked, on, by)
        page = key_page(figures, cursor=asked["cursor"], size=asked.get("page_size"))
        rows = [
            _row(
                dict(zip(by, key, strict=True)),
                None if key in gone else figures[key],
                _list(request, asked, by, key) if key not in gone and reach.rows and not reach.is_wide else None,
            )
            for key in page.keys
        ]
        if not by and not rows:
            rows = [_row({}, NOTHING, None)]
        found = {
            "on": on,
            "measure": asked["measure"],
            "results": rows,
            "next": _page(request, page.next),
            "previous": _page(request, page.previous),
        }
        if asked["count"]:
            found["count"] = len(figures)
        return Response(CoverageSerializer(found).data)


def _figures(
    reach: Reach, asked: dict[str, Any], on: date, by: tuple[str, ...]
) -> tuple[Mapping[Key, Figure], frozenset[Key]]:
    """Return the figures by group, and the keys of those that are hidden from whoever may see counts only.

    More than one city is read from the summary. Raises ValidationError for a cut the summary does not keep.
    """
    measure = CoverageMeasure(asked["measure"])
    if not reach.is_wide:
        reading = Reading(_cut(reach.cut(on), asked) if reach.rows else reach.cut(on), measure)
        found = reading.figures(*by)
        return found, frozenset() if reach.rows else hidden_keys(reading.total(), found)
    owner = asked.get("ownership", "") if reach.rows else ""
    kept = WideReading(reach.region, measure, on, owner)
    summed = kept.figures(*by)
    narrowed = reach.rows and any(asked.get(name) for name in NARROWER)
    if summed is None or narrowed or owner not in OWNERS:
        detail = ErrorDetail(_("Untuk wilayah seluas ini sebutkan satu kota dengan `city`."), code="too_wide")
        raise ValidationError({"city": [detail]})
    return summed, frozenset() if reach.rows else hidden_keys(kept.total(), summed)


def _page(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _cut(cut: Cut, asked: dict[str, Any]) -> Cut:
    found = cut.within(**{name: asked.get(name, "") for name in ("profession", "kind", "ownership", "facility")})
    for name in ("city", "kecamatan", "kelurahan"):
        if asked.get(name):
            found = found.inside(asked[name])
    return found


def _row(group: dict[str, str], figure: Figure | None, page: str | None) -> dict[str, Any]:
    """Return one line; without a figure it is hidden."""
    return {
        "group": group,
        "numerator": figure.held if figure else None,
        "denominator": figure.obliged if figure else None,
        "ratio": round(figure.held / figure.obliged, 4) if figure and figure.obliged else None,
        "list": page,
    }


def _list(request: Request, asked: dict[str, Any], by: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return the address of the page that lists those who lack a licence in a row."""
    cut = {name: str(value) for name, value in asked.items() if name not in ("by", *PAGING) and value}
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
    return {**_row({}, None if hide else figure, None), "measure": measure, "hidden": hide}
