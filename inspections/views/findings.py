"""Findings: the list by day, one finding with its answers, the place's answer, the inspector's judgement."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.rules import may
from core import files, formats
from core.components import Chip, Fact
from core.uploads.states import FileState
from core.web import ActFormMixin, DomainErrorMixin
from inspections.domain import findings
from inspections.enums import FindingState
from inspections.forms.visits import AnswerForm, NoteForm
from inspections.models import FindingProof, VisitFinding, VisitPhoto
from inspections.views.scope import StaffMixin, version_of
from inspections.views.visit_tables import FINDING_TONES, findings_table, sentence_case

PAGE = 25


class FindingListView(StaffMixin, TemplateView):
    """Open findings, the earliest day first; officers see the region's, a person in charge the own places'."""

    policy = "inspection_read"
    template_name = "inspections/finding_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("lihat", "")
        seen = VisitFinding.objects.visible_to(self.request.user).for_list()
        views = {
            "": (_("Terbuka"), seen.open().order_by("due_on", "pk")),
            "lewat": (_("Lewat batas"), seen.overdue(self.today).order_by("due_on", "pk")),
            "dijawab": (_("Menunggu diperiksa"), seen.filter(state=FindingState.ANSWERED).order_by("answered_at")),
            "selesai": (_("Selesai"), seen.filter(state=FindingState.CLOSED).order_by("-closed_at", "-pk")),
        }
        chosen = chosen if chosen in views else ""
        page = Paginator(views[chosen][1], PAGE).get_page(self.request.GET.get("page"))
        here = reverse("finding_list")
        return super().get_context_data(
            chips=[
                Chip(label, f"{here}?lihat={name}" if name else here, current=name == chosen)
                for name, (label, _rows) in views.items()
            ],
            page=page,
            table=findings_table(list(page.object_list), views[chosen][0], self.today)
            if page.paginator.count
            else None,
            **kwargs,
        )


class FindingMixin(StaffMixin):
    """Gives `self.finding`: within the scope of `reach`, else 404."""

    policy = "inspection_read"
    reach = "inspection_read"
    kwargs: dict[str, Any]

    @property
    def finding(self) -> VisitFinding:
        """The finding of the address; kept for the request."""
        found: VisitFinding | None = getattr(self, "_finding", None)
        if found is None:
            rows = VisitFinding.objects.visible_to(self.request.user, self.reach).for_list()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._finding = found
        return found

    @property
    def about(self) -> dict[str, Any]:
        """The finding and its day, as forms about it show them."""
        return {"finding": self.finding, "due": formats.plain_date(self.finding.due_on)}

    def refused_url(self) -> str | None:
        """Back to the finding."""
        return reverse("finding_detail", args=[self.kwargs["public_id"]])


class FindingDetailView(FindingMixin, TemplateView):
    """What is to be repaired until when, what was answered, what the inspector said."""

    template_name = "inspections/finding_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding, user = self.finding, self.request.user
        may_judge = may(user, "application_assess")
        return super().get_context_data(
            finding=finding,
            word=sentence_case(finding.get_state_display()),
            tone=FINDING_TONES[FindingState(finding.state)],
            late=finding.is_overdue(self.today),
            facts=[
                Fact(_("Tempat"), finding.visit.place_name),
                Fact(
                    _("Berita acara"),
                    finding.visit.berita_acara_number or "–",
                    url=reverse("visit_detail", args=[finding.visit.public_id]),
                ),
                Fact(_("Dasar"), finding.rule or "–"),
                Fact(_("Ditemukan"), formats.plain_date(finding.found_on)),
                Fact(_("Diperbaiki paling lambat"), formats.plain_date(finding.due_on)),
            ],
            photos=_photos_of(finding),
            answers=list(finding.answers.select_related("by", "judged_by").prefetch_related("proofs")),
            may_answer=finding.state == FindingState.OPEN and may(user, "finding_answer"),
            may_judge=finding.state == FindingState.ANSWERED and may_judge,
            may_close=finding.state == FindingState.OPEN and may_judge,
            **kwargs,
        )


def _photos_of(finding: VisitFinding) -> list[VisitPhoto]:
    """What the inspector shot of the question; none of what was found on paper."""
    if finding.item_id is None:
        return []
    rows = VisitPhoto.objects.filter(visit=finding.visit_id, item=finding.item_id, state=FileState.CLEAN)
    return list(rows.select_related("item"))


class FindingAnswerView(FindingMixin, ActFormMixin, FormView[Any]):
    """The person in charge answers with proof."""

    policy = "finding_answer"
    reach = "finding_answer"
    template_name = "inspections/finding_form.html"
    form_class = AnswerForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Jawab temuan"),
            "verb": _("Kirim jawaban"),
            "back": reverse("finding_detail", args=[self.finding.public_id]),
            **self.about,
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        sent = [findings.Upload(row.name or "", row.chunks()) for row in self.request.FILES.getlist("proofs")]
        findings.answer(self.finding, form.cleaned_data["text"], sent, by=self.user, at=self.at)
        messages.success(self.request, _("Jawaban terkirim; pengawas memeriksanya."))
        return redirect("finding_detail", self.finding.public_id)


class _JudgeView(FindingMixin, ActFormMixin, FormView[Any]):
    """Base of what an inspector says about a repair."""

    policy = "application_assess"
    reach = "application_assess"
    template_name = "inspections/finding_form.html"
    form_class = NoteForm
    title, verb = "", ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("finding_detail", args=[self.finding.public_id])
        given = {"title": self.title, "verb": self.verb, "back": back, **self.about}
        return super().get_context_data(**{**given, **kwargs})


class FindingAcceptView(DomainErrorMixin, FindingMixin, View):
    """The proof is enough."""

    policy = "application_assess"
    reach = "application_assess"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        findings.accept(self.finding, by=self.user, at=timezone.now(), version=version_of(request))
        messages.success(request, _("Perbaikan diterima; temuan selesai."))
        return redirect("finding_detail", public_id)


class FindingRejectView(_JudgeView):
    """The proof is not enough."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"title": _("Bukti belum cukup"), "verb": _("Kirim kembali"), **kwargs})

    def act(self, form: Form) -> HttpResponse:
        findings.reject(self.finding, form.cleaned_data["note"], by=self.user, at=self.at)
        messages.success(self.request, _("Dikirim kembali; batas perbaikan tetap."))
        return redirect("finding_detail", self.finding.public_id)


class FindingCloseView(_JudgeView):
    """Seen on the spot."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"title": _("Tutup temuan"), "verb": _("Tutup temuan"), **kwargs})

    def act(self, form: Form) -> HttpResponse:
        findings.close_on_site(self.finding, form.cleaned_data["note"], by=self.user, at=self.at)
        messages.success(self.request, _("Temuan selesai."))
        return redirect("finding_detail", self.finding.public_id)


class FindingProofView(StaffMixin, View):
    """One rebuilt proof, to who sees its finding."""

    policy = "inspection_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        seen = VisitFinding.objects.visible_to(request.user)
        proof = get_object_or_404(FindingProof, public_id=public_id, answer__finding__in=seen, state=FileState.CLEAN)
        response = HttpResponse(files.read(proof.stored_name), content_type=proof.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Disposition"] = f'attachment; filename="{proof.display_name}"'
        return response
