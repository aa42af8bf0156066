"""Entry of a month: which Puskesmas is how far, and the sheet of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, ngettext
from django.views.generic import FormView, TemplateView

from accounts.models import User
from core import formats
from core.components import Cell, Column, Kind, Row, Table
from core.web import ActFormMixin
from facilities.models import Facility
from spm.domain.entry import Progress, progress_of, sheet_indicators, standing, targets_so_far
from spm.domain.places import facility_for, place_of, puskesmas_for
from spm.domain.recording import Author, record
from spm.enums import Source
from spm.forms.entry import EntryForm
from spm.views.period import month_of


class MonthMixin:
    """Gives `month` of the address, and its neighbours."""

    request: Any

    @cached_property
    def month(self) -> date:
        """The first day of the month asked for."""
        return month_of(self.request.GET.get("bulan", ""), today=timezone.localdate())

    @property
    def neighbours(self) -> dict[str, str]:
        """Keys of the months before and after; the future is empty."""
        before = date(self.month.year - (self.month.month == 1), (self.month.month - 2) % 12 + 1, 1)
        after = date(self.month.year + (self.month.month == 12), self.month.month % 12 + 1, 1)  # noqa: PLR2004
        return {"before": f"{before:%Y-%m}", "after": f"{after:%Y-%m}" if after <= timezone.localdate() else ""}


def month_words(month: date) -> str:
    """Write "Januari 2026"."""
    return formats.plain_date(month).partition(" ")[2]


class EntryListView(MonthMixin, TemplateView):
    """Every Puskesmas in reach with how much of its month is filled in."""

    policy = "spm_write"
    template_name = "spm/entry_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(puskesmas_for(self.request.user).select_related("region"))
        return super().get_context_data(
            month=self.month,
            month_words=month_words(self.month),
            neighbours=self.neighbours,
            table=_table(progress_of(rows, self.month), self.month) if rows else None,
            **kwargs,
        )


def _table(rows: list[Progress], month: date) -> Table:
    return Table(
        _("Isian %(month)s menurut Puskesmas") % {"month": month_words(month)},
        (Column(_("Puskesmas")), Column(_("Terisi"), numeric=True), Column(_("Keadaan"))),
        [
            Row(
                (
                    Cell(
                        row.facility.name,
                        note=row.facility.region.name,
                        url=f"{reverse('spm_entry', args=[row.facility.public_id])}?bulan={month:%Y-%m}",
                        strong=True,
                    ),
                    Cell(_("%(n)s dari %(all)s") % {"n": formats.number(row.filled), "all": formats.number(row.of)}),
                    _state(row),
                )
            )
            for row in rows
        ],
    )


def _state(row: Progress) -> Cell:
    if row.of and row.filled == row.of:
        return Cell(_("Lengkap"), kind=Kind.OK)
    return Cell(_("Sebagian"), kind=Kind.WAIT) if row.filled else Cell(_("Kosong"), kind=Kind.FIX)


class EntryView(MonthMixin, ActFormMixin, FormView[EntryForm]):
    """The sheet of one Puskesmas and month."""

    policy = "spm_write"
    template_name = "spm/entry.html"
    form_class = EntryForm

    @cached_property
    def facility(self) -> Facility:
        """The Puskesmas, or 404 outside one's area."""
        return facility_for(self.request.user, self.kwargs["public_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        indicators = sheet_indicators(self.month)
        return {
            **super().get_form_kwargs(),
            "indicators": indicators,
            "stood": standing(self.facility, self.month, indicators),
            "targets": targets_so_far(self.facility, self.month, indicators),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            facility=self.facility,
            month=self.month,
            month_words=month_words(self.month),
            neighbours=self.neighbours,
            list_url=f"{reverse('spm_entry_list')}?bulan={self.month:%Y-%m}",
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Write what was filled in."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101  # the policy checked it
        written = record(
            form.figures(place_of(self.facility), self.month), by=Author(user=user), source=Source.ENTERED, at=self.at
        )
        words = ngettext("%(n)s angka tersimpan.", "%(n)s angka tersimpan.", len(written))
        messages.success(self.request, words % {"n": formats.number(len(written))})
        return redirect(f"{reverse('spm_entry', args=[self.facility.public_id])}?bulan={self.month:%Y-%m}")
