"""ILP entry of a month: which unit is how far, and the sheets of one."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, ngettext
from django.views.generic import FormView, TemplateView, View

from accounts.models import User
from core import formats
from core.components import Cell, Column, Kind, Pages, Row, Table
from core.web import ActFormMixin, DomainErrorMixin
from facilities.domain.kinds import labels
from facilities.models import Facility
from spm.domain import ilp_sheets as sheets
from spm.domain.entry import standing
from spm.domain.locking import is_locked
from spm.domain.places import place_of, unit_for, units_for
from spm.domain.recording import DIMENSIONS, Author, record
from spm.domain.reports import may_act
from spm.enums import LifeStage, Programme, Source
from spm.forms.ilp import IlpForm
from spm.models import EntryDraft, Indicator, Report
from spm.views.entry import MonthMixin, month_words
from spm.views.period import Asked

UNITS_A_PAGE = 25
WHOLE = "jumlah"
# Words of the address for the dimensions of a sheet.
WORDS = dict(zip(("jk", "umur", "disabilitas"), DIMENSIONS, strict=True))
KEPT_LENGTH = 300


def sheet_url(unit: Facility, month: date, **more: Any) -> str:
    """The address of a unit's sheet."""
    return f"{reverse('ilp_entry', args=[unit.public_id])}?{urlencode({'bulan': f'{month:%Y-%m}', **more}, doseq=True)}"


class IlpEntryListView(MonthMixin, TemplateView):
    """Every Puskesmas in reach and its network, with how much of the month is filled in."""

    policy = "spm_write"
    template_name = "spm/ilp_entry_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = units_for(self.request.user).select_related("parent", "region").order_by("parent__code", "kind", "code")
        page = Paginator(rows, UNITS_A_PAGE).get_page(self.request.GET.get("page"))
        units = list(page.object_list)
        return super().get_context_data(
            month=self.month,
            month_words=month_words(self.month),
            neighbours=self.neighbours,
            table=_table(sheets.progress_of(units, self.month), self.month) if units else None,
            pages=Pages(page, {"bulan": f"{self.month:%Y-%m}"}),
            **kwargs,
        )


def _table(rows: list[sheets.UnitProgress], month: date) -> Table:
    names = labels()
    return Table(
        _("Isian ILP %(month)s menurut unit") % {"month": month_words(month)},
        (Column(_("Unit")), Column(_("Jenis")), Column(_("Terisi"), numeric=True), Column(_("Keadaan"))),
        [
            Row(
                (
                    Cell(
                        row.facility.name,
                        note=row.facility.parent.name if row.facility.parent else row.facility.region.name,
                        url=sheet_url(row.facility, month),
                        strong=True,
                    ),
                    Cell(names.get(row.facility.kind, row.facility.kind)),
                    Cell(_("%(n)s dari %(all)s") % {"n": formats.number(row.filled), "all": formats.number(row.of)}),
                    Cell(_("Terisi"), kind=Kind.OK) if row.filled else Cell(_("Kosong"), kind=Kind.FIX),
                )
            )
            for row in rows
        ],
        hide_caption=True,
    )


class IlpSheetMixin(MonthMixin):
    """Gives the unit, the section and its indicators; 404 outside the own network."""

    kwargs: dict[str, Any]

    @cached_property
    def unit(self) -> Facility:
        """The unit, within reach."""
        return unit_for(self.request.user, self.kwargs["public_id"])

    @cached_property
    def sections(self) -> dict[LifeStage, list[Indicator]]:
        """The sections of the month."""
        return sheets.sections(self.month)

    @cached_property
    def stage(self) -> LifeStage:
        """The section asked for, else the first; 404 for none."""
        asked = self.request.GET.get("tahap", "")
        known = list(self.sections)
        if not known or (asked and asked not in known):
            raise Http404
        return LifeStage(asked) if asked else known[0]

    @property
    def user(self) -> User:
        """Who is signed in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user


class IlpEntryView(IlpSheetMixin, ActFormMixin, FormView[IlpForm]):
    """The sheet of one unit, month and section."""

    policy = "spm_write"
    template_name = "spm/ilp_entry.html"
    form_class = IlpForm

    @cached_property
    def dimensions(self) -> frozenset[str] | None:
        """What the sheet is divided by: as asked, or None for "as it stands"."""
        asked = self.request.GET.getlist("rinci")
        known = frozenset(WORDS[word] for word in asked if word in WORDS)
        return known if asked else None

    @cached_property
    def is_closed(self) -> bool:
        """True when the month is locked."""
        return is_locked(Programme.ILP, self.unit.region_id, self.month, self.unit.pk)

    @cached_property
    def draft(self) -> EntryDraft | None:
        """What was typed here and not saved."""
        return None if self.is_closed else sheets.draft_for(self.unit, self.month, self.stage)

    def get_form_kwargs(self) -> dict[str, Any]:
        indicators = self.sections[self.stage]
        mine = sheets.typed(indicators)
        return {
            **super().get_form_kwargs(),
            "indicators": mine,
            "stood": standing(self.unit, self.month, mine),
            "targets": sheets.targets_before(self.unit, self.month, mine),
            "dimensions": self.dimensions,
            "closed": self.is_closed,
        }

    def get_form(self, form_class: Any = None) -> IlpForm:
        """The form, with what a draft kept."""
        form = super().get_form(form_class)
        if self.draft is not None and not form.is_bound:
            form.initial.update({name: text for name, text in self.draft.fields.items() if name in form.fields})
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = sheets.month_report(self.unit, self.month, at=timezone.now())
        return super().get_context_data(
            unit=self.unit,
            head=sheets.head_of(self.unit),
            month_words=month_words(self.month),
            neighbours=self.neighbours,
            list_url=f"{reverse('ilp_entry_list')}?bulan={self.month:%Y-%m}",
            stage=self.stage,
            stages=self._stages(),
            counted=self._counted(),
            ticks=self._ticks(),
            whole=WHOLE,
            draft=self.draft,
            draft_url=self._draft_url(),
            is_closed=self.is_closed,
            report=report,
            moves=_moves(self.user, report, sheets.head_of(self.unit)),
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def _stages(self) -> list[tuple[LifeStage, str, int, int]]:
        found = sheets.filled_in([self.unit.pk], self.month).get(self.unit.pk, set())
        kept = {"rinci": self.request.GET.getlist("rinci")}
        rows = []
        for stage, indicators in self.sections.items():
            mine = sheets.typed(indicators)
            done = sum(each.pk in found for each in mine)
            rows.append((stage, sheet_url(self.unit, self.month, tahap=stage.value, **kept), done, len(mine)))
        return rows

    def _ticks(self) -> list[tuple[str, str, bool]]:
        """What this section can be divided by, ticked as it is shown."""
        mine = sheets.typed(self.sections[self.stage])
        stood = standing(self.unit, self.month, mine) if self.dimensions is None else {}
        shown = self.dimensions or frozenset(
            name for each in mine for name in sheets.divided_by(each, stood.get(each.pk, ()))
        )
        able = frozenset(name for each in mine for name in sheets.divisions_of(each))
        return [(word, label, WORDS[word] in shown) for word, label in _ticks() if WORDS[word] in able]

    def _counted(self) -> list[tuple[Indicator, str]]:
        """Figures of this section that the portal counted, of this unit."""
        rows = [each for each in self.sections[self.stage] if each.computed_from]
        stood = standing(self.unit, self.month, rows) if rows else {}
        return [(each, _figure(stood.get(each.pk, []))) for each in rows]

    def _draft_url(self) -> str:
        path = reverse("ilp_draft", args=[self.unit.public_id])
        return f"{path}?{urlencode({'bulan': f'{self.month:%Y-%m}', 'tahap': self.stage.value})}"

    def act(self, form: Any) -> HttpResponse:
        """Write what was filled in; the draft is done with."""
        figures = form.figures(place_of(self.unit), self.month)
        written = record(figures, by=Author(user=self.user), source=Source.ENTERED, at=self.at)
        sheets.drop_draft(self.unit, self.month, self.stage)
        words = ngettext("%(n)s angka tersimpan.", "%(n)s angka tersimpan.", len(written))
        messages.success(self.request, words % {"n": formats.number(len(written))})
        return redirect(sheet_url(self.unit, self.month, tahap=self.stage.value))


def _ticks() -> list[tuple[str, str]]:
    return [("jk", _("Jenis kelamin")), ("umur", _("Kelompok umur")), ("disabilitas", _("Disabilitas"))]


def _figure(cells: list[Any]) -> str:
    if not cells:
        return formats.NOTHING
    served = sum(cell.numerator for cell in cells)
    due = sum(cell.denominator or 0 for cell in cells)
    return _("%(n)s dari %(all)s") % {"n": formats.number(served), "all": formats.number(due)}


def _moves(user: User, report: Report, head: Facility) -> dict[str, str]:
    """Addresses of what this person may do with the month, by verb."""
    asked = Asked(Programme.ILP, report.region_id, report.year, report.until, head.public_id)
    open_to = {
        "spm_check": not report.is_locked and report.state == "draft",
        "spm_send_back": report.state == "checked",
        "spm_lock": report.state == "checked",
        "spm_reopen": report.is_locked,
    }
    needs = {"spm_send_back": "spm_check"}
    return {
        name: asked.url(name) for name, fits in open_to.items() if fits and may_act(user, report, needs.get(name, name))
    }


class IlpDraftView(IlpSheetMixin, DomainErrorMixin, View):
    """Keeps a sheet while it is typed, or throws the draft away."""

    policy = "spm_write"

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # in `kwargs`
        """Keep what the page sends by itself; a button throws it away."""
        unit, month, stage = self.unit, self.month, self.stage
        if not request.headers.get("X-Autosave"):
            sheets.drop_draft(unit, month, stage)
            messages.success(request, _("Draf dibuang."))
            return redirect(sheet_url(unit, month, tahap=stage.value))
        if is_locked(Programme.ILP, unit.region_id, month, unit.pk):
            return HttpResponse(status=409)
        own = tuple(f"-{each.pk}" for each in self.sections[stage])
        fields = {
            name: text[:KEPT_LENGTH]
            for name, text in request.POST.items()
            if isinstance(text, str) and text.strip() and _indicator_part(name) in own
        }
        sheets.keep_draft(unit, month, stage, fields, by=self.user, at=timezone.now())
        return HttpResponse(status=204)


def _indicator_part(name: str) -> str:
    """Return "-12" of "n-12" and of "d-12-P53y"; empty for other names."""
    side, _dash, rest = name.partition("-")
    return f"-{rest.partition('-')[0]}" if side in ("n", "d", "r") and rest else ""
