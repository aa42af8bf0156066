"""The ILP dashboards, and the same as PDF and spreadsheet."""

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from core.components import Filters
from core.sheets import write
from spm.domain.dashboards.boards import Board, Drawing, board
from spm.domain.dashboards.figures import Line
from spm.enums import Dashboard, Level
from spm.views.dashboard_cut import CutMixin, groups, period
from spm.views.dashboard_files import XLSX, board_pdf, board_sheets
from spm.views.drawings import drawn, tiles


class BoardMixin(CutMixin):
    """Works the dashboard out."""

    kwargs: dict[str, Any]

    @cached_property
    def dashboard(self) -> Dashboard:
        """The one in the address, the main one without; 404 for what is none."""
        word = self.kwargs.get("board", Dashboard.MAIN.value)
        if word not in Dashboard.values:
            raise Http404
        return Dashboard(word)

    @cached_property
    def board(self) -> Board:
        """Its figures, as they stand now."""
        return board(self.dashboard, self.cut, self.reach, at=timezone.now())

    def drawing_url(self, drawing: Drawing) -> str:
        """Where a drawing is looked into."""
        return self.url("ilp_panel", drawing.code)

    def line_url(self, line: Line) -> str:
        """The records behind a line, or its places where records are not this person's to open."""
        seen = self.reach.owns_all if line.wanted.is_sensitive else self.reach.owns
        if seen:
            return self.url("ilp_records", line.wanted.code)
        return self.url("ilp_panel", self._chart_of[line.wanted.panel]) if self.reach.has_places else ""

    @cached_property
    def _chart_of(self) -> dict[str, str]:
        return {panel.code: drawing.code for drawing in self.board.drawings for panel in drawing.panels}


class DashboardView(BoardMixin, TemplateView):
    """One dashboard on one page."""

    template_name = "spm/ilp/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, cut = self.board, self.cut
        drawings = [drawn(each, self.drawing_url(each), self.line_url) for each in found.drawings]
        return super().get_context_data(
            data_at=found.data_at,
            is_empty=found.is_empty,
            heading=found.dashboard.label,
            area=cut.area,
            period=period(cut),
            groups=groups(cut),
            filters=Filters(self.form if self.form.fields else None),
            tabs=self._tabs(),
            kpis=tiles(found, self.drawing_url),
            drawings=drawings,
            is_closed=found.is_closed,
            hides=any(line.is_hidden for each in found.drawings for line in each.lines),
            has_places=self.reach.has_places,
            level=str(Level(cut.area.level).label),
            pdf_url=self.url("ilp_dashboard_pdf", found.dashboard.value),
            sheet_url=self.url("ilp_dashboard_sheet", found.dashboard.value),
            **kwargs,
        )

    def _tabs(self) -> list[tuple[str, str, bool]]:
        found = []
        for each in Dashboard:
            args = () if each == Dashboard.MAIN else (each.value,)
            name = "ilp_dashboard" if each == Dashboard.MAIN else "ilp_dashboard_cluster"
            found.append((str(each.label), self.url(name, *args), each == self.dashboard))
        return found


class DashboardPdfView(BoardMixin, View):
    """The dashboard as a PDF, in Indonesian."""

    def get(self, request: HttpRequest, board: str) -> HttpResponse:  # noqa: ARG002  # Django's signature
        response = HttpResponse(board_pdf(self.board), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="ilp-{self.dashboard.value}.pdf"'
        return response


class DashboardSheetView(BoardMixin, View):
    """The dashboard as a spreadsheet: every line with its figure, one sheet."""

    def get(self, request: HttpRequest, board: str) -> HttpResponse:  # noqa: ARG002  # as above
        target = io.BytesIO()
        write(target, board_sheets(self.board))
        response = HttpResponse(target.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="ilp-{self.dashboard.value}.xlsx"'
        return response
