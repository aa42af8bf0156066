"""The limited link of an outside body: one file, read and answered once, without an account."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from core.components import Fact
from core.exceptions import Conflict, RuleBroken
from core.web import FormKeyMixin, redirect_once
from licensing.domain import coordinating
from licensing.domain.coordination_documents import open_for_partner, put_answer_document, readable_documents
from licensing.exceptions import LinkExpired
from licensing.forms.assessment import PartnerAnswerForm
from licensing.models import Coordination


class LinkMixin:
    """Opens by the secret in the address alone; nothing of the page is kept by browser or referrer.

    The policy is public because nobody signs in: without a valid secret there is nothing to see.
    """

    policy = "public_read"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except LinkExpired as refused:
            response = render(request, "licensing/desk/coordination_closed.html", {"error": refused}, status=403)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    @property
    def coordination(self) -> Coordination:
        """The coordination of the link; raises LinkExpired."""
        found: Coordination | None = getattr(self, "_coordination", None)
        if found is None:
            found = coordinating.coordination_by_token(self.kwargs["token"], at=timezone.now())
            self._coordination = found
        return found


class CoordinationAnswerView(FormKeyMixin, LinkMixin, TemplateView):
    """Facts of one file, its documents, the questions, and the answer."""

    template_name = "licensing/desk/coordination_answer.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        coordinating.log_opening(self.coordination, what="page", at=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        coordination = self.coordination
        error = kwargs.get("error")
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            coordination=coordination,
            application=coordination.application,
            facts=_facts(coordination),
            documents=[
                {
                    "title": label,
                    "name": row.display_name,
                    "url": reverse("coordination_document", args=[self.kwargs["token"], row.public_id]),
                }
                for row, label in readable_documents(coordination)
            ],
            has_errors=error is not None,
            **kwargs,
        )

    def _form(self, data: Any, files: Any = None) -> PartnerAnswerForm:
        zone = self.coordination.application.health_office.zone
        return PartnerAnswerForm(data, files, today=timezone.now().astimezone(zone).date())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002  # the link names it

        def act() -> str:
            self._answer(form)
            return reverse("coordination_sent")

        # The form key answers a second click before the used link could refuse it.
        form = PartnerAnswerForm(request.POST, request.FILES)
        try:
            if not self._form(request.POST, request.FILES).is_valid():
                form = self._form(request.POST, request.FILES)
                return self._again(form, 422)
        except LinkExpired:
            pass
        try:
            return redirect_once(request, act)
        except (Conflict, RuleBroken) as error:
            form = self._form(request.POST, request.FILES)
            form.is_valid()
            form.add_findings(error.findings)
            return self._again(form, error.status, error=error)

    def _answer(self, form: PartnerAnswerForm) -> None:
        at, coordination = timezone.now(), self.coordination
        form.is_valid()
        sent = self.request.FILES.get("document")
        document = None
        if sent is not None:
            document = put_answer_document(coordination, chunks=sent.chunks(), name=sent.name or "jawaban", at=at)
        coordinating.answer(coordination, form.answer(document), by=None, at=at)

    def _again(self, form: PartnerAnswerForm, status: int, **context: Any) -> HttpResponse:
        shown = self.get_context_data(form=form, token=self.kwargs["token"], **context)
        return self.render_to_response(shown, status=status)


class CoordinationDocumentView(LinkMixin, View):
    """One document of the file, as an attachment; logged."""

    def get(self, request: HttpRequest, token: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        found = open_for_partner(self.coordination, public_id, at=timezone.now())
        if found is None:
            raise Http404
        document, content = found
        response = HttpResponse(content, content_type=document.content_type)
        response["Content-Disposition"] = content_disposition_header(True, document.display_name)
        response["X-Content-Type-Options"] = "nosniff"
        return response


class CoordinationSentView(TemplateView):
    """Thanks; the link is used up."""

    policy = "public_read"
    template_name = "licensing/desk/coordination_sent.html"


def _facts(coordination: Coordination) -> list[Fact]:
    application = coordination.application
    zone = application.health_office.time_zone
    facts = [
        Fact(_("Nomor permohonan"), application.number),
        Fact(_("Jenis"), str(application.type.label)),
        Fact(_("Pemohon"), application.applicant_name or "–"),
        Fact(_("Tempat"), application.place_name or "–"),
        Fact(_("Ditanyakan"), formats.full_moment(coordination.asked_at, zone)),
        Fact(_("Tautan berlaku sampai"), formats.full_date(formats.local(coordination.token_expires_at, zone).date())),
    ]
    profession = (application.answers or {}).get("profession") or {}
    if profession.get("str_number"):
        facts.insert(3, Fact(_("Nomor STR"), str(profession["str_number"])))
    return facts
