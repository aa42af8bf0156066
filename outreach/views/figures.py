"""Figures of a month, the list behind each, and both as a workbook."""

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain.offices import home_office
from accounts.models import Region
from accounts.rules import may, viewer_of
from core import audit, formats
from core.components import Cell, Column, Edge, Kpi, LineChart, Point, Row, Table
from core.months import Month
from core.sheets import SheetOut, write
from outreach.domain import clock
from outreach.domain.figures import MonthFigures, facts_of, month_figures
from outreach.domain.summary import Summary
from outreach.enums import Need, PickupState
from outreach.models import Pickup
from outreach.querysets import counted_for, sees_small_counts
from outreach.views.cards import KINDS, left_words, place_of, reading_of
from outreach.views.scope import StaffMixin

PAGE_SIZE = 25
SMALLEST = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MonthMixin(StaffMixin):
    """The month asked for, this one by default."""

    def month(self) -> Month:
        """The month of `?bulan=`."""
        zone = (self.office or home_office()).zone
        try:
            return Month.parse(self.request.GET.get("bulan", ""), zone)
        except ValueError:
            return Month.of(timezone.now(), zone)

    @property
    def sees_rows(self) -> bool:
        """True for whoever may open the list behind the figures."""
        scopes = viewer_of(self.request.user).scopes("dashboard_read")
        return may(self.request.user, "pickup_read") and any(scope.cell.scope in ("W", "D") for scope in scopes)

    @property
    def hides_small(self) -> bool:
        """True where counts under five are hidden (cell `A`)."""
        return not sees_small_counts(self.request.user)

    def figures(self) -> MonthFigures:
        """The figures of the month for this viewer."""
        scope = counted_for(self.request.user)
        return month_figures(Pickup.objects.filter(scope), scope, self.month(), at=timezone.now())


class PickupFiguresView(MonthMixin, TemplateView):
    """Head figures, groups, trend; each links to its list."""

    policy = "dashboard_read"
    template_name = "outreach/pickup_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.figures()
        month, total = found.month, found.total
        names = dict(Region.objects.filter(code__in=found.by_region).values_list("code", "name"))
        needs = dict(Need.choices)
        return super().get_context_data(
            month=month,
            month_name=formats.plain_date(month.start.date()).partition(" ")[2],
            earlier=f"?bulan={month.shifted(-1)}",
            later=f"?bulan={month.shifted(1)}",
            kpis=self._kpis(found),
            empty=total.reported == 0,
            by_region=self._table(_("Menurut kelurahan"), found.by_region, names, "desa"),
            by_need=self._table(_("Menurut kelompok"), found.by_need, needs, "kelompok"),
            has_trend=not self.hides_small and sum(row.arrived > 0 for _name, row in found.trend) > 1,
            chart=LineChart(
                name="trend",
                title=_("Tiba tepat waktu, enam bulan"),
                points=[
                    Point(str(name), float(formats.share(row.on_time, row.arrived) or 0), mark=str(name)[5:])
                    for name, row in found.trend
                    if row.arrived
                ],
                low=0,
                high=100,
                step=25,
                target=100,
                target_label=_("Janji"),
            ),
            more=self._more(found.total) if self.sees_rows else [],
            workbook_url=f"{reverse('pickup_workbook')}?bulan={month}" if self.sees_rows else "",
            **kwargs,
        )

    def _more(self, total: Summary) -> list[tuple[str, str]]:
        """Lists behind the smaller figures, as (words, address)."""
        counts = (
            (_("Belum didatangi"), total.waiting, self._link(tampil="menunggu")),
            (_("Dibatalkan"), total.cancelled, self._link(tampil="batal")),
            (_("Santunan terutang"), total.owed, self._link(tampil="santunan")),
            (_("Santunan diserahkan"), total.handed, self._link(tampil="diserahkan")),
        )
        registered = (_("Keluarga terdaftar"), self._families("terdaftar"))
        return [*((f"{label} ({formats.number(count)})", url) for label, count, url in counts if count), registered]

    def _link(self, **filters: str) -> str:
        return (
            f"{reverse('pickup_list')}?{urlencode({'bulan': str(self.month()), **filters})}" if self.sees_rows else ""
        )

    def _families(self, shown: str) -> str:
        """The list of households behind a figure."""
        query = urlencode({"bulan": str(self.month()), "tampil": shown})
        return f"{reverse('household_list')}?{query}" if self.sees_rows else ""

    def _cell(self, count: int, **filters: str) -> Cell:
        """A count with the way to its list, where there is something to list."""
        alarm = filters.get("tampil") == "lewat" and count > 0
        return Cell(self._count(count), url=self._link(**filters) if count else "", alarm=alarm)

    def _count(self, count: int) -> str:
        return _("kurang dari 5") if self.hides_small and 0 < count < SMALLEST else formats.number(count)

    def _is_small(self, row: Summary) -> bool:
        return self.hides_small and min(row.on_time, row.arrived - row.on_time) < SMALLEST

    def _time(self, span: Any, row: Summary) -> str:
        """A span over few pickups would tell about one of them."""
        return formats.NOTHING if self.hides_small and row.arrived < SMALLEST else _span(span)

    def _share(self, row: Summary) -> str:
        """A share over small counts would give them away."""
        return formats.NOTHING if self._is_small(row) else formats.percent(formats.share(row.on_time, row.arrived))

    def _kpis(self, found: MonthFigures) -> list[Kpi]:
        total, link = found.total, _("Lihat daftarnya")
        on_time = _("%(part)s dari %(whole)s yang sudah didatangi") % {
            "part": self._count(total.on_time),
            "whole": self._count(total.arrived),
        }
        spans = _("median; 90 %% paling lama %(span)s (peringkat terdekat)") % {
            "span": self._time(total.ninetieth, total)
        }
        rice = _("%(handed)s diserahkan, %(confirmed)s disahkan") % {
            "handed": self._count(total.handed),
            "confirmed": self._count(total.confirmed),
        }
        served = _("dari %(count)s keluarga terdaftar") % {"count": self._count(found.coverage.registered)}
        calls = _("%(waiting)s belum didatangi, %(cancelled)s dibatalkan") % {
            "waiting": self._count(total.waiting),
            "cancelled": self._count(total.cancelled),
        }
        return [
            Kpi("reported", _("Permintaan"), self._count(total.reported), calls, self._link(), link),
            Kpi(
                "on-time",
                _("Tepat waktu"),
                self._share(total),
                on_time,
                self._link(tampil="tepat"),
                link,
            ),
            Kpi(
                "response", _("Waktu tanggap"), self._time(total.median, total), spans, self._link(tampil="tiba"), link
            ),
            Kpi("missed", _("Lewat janji"), self._count(total.missed), rice, self._link(tampil="lewat"), link),
            Kpi(
                "served",
                _("Keluarga dilayani"),
                self._count(found.coverage.served),
                served,
                self._families("dilayani"),
                link,
            ),
        ]

    def _table(self, caption: str, rows: dict[str, Summary], names: dict[str, Any], filter_name: str) -> Table:
        return Table(
            caption=caption,
            tight=True,
            columns=(
                Column(caption),
                Column(_("Permintaan"), numeric=True),
                Column(_("Tepat waktu"), numeric=True),
                Column(_("Lewat janji"), numeric=True),
                Column(_("Median"), numeric=True),
                Column(_("Santunan"), numeric=True),
            ),
            rows=[
                Row(
                    cells=(
                        Cell(str(names.get(code, code)), url=self._link(**{filter_name: code}), strong=True),
                        Cell(self._count(row.reported)),
                        self._cell(row.on_time, **{filter_name: code}, tampil="tepat"),
                        self._cell(row.missed, **{filter_name: code}, tampil="lewat"),
                        Cell(self._time(row.median, row)),
                        self._cell(row.owed, **{filter_name: code}, tampil="santunan"),
                    )
                )
                for code, row in rows.items()
            ],
        )


def _span(span: Any) -> str:
    return formats.NOTHING if span is None else formats.duration(clock.minutes(span))


class PickupListView(MonthMixin, TemplateView):
    """The pickups behind a figure: the same rows, counted the same way."""

    policy = "pickup_read"
    template_name = "outreach/pickup_list.html"

    def rows(self) -> Any:
        """Pickups of the month within scope, narrowed as the figure was."""
        asked, month = self.request.GET, self.month()
        rows = Pickup.objects.visible_to(self.user).exclude(state=PickupState.MERGED)
        rows = rows.filter(reported_at__gte=month.start, reported_at__lt=month.end)
        if region := asked.get("desa", "")[:13]:
            rows = rows.filter(region_id=region)
        if need := asked.get("kelompok", ""):
            rows = rows.filter(need=need)
        return rows.shown(asked.get("tampil", ""), timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        page = Paginator(self.rows().for_board().order_by("-reported_at", "-pk"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            page=page,
            count=page.paginator.count,
            month=self.month(),
            table=Table(
                caption=_("Permintaan"),
                hide_caption=True,
                columns=(
                    Column(_("Nomor")),
                    Column(_("Tempat")),
                    Column(_("Siapa")),
                    Column(_("Dilaporkan")),
                    Column(_("Waktu")),
                    Column(_("Keadaan")),
                ),
                rows=[self._row(row, at) for row in page.object_list],
            )
            if page.paginator.count
            else None,
            **kwargs,
        )

    def _row(self, row: Pickup, at: Any) -> Row:
        reading = reading_of(row, at)
        return Row(
            cells=(
                Cell(row.number, url=reverse("pickup_detail", args=[row.public_id]), strong=True, whole=True),
                Cell(place_of(row, masked=self.is_masked)),
                Cell(row.get_need_display()),
                Cell(formats.short_moment(row.reported_at, row.office.zone), whole=True),
                Cell(" ".join(left_words(reading)), alarm=reading.missed),
                Cell(row.get_state_display(), kind=KINDS[reading.stand]),
            ),
            edge=Edge.LATE if reading.missed else Edge.NONE,
        )


class PickupWorkbookView(MonthMixin, View):
    """The month as a workbook: head figures, groups and the pickups, without name, place or phone."""

    policy = "dashboard_read"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.sees_rows:
            return redirect("pickup_figures")
        found, at = self.figures(), timezone.now()
        zone = (self.office or home_office()).zone
        month = found.month
        rows = Pickup.objects.filter(counted_for(request.user), reported_at__gte=month.start, reported_at__lt=month.end)
        facts = facts_of(rows.order_by("reported_at", "pk"))
        names = dict(Region.objects.filter(code__in=found.by_region).values_list("code", "name"))
        needs = dict(Need.choices)
        total = found.total
        sheets = [
            SheetOut(
                _("Ringkasan"),
                (_("Hal"), _("Angka")),
                [
                    (_("Bulan"), str(month)),
                    (_("Permintaan"), total.reported),
                    (_("Sudah didatangi"), total.arrived),
                    (_("Tepat waktu"), total.on_time),
                    (_("Lewat janji"), total.missed),
                    (_("Median (menit)"), _minutes(total.median)),
                    (_("Persentil 90 (menit)"), _minutes(total.ninetieth)),
                    (_("Santunan terutang"), total.owed),
                    (_("Santunan diserahkan"), total.handed),
                    (_("Santunan disahkan"), total.confirmed),
                    (_("Keluarga terdaftar"), found.coverage.registered),
                    (_("Keluarga dilayani"), found.coverage.served),
                ],
            ),
            SheetOut(
                _("Permintaan"),
                (_("Kelurahan"), _("Kelompok"), _("Dilaporkan"), _("Tiba"), _("Menit"), _("Santunan")),
                [
                    (
                        names.get(row.region, row.region),
                        str(needs[row.need]),
                        f"{formats.local(row.reported_at, zone):%Y-%m-%d %H:%M}",
                        f"{formats.local(row.arrived_at, zone):%Y-%m-%d %H:%M}" if row.arrived_at else "",
                        _minutes(row.response),
                        _("ya") if row.owed else _("tidak"),
                    )
                    for row in facts
                ],
            ),
        ]
        target = BytesIO()
        write(target, sheets)
        with transaction.atomic():
            payload = {"month": str(month), "rows": len(facts)}
            audit.record(action="pickup.export", by=self.user, office=self.office, payload=payload, at=at)
        response = HttpResponse(target.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="jemput-{month}.xlsx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _minutes(span: Any) -> object:
    return "" if span is None else clock.minutes(span)
