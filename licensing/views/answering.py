"""What applicants answer in words: a correction without a file, and findings that were repaired."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.exceptions import RuleBroken
from licensing.domain import applicant_answers
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import Action, State
from licensing.views.scope import ApplicationMixin


class CorrectionAnswerView(ApplicationMixin, View):
    """One thing is mended; the task list shows it done."""

    policy = "application_edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        row = get_object_or_404(self.application.corrections.select_related("application", "requirement"), pk=pk)
        applicant_answers.answer_correction(row, text=request.POST.get("answer", ""), by=self.actor, at=timezone.now())
        messages.success(request, _("Jawaban tersimpan. Kirim perbaikan setelah semua hal selesai."))
        return redirect("draft_detail", number=number)

    def refused_url(self) -> str:
        """Back to the task list, with the reason."""
        return reverse("draft_detail", args=[self.kwargs["number"]])


class RepairAnswerView(ApplicationMixin, TemplateView):
    """Tell the inspector that findings are repaired, in words; proofs go to the documents."""

    policy = "application_edit"
    template_name = "licensing/repair_answer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        event = application.events.filter(action=Action.REQUIRE_REPAIR).order_by("-seq").first()
        is_open = application.state == State.REPAIRING and event is not None
        return super().get_context_data(
            application=application,
            is_open=is_open,
            wanted=event.payload.get("items", []) if event else [],
            answers=applicant_answers.repair_answers(application, since=event.at) if event else [],
            least=MIN_NOTE,
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        text = request.POST.get("answer", "")
        try:
            applicant_answers.answer_repair(self.application, text=text, by=self.actor, at=timezone.now())
        except RuleBroken as error:
            context = self.get_context_data(number=number, error=error, text=text, has_errors=True)
            return self.render_to_response(context, status=error.status)
        messages.success(request, _("Jawaban terkirim kepada petugas penilai."))
        return redirect("application_detail", number=number)

    def refused_url(self) -> str:
        """Back to the file."""
        return reverse("application_detail", args=[self.kwargs["number"]])
