"""Drafts as a task list: any order, judged at once, sent when nothing stands in the way."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.components import (
    Finding as ShownFinding,
    FindingLevel as ShownLevel,
    Findings,
    Task,
    TaskList,
    TaskState,
)
from licensing.domain import drafts
from licensing.domain.answers import section, section_done
from licensing.domain.findings import EligibilityFinding, eligibility_of
from licensing.domain.rulebook.catalogue import sections_of, type_in_force
from licensing.enums import ApplicationKind, RequirementKind, State
from licensing.forms.sections import SECTION_LABELS
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
            url=section_url(application, each.section) if each.blocks else "",
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


def section_url(application: Application, name: str) -> str:
    if not name:
        return ""
    if name == "documents":
        return reverse("draft_documents", args=[application.number])
    return reverse("draft_section", args=[application.number, name])


def started(application: Application, name: str) -> bool:
    """Tell whether the person has typed in a section: what is only prefilled deserves no red box yet."""
    values = section(application.answers, name)
    key = {"identity": "identity_number", "profession": "str_number"}.get(name)
    return bool(values.get(key) if key else values)
