"""Drafts as a task list: any order, saved by itself, judged at once, checked, sent."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import Region
from core import formats
from core.components import (
    Confirmation,
    Finding as ShownFinding,
    FindingLevel as ShownLevel,
    Findings,
    Promise,
    SummaryRow,
    Task,
    TaskList,
    TaskState,
)
from core.web import FormKeyMixin, redirect_once
from facilities.enums import FacilityKind
from licensing.domain import drafts, transitions
from licensing.domain.answers import section, section_done
from licensing.domain.catalogue import requirements_of, sections_of, type_in_force
from licensing.domain.clocks import read_clocks
from licensing.domain.comparing import hours_text
from licensing.domain.findings import EligibilityFinding, eligibility_of
from licensing.enums import ApplicationKind, ClockName, RequirementKind, State
from licensing.exceptions import NotEligible, NotReady
from licensing.forms.sections import SECTION_FORMS, SECTION_LABELS, SectionForm, StatementsForm
from licensing.models import Application, Licence, RecommendationType
from licensing.views.scope import ApplicationMixin, PolicyMixin

MINUTES = {"identity": 3, "profession": 2, "place": 3, "business": 3, "documents": 6, "statements": 1}


class DraftCreateView(PolicyMixin, TemplateView):
    """Ask what kind (new, renewal, move …) and from which licence, then open the task list."""

    policy = "application_edit"
    template_name = "licensing/draft_create.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self._type()
        licences = Licence.objects.filter(holder_person__user_id=self.actor.person_id, type_code=kind.code)
        wanted = self.request.GET.get("sifat", ApplicationKind.NEW)
        return super().get_context_data(
            type=kind,
            kinds=[each for each in ApplicationKind if kind.renewable or each != ApplicationKind.RENEWAL],
            wanted=wanted if wanted in ApplicationKind.values else ApplicationKind.NEW,
            licences=licences,
            chosen_licence=self.request.GET.get("izin", ""),
            slots=(1, 2, 3),
            is_person=kind.subject == "practitioner",
            **kwargs,
        )

    def _type(self) -> RecommendationType:
        try:
            return type_in_force(self.kwargs["code"], timezone.localdate())
        except RecommendationType.DoesNotExist as error:
            raise Http404 from error

    def post(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        chosen = request.POST.get("kind", "")
        kind = ApplicationKind(chosen) if chosen in ApplicationKind.values else ApplicationKind.NEW
        previous = Licence.objects.visible_to(request.user).filter(public_id=request.POST.get("licence") or "").first()
        slot = request.POST.get("slot", "1")
        application = drafts.create_draft(
            self._type().code,
            kind=kind,
            by=self.actor,
            at=timezone.now(),
            applicant=request.user,
            slot=int(slot) if slot in ("1", "2", "3") else 1,
            previous=previous,
        )
        return redirect("draft_detail", number=application.number)


class EditMixin(ApplicationMixin):
    """Pages of somebody who may edit the file."""

    policy = "application_edit"

    def findings(self) -> list[EligibilityFinding]:
        """All findings now."""
        return eligibility_of(self.application, at=timezone.now())


class TaskListView(EditMixin, TemplateView):
    """Sections with their state, the eligibility meter, and what stands before sending."""

    template_name = "licensing/draft_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state not in drafts.EDITABLE:
            return redirect("application_detail", number=self.application.number)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        findings = self.findings()
        corrections = list(application.corrections.select_related("requirement", "reason").order_by("round", "id"))
        return super().get_context_data(
            application=application,
            task_list=task_list(application, findings),
            findings=shown_findings(application, findings),
            corrections=[row for row in corrections if row.answered_at is None],
            corrections_done=[row for row in corrections if row.answered_at is not None],
            is_correction=application.state == State.NEEDS_CORRECTION,
            **kwargs,
        )


def task_list(application: Application, findings: list[EligibilityFinding]) -> TaskList:
    """Return the task list; during a correction only what was asked can be opened."""
    names = sections_of(application)
    tasks = [_task(application, name, findings) for name in names]
    is_ready = not any(each.blocks for each in findings) and _corrections_done(application)
    send = Task(
        key="send",
        label=_("Periksa jawaban dan kirim"),
        state=TaskState.EMPTY if is_ready else TaskState.BLOCKED,
        url=reverse("draft_check", args=[application.number]) if is_ready else "",
        note="" if is_ready else _why_not(application, findings),
    )
    left = sum(MINUTES.get(task.key, 2) for task in tasks if task.state is not TaskState.DONE)
    return TaskList(tasks=tasks, send=send, minutes_left=left, saved_at=application.updated_at)


def _corrections_done(application: Application) -> bool:
    return not application.corrections.filter(answered_at__isnull=True).exists()


def _why_not(application: Application, findings: list[EligibilityFinding]) -> str:
    blocked = sum(each.blocks for each in findings)
    if not _corrections_done(application):
        return _("Perbaiki dahulu semua hal yang diminta petugas.")
    return _("Selesaikan semua bagian; masih ada %(n)s hal yang harus diperbaiki.") % {"n": blocked}


def _task(application: Application, name: str, findings: list[EligibilityFinding]) -> Task:
    blocking = [each for each in findings if each.section == name and each.blocks]
    touched = started(application, name) or (name == "documents" and application.documents.exists())
    if application.corrections.filter(answered_at__isnull=True, requirement__kind=_KIND_OF.get(name, "-")).exists():
        state = TaskState.FIX
    elif not touched:
        state = TaskState.EMPTY
    elif blocking or not section_done(application.answers, name):
        state = TaskState.STARTED
    else:
        state = TaskState.DONE
    url = reverse("draft_documents", args=[application.number])
    if name != "documents":
        url = reverse("draft_section", args=[application.number, name])
    return Task(
        key=name,
        label=SECTION_LABELS[name],
        state=state,
        url=url,
        note=blocking[0].label if blocking and started(application, name) else "",
    )


_KIND_OF = {"documents": RequirementKind.DOCUMENT, "statements": RequirementKind.STATEMENT}


def shown_findings(application: Application, findings: list[EligibilityFinding]) -> Findings:
    """Return the eligibility meter: what blocks, what warns, what is met."""
    sections = {each.section for each in findings}
    items = [
        ShownFinding(
            level=ShownLevel.BLOCK if each.blocks else ShownLevel.WARN,
            title=each.label,
            remedy=each.remedy,
            url=_section_url(application, each.section) if each.blocks else "",
            link=_("Buka bagian ini"),
            law=each.rule,
            code=each.code,
        )
        for each in findings
    ]
    items += [
        ShownFinding(level=ShownLevel.MET, title=str(SECTION_LABELS[name]))
        for name in sections_of(application)
        if name not in sections and section(application.answers, name)
    ]
    return Findings(items)


def _section_url(application: Application, name: str) -> str:
    if not name:
        return ""
    if name == "documents":
        return reverse("draft_documents", args=[application.number])
    return reverse("draft_section", args=[application.number, name])


class SectionView(EditMixin, TemplateView):
    """One section: saved on sending, and by itself while typing."""

    template_name = "licensing/draft_section.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = kwargs["section"] = self.kwargs["section"]
        kwargs.setdefault("form", section_form(self.application, name))
        return super().get_context_data(
            application=self.application,
            section_label=SECTION_LABELS[name],
            findings=[each for each in self.findings() if each.section == name and started(self.application, name)],
            back=self.request.GET.get("dari", ""),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_section(self.application, kwargs["section"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, number: str, section: str) -> HttpResponse:
        require_section(self.application, section)
        form = section_form(self.application, section, request.POST)
        if not form.is_valid():
            self._keep(form, section)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        save_form(self.application, form, section, actor=self.actor)
        if request.POST.get("dari") == "periksa":
            return redirect(f"{reverse('draft_check', args=[number])}#{section}")
        return redirect("draft_detail", number=number)

    def _keep(self, form: SectionForm, name: str) -> None:
        """Nothing typed is lost: what cannot be read yet is kept as typed in a draft."""
        if isinstance(form, StatementsForm) or self.application.state != State.DRAFT or name == "place":
            return
        before = section(self.application.answers, name)
        drafts.save_section(self.application, name, form.partial_values(before), by=self.actor, at=timezone.now())


def started(application: Application, name: str) -> bool:
    """Tell whether the person has typed in a section: what is only prefilled deserves no red box yet."""
    values = section(application.answers, name)
    key = {"identity": "identity_number", "profession": "str_number"}.get(name)
    return bool(values.get(key) if key else values)


def require_section(application: Application, name: str) -> None:
    """Raise 404 for a section the type does not have."""
    if name not in sections_of(application) or name == "documents":
        raise Http404


def section_form(application: Application, name: str, data: Any = None) -> SectionForm:
    """Return the form of a section, filled with what is stored."""
    if name == "statements":
        return StatementsForm(data, application=application, requirements=requirements_of(application))
    initial = section(application.answers, name)
    form: SectionForm = SECTION_FORMS[name](data, application=application, initial=initial)
    return form


def save_form(application: Application, form: SectionForm, name: str, *, actor: Any) -> None:
    """Store a valid form; the statements page also stores the generic data rows."""
    now = timezone.now()
    if isinstance(form, StatementsForm):
        drafts.save_section(application, "details", form.details(), by=actor, at=now)
        drafts.save_section(application, "statements", form.statements(), by=actor, at=now)
        return
    drafts.save_section(application, name, form.values(), by=actor, at=now)


class SectionAutosaveView(EditMixin, View):
    """What the page sends by itself: kept as typed, valid or not; answers JSON."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, section: str) -> HttpResponse:  # noqa: ARG002
        require_section(self.application, section)
        form = section_form(self.application, section, request.POST)
        if form.is_valid():
            save_form(self.application, form, section, actor=self.actor)
        elif section not in ("place", "statements"):
            before = section_values(self.application, section)
            drafts.save_section(
                self.application, section, form.partial_values(before), by=self.actor, at=timezone.now()
            )
        else:
            return JsonResponse({"saved": False}, status=422)
        return JsonResponse({"saved": True, "version": self.application.version})


def section_values(application: Application, name: str) -> dict[str, Any]:
    """Return what is stored of a section."""
    return section(application.answers, name)


class CheckAnswersView(FormKeyMixin, EditMixin, TemplateView):
    """Every answer once, each with "Ubah"; then send."""

    template_name = "licensing/draft_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state not in (State.DRAFT, State.NEEDS_CORRECTION):
            return redirect("application_detail", number=self.application.number)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = self.findings()
        return super().get_context_data(
            application=self.application,
            groups=answer_groups(self.application, editable=True),
            blocking=[each for each in findings if each.blocks],
            warnings=[each for each in findings if not each.blocks],
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        application = self.application

        def act() -> str:
            send = transitions.submit if application.state == State.DRAFT else transitions.resubmit
            send(application, by=self.actor, at=timezone.now())
            return reverse("application_sent", args=[number])

        try:
            response: HttpResponseRedirect = redirect_once(request, act)
        except (NotEligible, NotReady) as error:
            messages.error(request, error.detail)
            return redirect("draft_detail", number=number)
        return response


def answer_groups(application: Application, *, editable: bool) -> list[dict[str, Any]]:
    """Return the answers by section as rows of the summary."""
    groups = []
    for name in sections_of(application):
        rows = list(_summary(application, name, editable=editable))
        groups.append({"key": name, "label": SECTION_LABELS[name], "rows": rows})
    return groups


def _summary(application: Application, name: str, *, editable: bool) -> list[SummaryRow]:
    url = _section_url(application, name) + "?dari=periksa" if editable else ""
    if name == "documents":
        return [
            SummaryRow(key=row.requirement_code, label=label, value=row.display_name, change_url=url)
            for row in application.documents.filter(superseded_at__isnull=True)
            if (label := _labels(application).get(row.requirement_code))
        ]
    if name == "statements":
        return _statement_rows(application, url)
    values = section(application.answers, name)
    form = section_form(application, name)
    rows = [
        SummaryRow(key=key, label=field.label or key, value=answer_text(key, values.get(key)), change_url=url)
        for key, field in form.fields.items()
        if not key.startswith("hours_") and key != "facility"
    ]
    if name == "place":
        hours = hours_text(values.get("practice_hours") or [])
        rows.append(SummaryRow(key="practice_hours", label=_("Hari dan jam praktik"), value=hours, change_url=url))
    return rows


def _statement_rows(application: Application, url: str) -> list[SummaryRow]:
    labels = _labels(application)
    details = section(application.answers, "details")
    agreed = section(application.answers, "statements")
    rows = [
        SummaryRow(key=code, label=labels[code], value=str(text), change_url=url)
        for code, text in details.items()
        if code in labels and text
    ]
    return rows + [
        SummaryRow(key=code, label=labels[code], value=_("Disetujui") if yes else _("Belum disetujui"), change_url=url)
        for code, yes in agreed.items()
        if code in labels
    ]


def _labels(application: Application) -> dict[str, str]:
    return {row.code: row.label for row in requirements_of(application)}


def answer_text(key: str, value: Any) -> str:
    """Return an answer as people read it; the NIK masked, the phone grouped."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    read = _READERS.get(key)
    return read(str(value)) if read else str(value)


def _region_name(code: str) -> str:
    region = Region.objects.filter(pk=code).first()
    return region.name if region else code


def _kind_name(kind: str) -> str:
    return str(dict(FacilityKind.choices).get(kind, kind))


def _date_text(text: str) -> str:
    try:
        return formats.full_date(date.fromisoformat(text))
    except ValueError:
        return text


_READERS: dict[str, Callable[[str], str]] = {
    "identity_number": formats.masked_identity,
    "phone": formats.phone,
    "region": _region_name,
    "kind": _kind_name,
    "birth_date": _date_text,
    "str_valid_until": _date_text,
}


class ConfirmationView(ApplicationMixin, TemplateView):
    """What one takes home after sending: number, next steps, promised moments, receipt."""

    policy = "application_read"
    template_name = "licensing/application_sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        if application.submitted_at is None:
            raise Http404
        reading = read_clocks(application, at=timezone.now()).get(ClockName.VERIFICATION)
        receipt = application.letter_links.filter(letter__kind_id="TANDA_TERIMA", letter__state="issued").last()
        days = formats.working_days(application.type.recommendation_days)
        promises = (
            [Promise(_("Pemeriksaan berkas selesai paling lambat"), reading.due_at)]
            if reading and reading.due_at
            else []
        )
        confirmation = Confirmation(
            title=_("Permohonan terkirim"),
            number=application.number,
            next_steps=[
                _("Tim Teknis memeriksa setiap persyaratan. Bila ada yang kurang, Anda diberi tahu sekali, lengkap."),
                _("Janji %(days)s dimulai saat permohonan terdaftar, bukan saat dikirim.") % {"days": days},
                _("Anda mendapat pesan pada setiap langkah. Layanan ini tidak dipungut biaya."),
            ],
            promises=promises,
            receipt_url=reverse("letter_file", args=[receipt.letter.public_id]) if receipt else "",
            sent_to=_channels(application),
            next_url=reverse("application_detail", args=[application.number]),
            next_label=_("Lihat permohonan"),
        )
        return super().get_context_data(application=application, confirmation=confirmation, **kwargs)


def _channels(application: Application) -> list[str]:
    user = application.applicant
    if user is None or not user.phone_last4:
        return []
    return [f"WhatsApp …{user.phone_last4}"]
