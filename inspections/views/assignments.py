"""Surat tugas: list, draft, one letter with its concept, signature."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView, TemplateView, View

from accounts.domain.reauthentication import needs_password, require_password
from accounts.exceptions import PasswordNeeded, PasswordWrong, SignInLocked
from accounts.rules import may
from core import formats
from core.components import Fact
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from core.web import ActFormMixin, DomainErrorMixin
from inspections.domain import assignments
from inspections.enums import TugasState, VisitKind
from inspections.forms.fields import SecretsForm
from inspections.forms.visits import ReasonForm, TugasForm
from inspections.letters import assignment_letter
from inspections.models import SuratTugas
from inspections.views.scope import StaffMixin, pdf_inline
from inspections.views.visit_tables import TUGAS_TONES, days_words, sentence_case, tugas_table, visits_table
from letters.exceptions import PassphraseWrong
from letters.signing import Passphrase

PAGE = 25
FIELDS = {PasswordNeeded: "password", PasswordWrong: "password", PassphraseWrong: "passphrase"}
BASIS = ("Permenkes 10/2018 tentang Pengawasan di Bidang Kesehatan",)


class TugasListView(StaffMixin, TemplateView):
    """Letters, the newest first; drafts wait for a signature."""

    policy = "inspection_read"
    template_name = "inspections/tugas_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = SuratTugas.objects.visible_to(self.request.user).for_list().order_by("-drafted_at", "-pk")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            table=tugas_table(list(page.object_list), _("Surat tugas")) if page.paginator.count else None,
            may_draft=may(self.request.user, "tpk_assign"),
            **kwargs,
        )


class TugasMixin(StaffMixin):
    """Gives `self.tugas`: within the scope of `reach`, else 404."""

    policy = "inspection_read"
    reach = "inspection_read"
    kwargs: dict[str, Any]

    @property
    def tugas(self) -> SuratTugas:
        """The letter of the address; kept for the request."""
        found: SuratTugas | None = getattr(self, "_tugas", None)
        if found is None:
            rows = SuratTugas.objects.visible_to(self.request.user, self.reach).for_list()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._tugas = found
        return found


class TugasDetailView(TugasMixin, TemplateView):
    """Who is sent where, and the letter."""

    template_name = "inspections/tugas_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tugas, user = self.tugas, self.request.user
        visits = tugas.visits.select_related(
            "facility__region__parent", "inspector", "office", "surat_tugas", "checklist__kind"
        ).order_by("scheduled_at")
        is_draft = tugas.state == TugasState.DRAFT
        return super().get_context_data(
            tugas=tugas,
            word=sentence_case(tugas.get_state_display()),
            tone=TUGAS_TONES[TugasState(tugas.state)],
            facts=_facts(tugas),
            visits=visits_table(list(visits), _("Kunjungan")),
            may_sign=is_draft and may(user, "application_sign"),
            may_cancel=tugas.state != TugasState.CANCELLED and may(user, "tpk_assign"),
            is_draft=is_draft,
            **kwargs,
        )


def _facts(tugas: SuratTugas) -> list[Fact]:
    drafted = formats.plain_date(tugas.drafted_at.astimezone(tugas.office.zone).date())
    return [
        Fact(_("Uraian tugas"), tugas.purpose),
        Fact(_("Petugas"), ", ".join(row.user.name for row in tugas.members.all())),
        Fact(_("Tanggal"), days_words(tugas.starts_on, tugas.ends_on)),
        Fact(_("Dasar"), "; ".join(tugas.basis)),
        Fact(_("Dibuat oleh"), f"{tugas.drafted_by.name}, {drafted}"),
    ]


class TugasDraftView(DomainErrorMixin, StaffMixin, FormView[Any]):
    """Draft a letter for planned visits."""

    policy = "tpk_assign"
    template_name = "inspections/tugas_draft.html"
    form_class = TugasForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {**given, "office": self.office, "user": self.request.user, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"basis": "\n".join(BASIS), "starts_on": self.today, "ends_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"title": _("Buat surat tugas"), "verb": _("Simpan draf"), "back": reverse("tugas_list")}
        found = super().get_context_data(**{**given, **kwargs})
        return {**found, "has_visits": bool(found["form"].fields["visits"].choices)}

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        wanted = assignments.Draft(
            office=self.office,
            purpose=given["purpose"],
            basis=given["basis"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            members=list(given["members"]),
            visits=list(given["visits"]),
            kind=VisitKind(given["kind"]),
        )
        try:
            tugas = assignments.draft(wanted, by=self.user, at=timezone.now())
        except DomainError as error:
            for finding in error.findings:
                name = finding.pointer.strip("/")
                form.add_error(name if name in form.fields else None, str(finding.detail))
            if not error.findings:
                form.add_error("members", error.detail)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(self.request, _("Draf tersimpan; menunggu tanda tangan kepala dinas."))
        return redirect("tugas_detail", tugas.public_id)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TugasConceptView(DomainErrorMixin, TugasMixin, View):
    """The letter as it would be signed."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        if self.tugas.state != TugasState.DRAFT:
            raise Http404
        return pdf_inline(assignment_letter.preview(self.tugas, at=timezone.now()), name="konsep-surat-tugas.pdf")


class TugasSignView(DomainErrorMixin, TugasMixin, FormView[SecretsForm]):
    """Password again, passphrase, letter."""

    policy = "application_sign"
    template_name = "inspections/tugas_sign.html"
    form_class = SecretsForm
    prefix = "sign"

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        asks = needs_password(self.request, self.policy, at=timezone.now())
        return {**super().get_form_kwargs(), "asks_password": asks}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tugas=self.tugas,
            facts=[*_facts(self.tugas), self._places()],
            why_not=self._why_not(),
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            **kwargs,
        )

    def _places(self) -> Fact:
        rows = assignments.visits_of(self.tugas)
        zone = self.tugas.office.time_zone
        words = [f"{row.place_name}, {formats.short_moment(row.scheduled_at, zone)}" for row in rows]
        return Fact(_("Kunjungan (%(n)s)") % {"n": formats.number(len(rows))}, "; ".join(words) or "–")

    def _why_not(self) -> str:
        try:
            assignments.check_signing(self.tugas, by=self.user, at=timezone.now())
            assignment_letter.require_signatory(self.tugas, self.user, timezone.now())
        except DomainError as refused:
            return "; ".join(str(row.detail) for row in refused.findings) or refused.detail
        return ""

    @sensitive_variables()
    def form_valid(self, form: SecretsForm) -> HttpResponse:
        at = timezone.now()
        assignments.check_signing(self.tugas, by=self.user, at=at)
        try:
            require_password(self.request, form.cleaned_data.get("password", ""))
            secret = Passphrase(form.cleaned_data["passphrase"])
            assignment_letter.sign(self.tugas, by=self.user, passphrase=secret, at=at)
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            name = next((field for kind, field in FIELDS.items() if isinstance(error, kind)), None)
            form.add_error(name if name in form.fields else None, error.detail)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, _("Surat tugas ditandatangani; daftar tilik terbuka bagi petugasnya."))
        return redirect("tugas_detail", self.tugas.public_id)

    def form_invalid(self, form: SecretsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TugasCancelView(TugasMixin, ActFormMixin, FormView[Any]):
    """Take a letter back."""

    policy = "tpk_assign"
    reach = "tpk_assign"
    template_name = "registers/form.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("tugas_detail", args=[self.tugas.public_id])
        given = {"title": _("Batalkan surat tugas"), "verb": _("Batalkan surat tugas"), "back": back, "danger": True}
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assignments.cancel(self.tugas, form.cleaned_data["reason"], by=self.user, at=self.at)
        messages.success(self.request, _("Surat tugas dibatalkan."))
        return redirect("tugas_detail", self.tugas.public_id)
