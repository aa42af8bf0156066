"""One section of a draft: a form, saved on sending and by itself while typing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from licensing.domain import drafts
from licensing.domain.answers import section
from licensing.domain.rulebook.catalogue import requirements_of, sections_of
from licensing.enums import State
from licensing.forms.sections import SECTION_FORMS, SECTION_LABELS, SectionForm, StatementsForm
from licensing.models import Application
from licensing.rules import is_withheld
from licensing.views.drafting import EditMixin, started


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
        if is_kept_back(self.application, kwargs["section"], request.user):
            # The person's own data come from the register; the check page shows them masked.
            return redirect(f"{reverse('draft_check', args=[self.application.number])}#identity")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, number: str, section: str) -> HttpResponse:
        require_section(self.application, section)
        if is_kept_back(self.application, section, request.user):
            raise Http404
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


def require_section(application: Application, name: str) -> None:
    """Raise 404 for a section the type does not have."""
    if name not in sections_of(application) or name == "documents":
        raise Http404


def is_kept_back(application: Application, name: str, user: Any) -> bool:
    """True for the identity of staff, which a facility that files for them neither reads whole nor edits."""
    return name == "identity" and is_withheld(application, user)


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
        if is_kept_back(self.application, section, request.user):
            raise Http404
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
