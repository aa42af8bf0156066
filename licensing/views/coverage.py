"""The coverage page (HLC): how many of those obliged hold a licence, where, and what would change it."""

from typing import Any

from django.views.generic import TemplateView

from licensing.domain.coverage.board import Board
from licensing.enums import CoverageList
from licensing.views import coverage_charts, coverage_tables
from licensing.views.coverage_base import CoverageMixin
from licensing.views.coverage_counts import published
from licensing.views.coverage_outlook import outlook
from licensing.views.coverage_wide import wide


class CoverageView(CoverageMixin, TemplateView):
    """Tiles, chart and map by kecamatan, tables; counts only for whoever may not see rows."""

    template_name = "licensing/coverage/detail.html"

    def get_template_names(self) -> list[str]:
        """Counts only are a page of their own, and so is a province."""
        if not self.reach.rows:
            return ["licensing/coverage/counts.html"]
        return ["licensing/coverage/wide.html" if self.reach.is_wide else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "on": self.form.day,
            "place": self.place_name(),
            "tabs": coverage_tables.tabs(self),
            "date_error": next(iter(self.form.errors.get("on", ())), ""),
        }
        if not self.reach.rows:
            return super().get_context_data(**{**shared, **published(self)}, **kwargs)
        if self.reach.is_wide:
            return super().get_context_data(**{**shared, **wide(self)}, **kwargs)
        lists = CoverageList
        board = Board(self.form.cut(), self.measure)
        total = board.total(lists.IN_PROCESS, lists.ENDING_90, lists.UNFILED_90, lists.MISSING)
        districts = board.by("kecamatan")
        return super().get_context_data(
            **shared,
            filters=self.filters(),
            is_empty=not total.obliged,
            is_filtered=bool(self.form.chosen),
            kpis=coverage_tables.tiles(self, board, total),
            district_chart=coverage_charts.districts(self, districts) if districts else None,
            district_map=coverage_charts.tiles(self, districts) if districts else None,
            **coverage_tables.tables(self, board),
            **(outlook(self, board, total, districts) if total.obliged else {}),
            **kwargs,
        )
