"""What stands behind the figures of a month: the list of pickups, and the workbook."""

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain.offices import home_office
from accounts.models import Region
from core import audit, formats
from core.components import Cell, Column, Edge, Row, Table
from core.sheets import SheetOut, write
from outreach.domain import clock
from outreach.domain.figures import facts_of
from outreach.enums import Need, PickupState
from outreach.models import Pickup
from outreach.querysets import counted_for
from outreach.views.cards import KINDS, left_words, place_of, reading_of
from outreach.views.months import MonthMixin

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
