"""The TPK's page: take, visit, repairs, coordination, proposal. Each step is its own small form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Fact
from core.exceptions import Conflict, DomainError, NotAllowed, RuleBroken
from inspections.models import Visit
from licensing.domain import assessing, coordinating, guards, transitions
from licensing.domain.desk import DeskClock, mark_seen
from licensing.domain.product_facts import product_facts
from licensing.domain.status_lines import COORDINATION_NAMES
from licensing.enums import Action, LegalEra, State
from licensing.exceptions import NoAppointment
from licensing.forms.assessment import (
    AnswerForm,
    AssessmentForm,
    CoordinationForm,
    RepairedForm,
    RepairForm,
    VisitPlanForm,
    VisitResultForm,
)
from licensing.forms.fields import SheetForm
from licensing.models import Application, ApplicationEvent, Coordination
from licensing.views.answers import answer_groups
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.review import current_documents, held_by_other, law_of, viewers
from licensing.views.scope import ApplicationMixin

RECORD_VISIT, TAKE, RELEASE = "record_visit", "take", "release"


class AssessView(DeskMixin, ApplicationMixin, TemplateView):
    """Everything a TPK does at the desk with one file; what is not possible now is not shown."""

    policy = "application_assess"
    template_name = "licensing/desk/assess.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state in (State.REGISTERED, State.ASSESSING):
            mark_seen(self.application, by=self.actor, at=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
        sent: dict[str, SheetForm] = kwargs.pop("sent", {})
        error: DomainError | None = kwargs.pop("error", None)
        requirements = transitions_requirements(application)
        visits = [link.visit for link in application.visit_links.select_related("visit__inspector")]
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            left=left_words(DeskClock(now).minutes_left(application)),
            viewers=viewers(requirements, current_documents(application)),
            requirements=[{"title": row.label, "law": law_of(row)} for row in requirements],
            groups=answer_groups(application, editable=False),
            held=held_by_other(application, self.request.user),
            no_appointment=self._appointment_problem(now),
            is_mine=application.handler_id == self.request.user.pk,
            visits=visits,
            needs_visit=guards.needs_visit(application),
            needs_coordination=application.type.needs_coordination,
            coordinations=list(application.coordinations.select_related("answer_document")),
            repair=_repair(application),
            forms=self._forms(application, visits, sent),
            checked=_checked(application),
            error=error,
            has_errors=error is not None or bool(sent),
            opened=next(iter(sent), ""),
            **kwargs,
        )

    def _appointment_problem(self, now: datetime) -> str:
        try:
            guards.require_appointment(self.actor, now.astimezone(self.application.health_office.zone).date())
        except NoAppointment as refused:
            return refused.detail
        return ""

    def _forms(self, application: Application, visits: list[Visit], sent: dict[str, SheetForm]) -> dict[str, Any]:
        """The forms of the steps open in this state; one that was refused comes back as typed."""
        found: dict[str, Any] = {}
        state = State(application.state)
        for name, make in STEPS.items():
            if state in STEP_STATES[name]:
                found[name] = sent.get(name) or make(self, None)
        waiting = [visit for visit in visits if not visit.conclusion]
        found["results"] = [
            {"visit": visit, "form": sent.get(f"{RECORD_VISIT}-{visit.pk}") or result_form(self, None, visit)}
            for visit in waiting
        ]
        if not application.type.needs_coordination:
            found.pop(Action.REQUEST_COORDINATION, None)
        return found

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        action = request.POST.get("action", "")
        if action in PLAIN:
            return self._done(PLAIN[action](self), number)
        name, form = self._sent_form(action)
        if form is None:
            return redirect("application_assess", number=number)
        if not form.is_valid():
            return self._again(name, form, 422)
        try:
            said = ACTS[action](self, form)
        except (Conflict, RuleBroken) as error:
            self.application.refresh_from_db()
            form.add_findings(error.findings)
            return self._again(name, form, error.status, error=error)
        return self._done(said, number)

    def _sent_form(self, action: str) -> tuple[str, SheetForm | None]:
        data = self.request.POST
        if action == RECORD_VISIT:
            visit = self.visit()
            return f"{RECORD_VISIT}-{visit.pk}", result_form(self, data, visit)
        make = STEPS.get(action)
        return action, make(self, data) if make else None

    def visit(self) -> Visit:
        """The visit a result is for: one of this file, else 404."""
        pk = self.request.POST.get("visit", "")
        rows = Visit.objects.filter(application_link__application=self.application)
        return get_object_or_404(rows, pk=int(pk) if pk.isdecimal() else 0)

    def _again(self, name: str, form: SheetForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = self.get_context_data(number=self.application.number, sent={name: form}, error=error)
        return self.render_to_response(context, status=status)

    def _done(self, said: str, number: str) -> HttpResponse:
        messages.success(self.request, said)
        stays = self.application.state in (State.ASSESSING, State.REPAIRING, State.COORDINATING)
        return redirect("application_assess", number=number) if stays else redirect("application_list")

    @property
    def version(self) -> int | None:
        """The version the form was drawn from."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None

    def refused(self, error: DomainError) -> HttpResponse:
        """A refused plain button: say why on the page itself."""
        if isinstance(error, NotAllowed) or self.request.method != "POST":
            return super().refused(error)
        messages.error(self.request, error.detail)
        return redirect("application_assess", number=self.kwargs["number"])


def transitions_requirements(application: Application) -> list[Any]:
    """Return every row of the file, the visit's too: what the assessment is about."""
    from licensing.domain.rulebook.catalogue import requirements_of  # one look-up

    return requirements_of(application)


# --- the steps: form, states in which it is open, verb --------------------------------------------------------


def result_form(_view: AssessView, data: Any, visit: Visit) -> VisitResultForm:
    """The form for one visit's result."""
    return VisitResultForm(data, prefix=f"visit{visit.pk}")


def _assessment_form(view: AssessView, data: Any) -> AssessmentForm:
    kind = view.application.type
    return AssessmentForm(data, prefix="assess", facts=product_facts(kind.code, kind.product_letter))


def _answer_form(view: AssessView, data: Any) -> AnswerForm:
    today = timezone.now().astimezone(view.application.health_office.zone).date()
    return AnswerForm(data, prefix="answer", today=today)


def _coordination_form(view: AssessView, data: Any) -> CoordinationForm:
    name = str(COORDINATION_NAMES.get(view.application.type.coordination, ""))
    return CoordinationForm(data, prefix="ask", initial={"partner_name": name[:1].upper() + name[1:]})


STEPS: dict[str, Callable[[AssessView, Any], SheetForm]] = {
    Action.REQUEST_VISIT: lambda view, data: VisitPlanForm(
        data, prefix="plan", initial={"purpose": str(view.application.type.label)}
    ),
    Action.REQUIRE_REPAIR: lambda _view, data: RepairForm(data, prefix="repair"),
    Action.REPAIRED: lambda _view, data: RepairedForm(data, prefix="repaired"),
    Action.REQUEST_COORDINATION: _coordination_form,
    Action.ANSWER_COORDINATION: _answer_form,
    Action.ASSESS: _assessment_form,
}
STEP_STATES: dict[str, frozenset[State]] = {
    Action.REQUEST_VISIT: frozenset({State.REGISTERED, State.ASSESSING}),
    Action.REQUIRE_REPAIR: frozenset({State.ASSESSING}),
    Action.REPAIRED: frozenset({State.REPAIRING}),
    Action.REQUEST_COORDINATION: frozenset({State.ASSESSING}),
    Action.ANSWER_COORDINATION: frozenset({State.COORDINATING}),
    Action.ASSESS: frozenset({State.ASSESSING}),
}


def _plan_visit(view: AssessView, form: Any) -> str:
    plan = form.plan(view.application.health_office.zone)
    assessing.request_visit(view.application, plan, by=view.actor, at=timezone.now(), version=view.version)
    return _("Kunjungan dijadwalkan; pemohon menerima pesan.")


def _record_visit(view: AssessView, form: Any) -> str:
    result = form.result(view.application.health_office.zone)
    assessing.record_visit(view.application, view.visit(), result, by=view.actor, at=timezone.now())
    return _("Hasil kunjungan tercatat.")


def _require_repair(view: AssessView, form: Any) -> str:
    assessing.require_repair(
        view.application, by=view.actor, at=timezone.now(), version=view.version, **form.cleaned_data
    )
    return _("Permintaan perbaikan terkirim; penghitungan waktu dihentikan sementara.")


def _repaired(view: AssessView, form: Any) -> str:
    assessing.repaired(view.application, by=view.actor, at=timezone.now(), version=view.version, **form.cleaned_data)
    return _("Perbaikan diterima; penghitungan waktu berjalan lagi.")


def _ask(view: AssessView, form: Any) -> str:
    asked, _token = coordinating.request_coordination(
        view.application, form.question(), by=view.actor, at=timezone.now(), version=view.version
    )
    return _("Pertanyaan dikirim kepada %(partner)s dengan tautan terbatas.") % {"partner": asked.partner_name}


def _take_answer(view: AssessView, form: Any) -> str:
    open_one = get_object_or_404(Coordination, application=view.application, answered_at__isnull=True)
    coordinating.answer(open_one, form.answer(), by=view.actor, at=timezone.now())
    view.application.refresh_from_db()
    return _("Jawaban tercatat; penilaian dilanjutkan.")


def _assess(view: AssessView, form: Any) -> str:
    assessing.assess(view.application, form.given(), by=view.actor, at=timezone.now(), version=view.version)
    return _("Penilaian %(number)s selesai dan menunggu persetujuan kepala bidang.") % {
        "number": view.application.number
    }


ACTS: dict[str, Callable[[AssessView, Any], str]] = {
    Action.REQUEST_VISIT: _plan_visit,
    RECORD_VISIT: _record_visit,
    Action.REQUIRE_REPAIR: _require_repair,
    Action.REPAIRED: _repaired,
    Action.REQUEST_COORDINATION: _ask,
    Action.ANSWER_COORDINATION: _take_answer,
    Action.ASSESS: _assess,
}


def _start(view: AssessView) -> str:
    transitions.start_assessment(view.application, by=view.actor, at=timezone.now(), version=view.version)
    return _("Berkas ini sekarang Anda nilai.")


def _take(view: AssessView) -> str:
    transitions.take(view.application, by=view.actor, at=timezone.now())
    return _("Berkas ini sekarang Anda pegang.")


def _release(view: AssessView) -> str:
    transitions.release(view.application, by=view.actor, at=timezone.now())
    return _("Berkas ini dilepas; petugas lain dapat mengambilnya.")


PLAIN: dict[str, Callable[[AssessView], str]] = {Action.START_ASSESSMENT: _start, TAKE: _take, RELEASE: _release}


# --- what others did before -----------------------------------------------------------------------------------


def _last(application: Application, *actions: Action) -> ApplicationEvent | None:
    return application.events.filter(action__in=actions).select_related("actor", "reason").order_by("-seq").first()


def _checked(application: Application) -> list[Fact]:
    zone = application.health_office.time_zone
    facts = []
    verified = _last(application, Action.VERIFY)
    if verified is not None:
        who = verified.actor.name if verified.actor else verified.client_id
        facts.append(Fact(_("Lolos verifikasi"), f"{who}, {formats.full_moment(verified.at, zone)}"))
    spoken = _last(application, Action.RECOMMEND_MEMBER) if application.legal_era == LegalEra.OLD else None
    if spoken is not None:
        who = ", ".join(part for part in (spoken.actor.name if spoken.actor else "", spoken.note) if part)
        facts.append(Fact(_("Rekomendasi organisasi profesi"), f"{who}, {formats.full_moment(spoken.at, zone)}"))
    back = _last(application, Action.SEND_BACK)
    if back is not None and application.state == State.ASSESSING:
        reason = f"{back.reason.label}. " if back.reason else ""
        who = back.actor.name if back.actor else ""
        facts.append(Fact(_("Dikembalikan untuk dinilai ulang"), f"{reason}{back.note} ({who})"))
    return facts


def _repair(application: Application) -> dict[str, Any] | None:
    if application.state != State.REPAIRING:
        return None
    event = _last(application, Action.REQUIRE_REPAIR)
    if event is None:
        return None
    from licensing.domain.applicant_answers import repair_answers  # only while a repair is open

    return {
        "wanted": event.payload.get("items", []),
        "until": application.correct_by,
        "answers": repair_answers(application, since=event.at),
    }
