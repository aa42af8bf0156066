"""Figures of a month with the ways to their lists, and its reports."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import Region
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Kpi, LineChart, Point, Row, Table
from core.exceptions import NotFound
from core.idempotency import FORM_KEY
from core.identifiers import public_id
from core.months import Month
from core.web import DomainErrorMixin, FormKeyMixin, redirect_once
from letters.domain.issuing import read_file
from letters.domain.opening import file_name, letter_for, note_opening
from letters.enums import LetterState
from outreach.domain import clock
from outreach.domain.figures import MonthFigures
from outreach.domain.summary import Summary
from outreach.enums import Need
from outreach.letters.issuing import issue_report
from outreach.models import MonthReport
from outreach.querysets import offices_of
from outreach.views.months import MonthMixin

SMALLEST = 5


class PickupFiguresView(FormKeyMixin, MonthMixin, TemplateView):
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
            later="" if month.end > timezone.now() else f"?bulan={month.shifted(1)}",
            kpis=self._kpis(found),
            served=self._served(found),
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
            reports=self._reports(month),
            may_issue=self._may_issue(month),
            more=self._more(found.total) if self.sees_rows else [],
            workbook_url=f"{reverse('pickup_workbook')}?bulan={month}" if self.sees_rows else "",
            **kwargs,
        )

    def _reports(self, month: Month) -> Table | None:
        if not self.sees_rows:
            return None
        rows = MonthReport.objects.filter(offices_of(self.user), month=month.start.date()).select_related(
            "letter", "asked_by"
        )
        found = list(rows.order_by("office", "-as_of", "-pk"))
        return report_table(found, month.zone) if found else None

    def _may_issue(self, month: Month) -> bool:
        return self.office is not None and month.end <= timezone.now() and may(self.user, "pickup_report")

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
        calls = _("%(waiting)s belum didatangi, %(cancelled)s dibatalkan") % {
            "waiting": self._count(total.waiting),
            "cancelled": self._count(total.cancelled),
        }
        return [
            Kpi("reported", _("Permintaan masuk"), self._count(total.reported), calls, self._link(), link),
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
        ]

    def _served(self, found: MonthFigures) -> Kpi:
        """Poor families served of those registered, what the indicators read; under the four head figures."""
        return Kpi(
            "served",
            _("Keluarga dilayani"),
            self._count(found.coverage.served),
            _("dari %(count)s keluarga terdaftar") % {"count": self._count(found.coverage.registered)},
            self._families("dilayani"),
            _("Lihat daftarnya"),
        )

    def _table(self, caption: str, rows: dict[str, Summary], names: dict[str, Any], filter_name: str) -> Table:
        return Table(
            caption=caption,
            tight=True,
            columns=(
                Column(caption),
                Column(_("Permintaan masuk"), numeric=True),
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


def report_table(rows: list[MonthReport], zone: Any) -> Table:
    """Reports of a month, the newest first; those replaced stay readable."""
    columns = (Column(_("Nomor")), Column(_("Keadaan data")), Column(_("Diminta oleh")), Column(_("Unduh")))
    return Table(
        caption=_("Laporan bulan ini"),
        tight=True,
        columns=columns,
        rows=[
            Row(
                cells=(
                    Cell(row.letter.number, strong=True, whole=True),
                    Cell(formats.short_moment(row.as_of, zone), whole=True),
                    Cell(row.asked_by.name if row.asked_by else _("Sistem")),
                    Cell(
                        _("Unduh PDF"),
                        url=reverse("pickup_report_file", args=[row.letter.public_id]),
                        context=row.letter.number,
                        testid="report-file",
                    )
                    if row.letter.state == LetterState.ISSUED
                    else Cell(_("Sedang dibuat")),
                )
            )
            for row in rows
        ],
    )


class PickupReportFileView(DomainErrorMixin, View):
    """The sealed report as an attachment, for whoever reads its figures; 404 for anybody else."""

    policy = "dashboard_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not MonthReport.objects.filter(offices_of(request.user), letter__public_id=public_id).exists():
            raise NotFound
        letter = letter_for(request.user, public_id)
        pdf = read_file(letter)
        note_opening(letter, by=request.user, at=timezone.now())
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{file_name(letter)}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class PickupReportIssueView(MonthMixin, FormKeyMixin, View):
    """Have the report of a month that is over numbered and sealed."""

    policy = "pickup_report"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to the figures."""
        return f"{reverse('pickup_figures')}?bulan={self.month()}"

    def post(self, request: HttpRequest) -> HttpResponse:
        office, key = self.office, request.POST.get(FORM_KEY) or public_id()
        if office is None:
            raise NotFound

        def act() -> str:
            row = issue_report(office, self.month(), by=self.user, key=key, at=timezone.now())
            text = _("Laporan nomor %(number)s sedang dibuat; muat ulang halaman ini sebentar lagi.")
            messages.success(request, text % {"number": row.letter.number})
            return self.refused_url()

        return redirect_once(request, act)
