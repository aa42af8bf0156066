"""How long outside bodies took in a month: figures per body, each question, and both as a workbook."""

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
from accounts.models import Office
from core import audit, formats
from core.components import Cell, Column, Edge, Row, Table
from inspections.models import Visit
from licensing.domain.reports.coordination_times import CoordinationTime, by_body, coordination_times
from licensing.models import Application
from licensing.views.promise import MonthMixin
from licensing.views.promise_figures import address, body_table, month_words, outcome, time_words
from licensing.views.spreadsheets import coordination_sheets, workbook

PAGE_SIZE = 25


class RowsOnly(MonthMixin):
    """Officers of the region only; whoever reads totals is taken to the report."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and self.is_allowed(request) and not self.reads_rows:
            return redirect("promise_report")
        return super().dispatch(request, *args, **kwargs)


class CoordinationTimesView(RowsOnly, TemplateView):
    """Questions asked in the month, narrowed to one body by its name."""

    template_name = "licensing/desk/coordination_times.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office, now = home_office(), timezone.now()
        month = self.month(office)
        found = coordination_times(office, month, at=now)
        body = self.request.GET.get("instansi", "")
        rows = [row for row in found if not body or row.body == body]
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            office=office,
            title=month_words(month),
            now=now,
            is_running=month.end > now,
            previous=address("coordination_times", month.shifted(-1)),
            following="" if month.end > now else address("coordination_times", month.shifted(1)),
            report_url=address("promise_report", month),
            body=body,
            all_url=address("coordination_times", month),
            bodies=body_table(by_body(found), month) if found else None,
            table=_question_table(list(page.object_list), self.request.user, office) if rows else None,
            page=page,
            total=len(rows),
            sheet_url=address("coordination_times_sheet", month),
            **kwargs,
        )


class CoordinationTimesSheetView(RowsOnly, View):
    """The same as XLSX; leaves a trace."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # the address names the month
        office, now = home_office(), timezone.now()
        month = self.month(office)
        rows = coordination_times(office, month, at=now)
        with transaction.atomic():
            payload = {"month": str(month), "rows": len(rows)}
            audit.record(action="coordination_times.export", by=self.actor.user, office=office, payload=payload, at=now)
        return workbook(coordination_sheets(rows), name=f"waktu-koordinasi-{month}")


def _question_table(rows: list[CoordinationTime], user: Any, office: Office) -> Table:
    columns = (
        Column(_("Instansi")),
        Column(_("Ditanya")),
        Column(_("Dijawab")),
        Column(_("Terpakai"), numeric=True),
        Column(_("Janji"), numeric=True),
        Column(_("Keadaan")),
    )
    files = {row.about for row in rows if not row.is_visit}
    visits = {row.about for row in rows if row.is_visit}
    seen = set(Application.objects.visible_to(user).filter(number__in=files).values_list("number", flat=True))
    seen |= set(Visit.objects.visible_to(user).filter(public_id__in=visits).values_list("public_id", flat=True))
    return Table(_("Koordinasi"), columns, [_question_row(row, seen, office) for row in rows], hide_caption=True)


def _question_row(row: CoordinationTime, seen: set[str], office: Office) -> Row:
    page = "visit_detail" if row.is_visit else "application_detail"
    word, kind = outcome(row)
    days = formats.working_days(round(float(row.used_days), 2))
    return Row(
        (
            Cell(
                row.body,
                note=row.reference or _("Kunjungan"),
                url=reverse(page, args=[row.about]) if row.about in seen else "",
                strong=True,
            ),
            Cell(formats.short_moment(row.asked_at, office.time_zone), whole=True),
            Cell(formats.short_moment(row.answered_at, office.time_zone) if row.answered_at else "–", whole=True),
            Cell(time_words(row.minutes), note=days, whole=True),
            Cell(formats.working_days(float(row.promised_days)), whole=True),
            Cell(word, kind=kind),
        ),
        edge=Edge.LATE if row.on_time is False else Edge.NONE,
    )
