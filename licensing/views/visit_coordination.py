"""Asking an outside body about a visit, its limited link, and the scan it answered with."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.models import User
from accounts.rules import viewer_of
from core import files, formats
from core.components import Fact
from core.exceptions import Conflict, RuleBroken
from core.uploads.states import FileState
from core.web import ActFormMixin, FormKeyMixin, redirect_once
from inspections.models import Visit
from licensing.domain import visit_coordinating
from licensing.domain.visit_coordinating import Upload, VisitQuestion
from licensing.exceptions import LinkExpired, NotReady
from licensing.forms.assessment import PartnerAnswerForm
from licensing.forms.visit_coordination import VisitQuestionForm
from licensing.models import AnswerPaper, VisitCoordination
from licensing.views.desk import DeskMixin
from licensing.views.scope import PolicyMixin


class VisitCoordinationView(FormKeyMixin, ActFormMixin, DeskMixin, FormView[VisitQuestionForm]):
    """Ask one body; the letter and the link leave at once."""

    policy = "application_assess"
    template_name = "licensing/desk/visit_coordination.html"
    form_class = VisitQuestionForm
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who asks."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @property
    def visit(self) -> Visit:
        """A visit the person leads or accompanies, else 404."""
        rows = Visit.objects.visible_to(self.request.user, self.policy).led_by(self.user.pk)
        return get_object_or_404(rows.select_related("facility", "office"), public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.visit
        application = visit_coordinating.pausing_application(visit, self.user)
        back = reverse("visit_detail", args=[visit.public_id])
        given = {
            "title": _("Minta koordinasi"),
            "verb": _("Kirim pertanyaan"),
            "back": back,
            "visit": visit,
            "application": application,
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, VisitQuestionForm)  # noqa: S101  # form_class above
        visit, question = self.visit, form.question()
        back = reverse("visit_detail", args=[visit.public_id])
        try:
            return redirect_once(self.request, lambda: self._asked(visit, question, back))
        except NotReady as refused:
            form.add_findings(refused.findings)
            return self._again(form, refused.status)

    def _asked(self, visit: Visit, question: VisitQuestion, back: str) -> str:
        row = visit_coordinating.ask(visit, question, by=self.user, at=self.at)
        messages.success(
            self.request,
            _("Pertanyaan dikirim kepada %(partner)s dengan tautan terbatas.") % {"partner": row.partner_name},
        )
        return back


class VisitAnswerView(FormKeyMixin, TemplateView):
    """What a body sees of one visit, and its answer. The secret in the address is all that lets it in."""

    policy = "public_read"
    template_name = "licensing/desk/visit_coordination_answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        except LinkExpired as refused:
            response = render(request, "licensing/desk/coordination_closed.html", {"error": refused}, status=403)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    @property
    def coordination(self) -> VisitCoordination:
        """The question of the link; raises LinkExpired."""
        found: VisitCoordination | None = getattr(self, "_coordination", None)
        if found is None:
            found = visit_coordinating.by_token(self.kwargs["token"], at=timezone.now())
            self._coordination = found
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit_coordinating.log_opening(self.coordination, at=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.coordination
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            coordination=row,
            office=visit_coordinating.office_of(row.visit),
            facts=_facts(row),
            findings=list(row.visit.finding_rows.order_by("seq")),
            has_errors=kwargs.get("error") is not None or bool(kwargs["form"].errors),
            **kwargs,
        )

    def _form(self, data: Any, sent: Any = None) -> PartnerAnswerForm:
        zone = visit_coordinating.office_of(self.coordination.visit).zone
        return PartnerAnswerForm(data, sent, today=timezone.now().astimezone(zone).date())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002  # the link names it
        # The form key answers a second click before the used link could refuse it.
        form = PartnerAnswerForm(request.POST, request.FILES)
        with suppress(LinkExpired):
            form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(form, 422)
        try:
            return redirect_once(request, lambda: self._answered(form))
        except (Conflict, RuleBroken) as error:
            form.add_findings(error.findings)
            return self._again(form, error.status, error=error)

    def _answered(self, form: PartnerAnswerForm) -> str:
        sent = self.request.FILES.get("document")
        upload = Upload(sent.name or "jawaban", sent.chunks()) if sent is not None else None
        visit_coordinating.answer(self.coordination, form.answer(), upload, at=timezone.now())
        return reverse("coordination_sent")

    def _again(self, form: PartnerAnswerForm, status: int, **context: Any) -> HttpResponse:
        shown = self.get_context_data(form=form, token=self.kwargs["token"], **context)
        return self.render_to_response(shown, status=status)


class AnswerPaperView(PolicyMixin, View):
    """The scan of an answer, to officers who see the visit; as an attachment."""

    policy = "inspection_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        # A facility sees its visits, not what others say about them.
        seen = Visit.objects.visible_to(request.user) if viewer_of(request.user).is_staff else Visit.objects.none()
        paper = get_object_or_404(AnswerPaper, public_id=public_id, coordination__visit__in=seen, state=FileState.CLEAN)
        response = HttpResponse(files.read(paper.stored_name), content_type=paper.content_type)
        response["Content-Disposition"] = content_disposition_header(True, paper.display_name)
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _facts(row: VisitCoordination) -> list[Fact]:
    visit, zone = row.visit, visit_coordinating.office_of(row.visit).time_zone
    found = [
        Fact(_("Tempat"), visit.place_name),
        Fact(_("Alamat"), (visit.facility.address if visit.facility else "") or "–"),
        Fact(_("Pemeriksaan"), formats.full_moment(visit.held_at or visit.scheduled_at, zone)),
        Fact(_("Rangka"), visit.purpose),
        Fact(_("Surat tugas"), visit.surat_tugas_number or "–"),
        Fact(_("Berita acara"), visit.berita_acara_number or "–"),
        Fact(_("Ditanyakan"), formats.full_moment(row.asked_at, zone)),
        Fact(_("Batas jawaban"), formats.full_moment(row.due_at, zone)),
        Fact(_("Tautan berlaku sampai"), formats.full_date(formats.local(row.token_expires_at, zone).date())),
    ]
    if visit.conclusion:
        found.insert(3, Fact(_("Kesimpulan"), str(visit.get_conclusion_display()).capitalize()))
    return found
