"""Visits proposed after complaints, and the decision not to go."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.homes import url_of
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Kind, Row, Table
from inspections.domain import proposals
from inspections.enums import ProposalState
from inspections.forms.people import ReasonForm
from inspections.models import VisitProposal
from inspections.views.pages import FormPage
from inspections.views.scope import StaffMixin
from inspections.views.visit_tables import sentence_case

PAGE = 25
TONES = {ProposalState.OPEN: Kind.WAIT, ProposalState.PLANNED: Kind.OK, ProposalState.DROPPED: Kind.NONE}


class ProposalListView(StaffMixin, TemplateView):
    """Open proposals first."""

    policy = "planning_read"
    template_name = "inspections/proposal_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = VisitProposal.objects.visible_to(self.request.user).select_related(
            "facility__region", "proposed_by", "decided_by"
        )
        page = Paginator(rows.order_by("decided_at", "-proposed_at", "-pk"), PAGE).get_page(
            self.request.GET.get("page")
        )
        decides = may(self.request.user, "tpk_assign")
        drawn = [_row(row, self.office.time_zone, decides=decides) for row in page.object_list]
        columns = (
            Column(_("Fasilitas")),
            Column(_("Yang perlu diperiksa")),
            Column(_("Diusulkan")),
            Column(_("Keadaan")),
            *([Column(_("Tindakan"), hidden_label=True)] if decides else []),
        )
        return super().get_context_data(
            page=page,
            table=Table(_("Usulan kunjungan"), columns, drawn, hide_caption=True) if drawn else None,
            plan_url=url_of("visit_plan") if may(self.request.user, "application_assess") else "",
            **kwargs,
        )


def _row(row: VisitProposal, zone: str, *, decides: bool) -> Row:
    place = row.facility
    open_ = row.state == ProposalState.OPEN
    return Row(
        (
            Cell(
                place.name, note=place.region.name, url=reverse("facility_detail", args=[place.public_id]), strong=True
            ),
            Cell(row.note, note=sentence_case(f"{row.get_source_display()} {row.reference}")),
            Cell(formats.short_moment(row.proposed_at, zone), note=row.proposed_by.name),
            Cell(sentence_case(row.get_state_display()), note=row.decision_note, kind=TONES[ProposalState(row.state)]),
            *([_drop(row) if open_ else Cell("–")] if decides else []),
        )
    )


def _drop(row: VisitProposal) -> Cell:
    url = reverse("proposal_drop", args=[row.public_id])
    return Cell(_("Tidak dilanjutkan"), url=url, action=True, context=row.facility.name)


class ProposalDropView(FormPage):
    """Decide against a visit, with the reason."""

    policy = "tpk_assign"
    form_class = ReasonForm
    danger = True
    kwargs: dict[str, Any]

    @cached_property
    def proposal(self) -> VisitProposal:
        """The proposal of the address, else 404."""
        rows = VisitProposal.objects.visible_to(self.request.user, self.policy).select_related("facility")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kwargs = kwargs
        _found = self.proposal
        return super().dispatch(request, *args, **kwargs)

    def title(self) -> str:
        return _("Tidak lanjutkan kunjungan ke %(name)s") % {"name": self.proposal.facility.name}

    def verb(self) -> str:
        return _("Tidak dilanjutkan")

    def back(self) -> str:
        return reverse("proposal_list")

    def act(self, form: Form) -> HttpResponse:
        proposals.drop(self.proposal, reason=form.cleaned_data["reason"], by=self.user, at=self.at)
        return self.done(_("Keputusan tercatat."), "proposal_list")
