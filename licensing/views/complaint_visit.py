"""From a complaint to a visit: the desk proposes it, the inspectors' head decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import User
from core.web import ActFormMixin
from inspections.domain import proposals
from inspections.enums import ProposalSource
from licensing.enums import ReportKind
from licensing.forms.complaint_visit import ComplaintVisitForm
from licensing.models import PublicReport
from licensing.views.desk import DeskMixin


class ComplaintVisitView(ActFormMixin, DeskMixin, FormView[ComplaintVisitForm]):
    """Name the place and what to look at; the text of the complaint itself stays where it is."""

    policy = "complaint_answer"
    template_name = "registers/form.html"
    form_class = ComplaintVisitForm
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kwargs = kwargs
        return super().dispatch(request, *args, **kwargs)

    @property
    def complaint(self) -> PublicReport:
        """The complaint of the address within scope, else 404."""
        rows = PublicReport.objects.visible_to(self.request.user, self.policy).filter(kind=ReportKind.COMPLAINT)
        return get_object_or_404(rows.select_related("application__place"), number=self.kwargs["number"].upper())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        application = self.complaint.application
        return {"facility": application.place.code if application and application.place else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        complaint = self.complaint
        back = reverse("complaint_detail", args=[complaint.number])
        given = {
            "title": _("Usulkan kunjungan dari %(number)s") % {"number": complaint.number},
            "verb": _("Usulkan kunjungan"),
            "back": back,
            "crumbs": [{"label": complaint.number, "url": back}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        complaint = self.complaint
        proposals.propose(
            form.cleaned_data["facility"],
            source=ProposalSource.COMPLAINT,
            reference=complaint.number,
            note=form.cleaned_data["note"],
            by=self.request.user,
            at=self.at,
        )
        messages.success(self.request, _("Usulan diteruskan kepada kepala bidang."))
        return redirect("complaint_detail", complaint.number)
