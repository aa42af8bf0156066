"""Editing a draft checklist: items on a page, items from a file, and the trial as the phone asks it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts.domain.importing import scanned
from core.exceptions import Conflict
from core.templatetags.sejaras import ErrorLink
from core.web import ActFormMixin, DomainErrorMixin
from inspections.domain import checklist_versions as verbs
from inspections.domain.checklist_files import LIMITS, read_lines
from inspections.domain.checklist_lines import Line
from inspections.domain.checklists import conditions_of, is_editable, pure, score_version
from inspections.domain.scoring import asked
from inspections.enums import AnswerValue, Scoring
from inspections.exceptions import ChecklistMoved, ChecklistRefused
from inspections.forms.checklists import (
    ItemFileForm,
    ItemFormSet,
    TrialForm,
    VersionForm,
    filled,
    initial_items,
)
from inspections.models import ChecklistItem, ChecklistVersion
from inspections.views import checklist_tables as tables
from inspections.views.checklists import VersionMixin

WHOLE = ("valid_from", "decree", "reason", "scoring", "pass_threshold", "grading_rule")


class DraftMixin(DomainErrorMixin, VersionMixin):
    """One's own draft; a version that moved on sends back to its page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kwargs = kwargs
        version = self.version
        if not is_editable(version):
            messages.info(request, ChecklistMoved(params={"state": version.get_state_display()}).detail)
            return redirect("checklist_version", version.public_id)
        return super().dispatch(request, *args, **kwargs)


class ChecklistEditView(DraftMixin, TemplateView):
    """The version as a whole and all its items on one page; an emptied item goes."""

    template_name = "inspections/checklist_edit.html"

    def _forms(self, data: Any = None) -> tuple[VersionForm, Any]:
        initial = {name: getattr(self.version, name) for name in WHOLE}
        rows = initial_items(verbs.lines_of(self.version))
        return VersionForm(data, initial=initial), ItemFormSet(data, initial=rows, prefix="item")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"], kwargs["rows"] = self._forms()
        wrong = bool(kwargs["form"].errors or kwargs["rows"].total_error_count())
        given = {
            "version": self.version,
            "has_errors": wrong or "error" in kwargs,
            "items_wrong": _wrong(kwargs["rows"]),
        }
        return super().get_context_data(**{**given, **kwargs})

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form, rows = self._forms(request.POST)
        if not all([form.is_valid(), rows.is_valid()]):
            return self.render_to_response(self.get_context_data(form=form, rows=rows), status=422)
        said = filled(rows)
        revision = request.POST.get("revision", "")
        try:
            verbs.save_draft(
                self.version.pk,
                form.content([each.line() for each in said]),
                revision=int(revision) if revision.isdecimal() else 0,
                by=self.user,
                at=timezone.now(),
            )
        except ChecklistRefused as error:
            rest = _into_forms(error, form, said)
            context = self.get_context_data(form=form, rows=rows, error=error, rest=rest)
            return self.render_to_response(context, status=error.status)
        except Conflict as error:
            context = self.get_context_data(form=form, rows=rows, error=error)
            return self.render_to_response(context, status=error.status)
        messages.success(request, _("Rancangan tersimpan. Coba dulu pratinjaunya, lalu ajukan."))
        return redirect("checklist_version", public_id)


def _into_forms(error: ChecklistRefused, form: Any, said: list[Any]) -> list[str]:
    """Put each reason beside the field it is about; returns those about all items."""
    rest = []
    for finding in error.findings:
        match finding.pointer.split("/"):
            case ["", "lines", place, field]:
                said[int(place)].add_error(field, str(finding.detail))
            case ["", field]:
                form.add_error(field, str(finding.detail))
            case _:
                rest.append(str(finding.detail))
    return rest


def _wrong(rows: Any) -> list[ErrorLink]:
    """One line for each wrong field of the items, with where it stands."""
    found = [ErrorLink("", str(text)) for text in rows.non_form_errors()]
    for form in rows.forms:
        for name in form.errors:
            if name == "__all__":
                found += [ErrorLink("", str(text)) for text in form.errors[name]]
                continue
            field = form[name]
            code = form["code"].value() or _("butir baru")
            found += [ErrorLink(field.error_link, f"{code}: {text}") for text in field.error_texts]
    return found


class ChecklistUploadView(ActFormMixin, DraftMixin, FormView[ItemFileForm]):
    """All items from a file; when anything in it is wrong, nothing is kept and everything wrong is shown."""

    template_name = "inspections/checklist_upload.html"
    form_class = ItemFileForm
    field_of = dict.fromkeys(("unreadable_sheet", "file_unsafe", "scanner_away"), "file")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.version, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        version, upload = self.version, form.upload
        scoring = Scoring(version.scoring)
        with scanned(upload.chunks(), LIMITS) as path:
            lines, flaws = read_lines(path, name=upload.name or "", kind=version.kind_id, scoring=scoring)
        if flaws:
            context = self.get_context_data(form=form, flaws=tables.flaws_table(flaws), file=upload.name)
            return self.render_to_response(context, status=422)
        verbs.save_draft(version.pk, self._content(lines), revision=version.revision, by=self.user, at=self.at)
        messages.success(self.request, _("%(n)s butir terbaca. Periksa bedanya di bawah.") % {"n": len(lines)})
        return redirect("checklist_version", version.public_id)

    def _content(self, lines: list[Line]) -> verbs.Content:
        values = {name: getattr(self.version, name) for name in WHOLE}
        return verbs.Content(**{**values, "scoring": Scoring(self.version.scoring)}, lines=lines)


class ChecklistPreviewView(VersionMixin, TemplateView):
    """The questions as the phone asks them; answers are scored and not kept."""

    template_name = "inspections/checklist_preview.html"
    back = "checklist_version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        posted = self.request.POST
        conditions = conditions_of(version)
        form = TrialForm(posted or None, conditions=conditions)
        ticked = [name for name in posted.getlist("conditions") if name in conditions]
        answers = {
            item.code: value
            for item in version.items.all()
            if (value := posted.get(f"value-{item.code}", "")) in AnswerValue.values
        }
        result = score_version(version, answers, ticked) if posted else None
        word, tone = tables.result_words(result) if result else ("", "")
        return super().get_context_data(
            version=version,
            form=form if conditions else None,
            parts=_parts(version, ticked, posted),
            result=result,
            word=word,
            tone=tone,
            facts=tables.result_facts(result) if result else [],
            back=reverse(self.back, args=[version.public_id]),
            **kwargs,
        )

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


class ChecklistTryView(ChecklistPreviewView):
    """The same trial for the second person."""

    policy = verbs.CONFIRM
    back = "checklist_confirm"


def _parts(version: ChecklistVersion, ticked: list[str], posted: Any) -> list[dict[str, Any]]:
    """Questions asked under the ticked conditions by part, numbered through, with what was answered."""
    items = list(version.items.all())
    codes = {item.code for item in asked(map(pure, items), ticked)}
    parts: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate((item for item in items if item.code in codes), start=1):
        parts.setdefault(item.part, []).append({"item": item, "number": number, "row": _row(item, posted)})
    return [{"title": title, "questions": questions} for title, questions in parts.items()]


def _row(item: ChecklistItem, posted: Any) -> dict[str, str]:
    return {"value": posted.get(f"value-{item.code}", ""), "note": posted.get(f"note-{item.code}", "")[:500]}
