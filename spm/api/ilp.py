"""`/ilp/panels/`, `/ilp/indicators/`, `/ilp/values/`, `/ilp/dashboards/…`: ILP figures for agencies and officers."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from spm.api.serializers import (
    DashboardSerializer,
    IndicatorSerializer,
    PanelSerializer,
    ValueSerializer,
    ValuesInputSerializer,
    WrittenSerializer,
)
from spm.api.views import IndicatorList, ValueList
from spm.domain.dashboards.boards import Board, Detail, Drawing, board, detail
from spm.domain.dashboards.cut import Area
from spm.domain.dashboards.figures import Line, parts_check
from spm.domain.dashboards.reach import Reach, area_for, reach_of
from spm.domain.evaluation import as_text, rounded
from spm.enums import Dashboard, Programme, Shape
from spm.forms.dashboard import CutForm
from spm.models import Indicator, Panel

TAG = "ilp"
WORDS = {
    "region": "wilayah", "facility": "unit", "year": "tahun", "from": "dari", "until": "sampai", "sex": "kelamin",
    "age_group": "umur", "disability": "disabilitas",
}  # fmt: skip
# Open only to those who own the figures, or who see groups of people.
NOT_FOR_ALL = ("from", "until", "sex", "age_group", "disability")
CUT = [
    OpenApiParameter("region", str, description="Code; the caller's own without it."),
    OpenApiParameter("facility", str, description="Public id of a Puskesmas."),
    OpenApiParameter("year", int, description="This year without it."),
    OpenApiParameter("from", int, description="First month, 1 without it. Inside a regency or city alone."),
    OpenApiParameter("until", int, description="Last month; this month, or 12 of a past year, without it. As `from`."),
    OpenApiParameter("sex", str),
    OpenApiParameter("age_group", str),
    OpenApiParameter("disability", str),
]


class PanelList(ApiView):
    """Panels."""

    policy = "dashboard_read"
    scope = "spm:read"

    @extend_schema(operation_id="ilp_panels", responses=PanelSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """The panels in use, in their order; misprints of the paper are not among them."""
        rows: Any = Panel.objects.drawn()
        return Response(PanelSerializer(rows, many=True).data)


class IlpIndicatorList(IndicatorList):
    """Definitions of ILP."""

    def get_queryset(self) -> QuerySet[Indicator]:
        """Those of ILP in use."""
        return super().get_queryset().filter(programme=Programme.ILP)

    @extend_schema(operation_id="ilp_indicators", responses=IndicatorSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:
        """Definitions of ILP indicators, in all their versions."""
        return super().get(request)


class IlpValueList(ValueList):
    """Figures of ILP."""

    programme = Programme.ILP

    def get_queryset(self) -> Any:
        """Single figures of ILP the caller may open."""
        return super().get_queryset().filter(indicator__programme=Programme.ILP)

    @extend_schema(operation_id="ilp_values", responses=ValueSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:
        """ILP figures in the caller's region, newest first."""
        return super().get(request)

    @extend_schema(
        operation_id="ilp_values_write", request=ValuesInputSerializer, responses={201: WrittenSerializer}, tags=[TAG]
    )
    def post(self, request: Request) -> Response:
        """Write ILP figures, all or none, as `/spm/values/` does. Needs `spm:write`."""
        return super().post(request)


class DashboardDetail(ApiView):
    """A dashboard with its figures."""

    policy = "dashboard_read"
    scope = "spm:read"
    query_parameters = tuple(WORDS)

    @extend_schema(operation_id="ilp_dashboard", parameters=CUT, responses=DashboardSerializer, tags=[TAG])
    def get(self, request: Request, board_name: str) -> Response:
        """One dashboard (`utama`, `klaster-1` to `klaster-4`) of an area; 404 outside the caller's region.

        Shares are exact ("4175/42" per cent). A small count is hidden outside the regency or city that owns it: its
        numbers are null and `hidden` is true. There the figures of a year are divided one way at a time, by place or
        by one group; with two, all are hidden.
        """
        if board_name not in Dashboard.values:
            raise Http404
        reach, form = _asked(request)
        return Response(_board(board(Dashboard(board_name), form.cut, reach, at=timezone.now())))


class PanelDetail(ApiView):
    """A drawing by place."""

    policy = "dashboard_read"
    scope = "spm:read"
    query_parameters = tuple(WORDS)

    @extend_schema(operation_id="ilp_panel", parameters=CUT, responses=DashboardSerializer, tags=[TAG])
    def get(self, request: Request, code: str) -> Response:
        """The panels of one drawing with what lies below the area; the places add up to the area."""
        reach, form = _asked(request)
        found = detail(code, form.cut, reach, at=timezone.now())
        answer = _head(found)
        places = [
            {
                "region": found.names[key].code if key in found.names else "",
                "facility": found.names[key].unit if key in found.names else "",
                "name": found.names[key].name if key in found.names else "",
                "figures": [_line(lines[key]) for lines in found.places.values() if key in lines],
            }
            for key in {key: None for lines in found.places.values() for key in lines}
        ]
        return Response({**answer, "panels": [{**_drawing(found.drawing), "places": places}]})


def _asked(request: Request) -> tuple[Reach, CutForm]:
    given = request.query_params
    reach = reach_of(request.user)
    area: Area = area_for(reach, code=given.get("region", "")[:13], unit=given.get("facility", "")[:24])
    words = {word: given[name] for name, word in WORDS.items() if name in given}
    form = CutForm(words, reach=reach, area=area, today=timezone.localdate())
    closed = [name for name in NOT_FOR_ALL if name in given and WORDS[name] not in form.fields]
    if closed:
        raise ValidationError(
            {name: [_("Pilihan ini tidak terbuka bagi Anda. Hapus parameter ini.")] for name in closed}
        )
    if not form.is_valid():
        names = {word: name for name, word in WORDS.items()}
        raise ValidationError({names[word]: [str(each) for each in errors] for word, errors in form.errors.items()})
    return reach, form


def _board(found: Board) -> dict[str, Any]:
    return {**_head(found), "panels": [_drawing(each) for each in found.drawings]}


def _head(found: Board | Detail) -> dict[str, Any]:
    cut, area = found.cut, found.cut.area
    return {
        "level": area.level,
        "region": area.code,
        "facility": area.facility.public_id if area.facility else None,
        "first": f"{cut.first:%Y-%m}",
        "until": f"{cut.last:%Y-%m}",
        "sex": cut.sex,
        "age_group": cut.age_group,
        "disability": cut.disability,
        "data_at": timezone.localtime(found.data_at),
        "closed": found.is_closed,
    }


def _drawing(drawing: Drawing) -> dict[str, Any]:
    check = parts_check(drawing.lines) if drawing.shape == Shape.PARTS else None
    return {
        "code": drawing.code,
        "title": drawing.title,
        "shape": drawing.shape,
        "figures": [_line(line) for line in drawing.lines],
        "register": [
            {"head": row.head, "name": row.label, "count": row.count, "whole": row.whole} for row in drawing.rows
        ],
        "check": None if check is None else {"whole": check.whole, "parts": check.parts, "open": check.open},
        "places": [],
    }


def _line(line: Line) -> dict[str, Any]:
    count = None if line.is_hidden else line.count
    percent = line.percent if line.has_share else None
    return {
        "panel": line.wanted.panel,
        "indicator": line.wanted.code,
        "name": line.wanted.label,
        "numerator": count.served if count else None,
        "denominator": line.due if line.has_share and not line.is_hidden else None,
        "percent": as_text(percent),
        "shown": None if percent is None else str(rounded(percent)),
        "hidden": line.is_hidden,
    }
