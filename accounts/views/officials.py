"""Signatories: who signs on the coming days, acting appointments by two people, absences."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain import acting
from accounts.forms.officials import AbsenceForm, ActingForm
from accounts.forms.staff import ReasonForm
from accounts.models import Absence, ActingAppointment, Office
from accounts.rules import may
from accounts.views.person_form import PersonFormView, signed_in
from core.web import DomainErrorMixin


def _my_offices(user: Any) -> Any:
    """Offices the viewer proposes or confirms changes for."""
    return acting.offices_of(user, "change_propose") | acting.offices_of(user, "change_confirm")


class OfficialListView(TemplateView):
    """Who signs on the next working days, decrees that wait and those in force."""

    policy = "change_propose"
    template_name = "accounts/official_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        offices = list(Office.objects.filter(pk__in=_my_offices(user)).order_by("id"))
        rows = ActingAppointment.objects.filter(official__office__in=offices).select_related(
            "official__office", "user", "proposed_by"
        )
        confirms = may(user, "change_confirm")
        waiting = [
            {"row": row, "may_confirm": confirms and user.pk not in (row.proposed_by_id, row.user_id)}
            for row in rows.proposed()
        ]
        away = Absence.objects.filter(official__office__in=offices, ends_on__gte=today).select_related("official")
        return super().get_context_data(
            posts=acting.posts_of(offices, on=today),
            gaps=acting.cannot_sign_tomorrow(offices, on=today),
            waiting=waiting,
            in_force=rows.confirmed().filter(ends_on__gte=today).order_by("starts_on"),
            absences=away,
            may_propose=may(user, "change_propose"),
            **kwargs,
        )


class OfficialReviewView(OfficialListView):
    """The same page for those who confirm."""

    policy = "change_confirm"


class _ProposeView(DomainErrorMixin, PersonFormView):
    policy = "change_propose"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offices": acting.offices_of(self.user, "change_propose")}


class ActingCreateView(_ProposeView):
    """Propose a Plt., Plh. or a.n. by decree."""

    template_name = "accounts/acting_create.html"
    form_class = ActingForm

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, ActingForm)  # noqa: S101  form_class
        official = form.cleaned_data["official"]
        acting.propose(official, form.deputy, form.decree, by=self.user, at=self.at)
        messages.success(self.request, _("Usulan tercatat dan menunggu penetapan orang kedua."))
        return redirect("official_list")


class AbsenceCreateView(_ProposeView):
    """Note that an official is away."""

    template_name = "accounts/absence_create.html"
    form_class = AbsenceForm

    def act(self, form: forms.Form) -> HttpResponse:
        acting.record_absence(**form.cleaned_data, by=self.user, at=self.at)
        messages.success(self.request, _("Ketidakhadiran tercatat."))
        return redirect("official_list")


class ActingConfirmView(DomainErrorMixin, View):
    """The second person puts a decree into force."""

    policy = "change_confirm"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acting.confirm(pk, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Penunjukan berlaku sesuai tanggalnya."))
        return redirect("official_review")

    def refused_url(self) -> str:
        return reverse("official_review")


class ActingRejectView(DomainErrorMixin, PersonFormView):
    """The second person turns a decree down, with a reason."""

    policy = "change_confirm"
    template_name = "accounts/reason_form.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offices = acting.offices_of(self.user, "change_confirm")
        rows = ActingAppointment.objects.proposed().filter(official__office__in=offices)
        row = get_object_or_404(rows, pk=self.kwargs["pk"])
        title = _("Tolak usulan %(name)s") % {"name": row.name_with_degrees}
        return super().get_context_data(title=title, verb=_("Tolak usulan"), back="official_review", **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        acting.reject(self.kwargs["pk"], by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        messages.success(self.request, _("Usulan ditolak."))
        return redirect("official_review")
