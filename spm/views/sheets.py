"""Need against available, costs, cause and plan, documents of the four stages."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import Region
from accounts.rules import viewer_of
from core import formats
from core.web import ActFormMixin
from facilities.models import Facility
from spm.domain import evidence, figures_text as words, sheets
from spm.domain.places import Place, place_of, puskesmas_for
from spm.domain.reading import reaches
from spm.domain.recording import indicator_on
from spm.enums import Programme
from spm.exceptions import NotYours
from spm.forms.sheets import CostForm, EvidenceForm, FollowUpForm, SupplyForm
from spm.models import Indicator
from spm.views.period import PeriodMixin


class SheetMixin(PeriodMixin, ActFormMixin, FormView[Any]):
    """A sheet of one service, year and place that the person may write for; else 404."""

    policy = "spm_write"
    # The sheets of a Puskesmas; else those of the region as such.
    per_facility = True
    kwargs: dict[str, Any]

    @cached_property
    def indicator(self) -> Indicator:
        """The definition of the year."""
        found = indicator_on(self.kwargs["code"], date(self.asked.year, 1, 1))
        if found.programme != self.asked.programme:
            raise Http404
        return found

    @cached_property
    def place(self) -> Place:
        """Where the sheet belongs."""
        unit = self.asked.unit
        if self.asked.programme == Programme.SPM_CITY and (unit or not self._writes_region):
            rows = puskesmas_for(self.user)
            found = rows.filter(public_id=unit).first() if unit else rows.first()
            if found is None:
                raise NotYours
            return place_of(found) if self.per_facility else Place(self.asked.region, found.pk)
        if not self._writes_region:
            raise NotYours
        return Place(self.asked.region)

    @property
    def _writes_region(self) -> bool:
        """True for those whose cell D reaches the region itself."""
        scopes = viewer_of(self.user).scopes("spm_write")
        return any(
            scope.cell.scope == "D" and scope.region_code and reaches(scope.region_code, self.asked.region)
            for scope in scopes
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.place
        return super().get_context_data(
            asked=self.asked,
            indicator=self.indicator,
            place=self._place_name(place),
            back=self.asked.url("spm_service", self.indicator.code),
            period=words.period(self.asked.year, 12),
            query=self.asked.query,
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def _place_name(self, place: Place) -> str:
        if place.facility_id is not None:
            return Facility.objects.get(pk=place.facility_id).name
        return Region.objects.get(pk=place.region_id).name

    def done(self, message: str) -> HttpResponse:
        """Back to the service with a word."""
        messages.success(self.request, message)
        return redirect(self.asked.url("spm_service", self.indicator.code))


class SupplyView(SheetMixin):
    """Goods and personnel a service needs, and what there is."""

    template_name = "spm/supply.html"
    form_class = SupplyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "standards": sheets.standards_of([self.indicator.code]),
            "stood": sheets.supplies_of(self.place, self.asked.year),
        }

    def act(self, form: Any) -> HttpResponse:
        """Write them."""
        sheets.save_supplies(self.place, self.asked.year, form.amounts(), by=self.user, at=self.at)
        return self.done(_("Kebutuhan dan ketersediaan tersimpan."))


class CostView(SheetMixin):
    """The costing table of a service; steps a misprint repeats are not there."""

    template_name = "spm/cost.html"
    form_class = CostForm

    @cached_property
    def lines(self) -> dict[int, Any]:
        """What stands."""
        return sheets.cost_lines_of(self.place.region_id, self.asked.year, self.indicator.code)

    def get_form_kwargs(self) -> dict[str, Any]:
        components = sheets.components_of(self.indicator.code)
        if not components:
            raise Http404
        return {**super().get_form_kwargs(), "components": components, "stood": self.lines}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget = sheets.budget_of(self.lines.values())
        return super().get_context_data(
            needed=formats.number(budget.needed), elsewhere=formats.number(budget.paid_elsewhere), **kwargs
        )

    def act(self, form: Any) -> HttpResponse:
        """Write them."""
        sheets.save_costs(
            self.place.region_id, self.asked.year, self.indicator.code, form.lines(), by=self.user, at=self.at
        )
        messages.success(self.request, _("Lembar biaya tersimpan."))
        return redirect(self.asked.url("spm_cost", self.indicator.code))


class FollowUpView(SheetMixin):
    """Cause and plan where a service stays under 100 per cent."""

    template_name = "spm/follow_up.html"
    form_class = FollowUpForm
    per_facility = False

    def get_initial(self) -> dict[str, Any]:
        row = sheets.follow_up_of(self.place, self.asked.year, self.indicator)
        return {"cause": row.cause, "plan": row.plan} if row else {}

    def act(self, form: Any) -> HttpResponse:
        """Write them."""
        data = form.cleaned_data
        sheets.save_follow_up(
            self.place,
            self.asked.year,
            self.indicator,
            cause=data["cause"],
            plan=data["plan"],
            by=self.user,
            at=self.at,
        )
        return self.done(_("Sebab dan rencana tersimpan."))


class EvidenceView(SheetMixin):
    """Put a document of one of the four stages."""

    template_name = "spm/evidence.html"
    form_class = EvidenceForm
    field_of = {"file_unsafe": "file"}  # declared ClassVar above

    def act(self, form: Any) -> HttpResponse:
        """Take the file; the worker judges it."""
        data = form.cleaned_data
        evidence.put(
            self.place,
            self.asked.year,
            self.indicator,
            title=data["title"],
            name=data["file"].name,
            chunks=data["file"].chunks(),
            step=data["step"],
            by=self.user,
            at=self.at,
        )
        return self.done(_("Dokumen diterima dan sedang diperiksa."))
