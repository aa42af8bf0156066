"""One drawing looked into: by place, month and group; and the records behind a figure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from core import formats
from core.components import Filters, Table
from spm.domain.dashboards.boards import Detail, detail
from spm.domain.dashboards.figures import Line
from spm.enums import AgeGroup, Dashboard, Disability, Level, Sex
from spm.models import Evidence, Indicator
from spm.views.dashboard_cut import CutMixin, groups, period
from spm.views.drawings import drawn, lines_table, nothing, register_table, trend
from spm.views.service import PER_PAGE, records_table

KINDS: dict[str, Any] = {
    "sex": ("kelamin", Sex),
    "age_group": ("umur", AgeGroup),
    "disability": ("disabilitas", Disability),
}
HEADS = {
    "sex": gettext_lazy("Jenis kelamin"),
    "age_group": gettext_lazy("Kelompok umur"),
    "disability": gettext_lazy("Disabilitas"),
}
BELOW = {
    Level.NATIONAL: gettext_lazy("Provinsi"),
    Level.PROVINCE: gettext_lazy("Kabupaten/kota"),
    Level.CITY: gettext_lazy("Puskesmas"),
    Level.PUSKESMAS: gettext_lazy("Unit"),
}
MOST_COLUMNS = 6


class PanelView(CutMixin, TemplateView):
    """The panels of one drawing."""

    template_name = "spm/ilp/panel.html"
    kwargs: dict[str, Any]

    @cached_property
    def detail(self) -> Detail:
        """The drawing with its tables; 404 for a panel nobody draws."""
        return detail(self.kwargs["code"], self.cut, self.reach, at=timezone.now())

    @cached_property
    def columns(self) -> list[Line]:
        """The lines the tables show: all of a small drawing, one of a large."""
        lines = [line for line in self.detail.drawing.lines if line.count is not None]
        asked = [line for line in lines if line.wanted.code == self.request.GET.get("indikator")]
        return asked or (lines if len(lines) <= MOST_COLUMNS else lines[:1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, cut, drawing = self.detail, self.cut, self.detail.drawing
        board = Dashboard(drawing.panels[0].dashboard)
        args = () if board == Dashboard.MAIN else (board.value,)
        lines = [line for line in drawing.lines if line.count is not None]
        return super().get_context_data(
            detail=found,
            heading=drawing.title,
            area=cut.area,
            period=period(cut),
            groups=groups(cut),
            filters=Filters(self.form if self.form.fields else None, keep=self._kept()),
            board_label=board.label,
            board_url=self.url("ilp_dashboard_cluster" if args else "ilp_dashboard", *args),
            drawing=drawn(drawing, "", self.line_url, whole=True),
            choices=[(line.wanted.code, line.wanted.label) for line in lines] if len(lines) > MOST_COLUMNS else [],
            chosen=self.columns[0].wanted.code if self.columns else "",
            kept=self.form.query,
            charts=self._charts(),
            tables=list(self._tables()),
            register=register_table(drawing.title, drawing.rows, whole=True) if drawing.rows else None,
            hides=any(line.is_hidden for line in drawing.lines) or not self.reach.owns,
            **kwargs,
        )

    def _kept(self) -> dict[str, str]:
        asked = self.request.GET.get("indikator", "")
        return {"indikator": asked} if asked else {}

    def may_open(self, line: Line) -> bool:
        """Tell whether the records behind a line are this person's to open."""
        return self.reach.owns_all if line.wanted.is_sensitive else self.reach.owns

    def line_url(self, line: Line) -> str:
        """The records behind a line; without them, its own tables."""
        if self.may_open(line):
            return self.url("ilp_records", line.wanted.code)
        return self.url("ilp_panel", self.kwargs["code"], indikator=line.wanted.code) if self.reach.has_places else ""

    def _charts(self) -> list[Any]:
        drawn_lines = [trend(line.wanted.code, _trend_title(line), self._months(line)) for line in self.columns[:2]]
        return [chart for chart in drawn_lines if chart is not None]

    def _months(self, line: Line) -> Any:
        return self.detail.months.get(line.wanted.code, {})

    def _tables(self) -> Iterable[Table]:
        found = self.detail
        if not self.columns or not self.reach.has_places:
            return
        if found.is_open_by_place(self.columns):
            yield self._table(_("Menurut wilayah"), str(BELOW[Level(self.cut.area.level)]), self._places(), total=True)
        months = sorted({month for line in self.columns for month in self._months(line)})
        if months:
            rows = [(formats.month(each), "", self._months, each, self._month_url) for each in months]
            yield self._table(_("Menurut bulan"), _("Bulan"), rows)
        for name, head in HEADS.items():
            keys = {key for line in self.columns for key in found.groups.get(name, {}).get(line.wanted.code, {})}
            if keys - {""}:
                yield self._table(
                    _("Menurut %(group)s") % {"group": str(head).lower()}, str(head), self._group(name, keys)
                )

    def _table(self, caption: str, head: str, rows: Sequence[Any], *, total: bool = False) -> Table:
        cells = [
            (name, url, [self._cell(line, source(line), key, link) for line in self.columns])
            for name, url, source, key, link in rows
        ]
        return lines_table(caption, head, self.columns, cells, self.columns if total else ())

    def _cell(self, line: Line, found: Any, key: Any, link: Callable[[Line, Any], str]) -> tuple[Line, str]:
        here = found.get(key) or nothing(line.wanted)
        return here, link(line, key) if here.count is not None else ""

    def _places(self) -> list[Any]:
        found = self.detail
        own = _("Dicatat di tingkat wilayah ini")
        keys = [
            *found.names,
            *(key for key in found.places.get(self.columns[0].wanted.code, {}) if key not in found.names),
        ]
        return [
            (
                found.names[key].name if key in found.names else own,
                self._into(key),
                lambda line: found.places.get(line.wanted.code, {}),
                key,
                self._place_url,
            )
            for key in keys
        ]

    def _into(self, key: Any) -> str:
        place = self.detail.names.get(key)
        if place is None or not (place.code or place.unit) or place.unit == self.form.query.get("unit"):
            return ""
        if place.unit and not self.reach.owns:
            return ""
        if place.code and not _is_wide(self.cut.area.level):
            return ""
        return self.url("ilp_panel", self.kwargs["code"], wilayah=place.code, unit=place.unit)

    def _place_url(self, line: Line, key: Any) -> str:
        if not self.may_open(line):
            return self._into(key)
        place = self.detail.names.get(key)
        return self.url("ilp_records", line.wanted.code, **({"unit": place.unit} if place and place.unit else {}))

    def _month_url(self, line: Line, key: Any) -> str:
        months = {"tahun": key.year, "dari": key.month, "sampai": key.month}
        return self.url("ilp_records", line.wanted.code, **months) if self.may_open(line) else ""

    def _group(self, name: str, keys: Iterable[str]) -> list[Any]:
        word, kind = KINDS[name]
        order = [value for value in kind.values if value in keys] + ([""] if "" in keys else [])

        def link(line: Line, key: Any) -> str:
            return self.url("ilp_records", line.wanted.code, **{word: key}) if key and self.may_open(line) else ""

        return [
            (
                str(kind(key).label) if key else _("Tidak dibedakan"),
                "",
                lambda line: self.detail.groups[name].get(line.wanted.code, {}),
                key,
                link,
            )
            for key in order
        ]


def _is_wide(level: str) -> bool:
    return level in (Level.NATIONAL, Level.PROVINCE)


def _trend_title(line: Line) -> str:
    return _("%(name)s per bulan, orang") % {"name": line.wanted.label}


class RecordsView(CutMixin, TemplateView):
    """Figures one by one, old versions too, with their documents; 404 where only sums are one's to see."""

    template_name = "spm/ilp/records.html"
    kwargs: dict[str, Any]

    @cached_property
    def indicator(self) -> Indicator:
        """The newest definition of the code in use."""
        rows = Indicator.objects.filter(code=self.kwargs["code"], is_enabled=True).order_by("-valid_from")
        found = rows.first()
        seen = found and (self.reach.owns_all if found.is_sensitive else self.reach.owns)
        if found is None or not seen:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cut, indicator = self.cut, self.indicator
        rows = self.reach.records(cut.area).of_months(cut.first, cut.last).filter(cut.groups)
        rows = rows.filter(indicator__code=indicator.code).select_related("facility", "region", "author")
        page = Paginator(rows.order_by("-month", "facility", "-version", "pk"), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        documents = Evidence.objects.visible_to(self.request.user).filter(
            indicator__code=indicator.code, year=cut.first.year
        )
        if cut.area.facility:
            documents = documents.filter(facility=cut.area.facility)
        return super().get_context_data(
            indicator=indicator,
            area=cut.area,
            period=period(cut),
            groups=groups(cut),
            filters=Filters(self.form if self.form.fields else None),
            page=page,
            records=records_table(page),
            documents=documents.select_related("author", "facility"),
            back=self.url("ilp_dashboard"),
            **kwargs,
        )
