"""Writing a draft rule; nothing holds by it yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from core.exceptions import Conflict, RuleBroken
from core.web import FormKeyMixin, redirect_once
from licensing.domain.rulebook import changes
from licensing.enums import RuleChangeKind, RuleChangeState
from licensing.forms.queue import type_choices
from licensing.forms.rules import FORMS, RowFormSet, RuleForm, rows_from
from licensing.models import RuleChange
from licensing.views.desk import DeskMixin

# These begin from what a type has now, so the address names it.
OF_A_TYPE = (RuleChangeKind.REQUIREMENTS, RuleChangeKind.TYPE)


class RuleDraftView(FormKeyMixin, DeskMixin, TemplateView):
    """Write a draft; an own draft may be written over until it is proposed."""

    policy = "change_propose"
    template_name = "licensing/desk/rule_draft.html"
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, _form = self._kind()
        draft = self._draft()
        code = self._type_code(draft)
        kwargs.setdefault("form", self._form(None))
        if kind == RuleChangeKind.REQUIREMENTS:
            kwargs.setdefault("rows", RowFormSet(initial=self._rows(draft, code), prefix="row"))
        error = kwargs.get("error")
        extra_errors = kwargs["rows"].total_error_count() if "rows" in kwargs else 0
        return super().get_context_data(
            rule_kind=kind,
            type_name=dict(type_choices()).get(code, ""),
            has_errors=error is not None or bool(kwargs["form"].errors) or bool(extra_errors),
            **kwargs,
        )

    def _kind(self) -> tuple[RuleChangeKind, type[RuleForm]]:
        found = FORMS.get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    def _draft(self) -> RuleChange | None:
        pk = self.request.GET.get("rancangan", "")
        if not pk.isdigit():
            return None
        mine = RuleChange.objects.filter(proposed_by_id=self.request.user.pk, state=RuleChangeState.DRAFT)
        return get_object_or_404(mine, pk=pk, kind=self._kind()[0])

    def _type_code(self, draft: RuleChange | None) -> str:
        code = draft.type_code if draft else self.request.GET.get("jenis", "")
        if self._kind()[0] in OF_A_TYPE and code not in dict(type_choices()):
            raise Http404
        return code

    def _rows(self, draft: RuleChange | None, code: str) -> list[dict[str, Any]]:
        return draft.content["rows"] if draft else changes.rows_of(changes.newest_set(code))

    def _form(self, data: Any) -> RuleForm:
        draft = self._draft()
        initial: dict[str, Any] = {}
        if draft is None and self._kind()[0] == RuleChangeKind.TYPE:
            initial = changes.type_facts(changes.newest_type(self._type_code(None)))
        if draft is not None:
            names = ("valid_from", "decree", "reason", "clock", "type_code", "profession_code")
            initial = {name: getattr(draft, name) for name in names} | dict(draft.content)
        return self._kind()[1](data, initial=initial)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG002  # read from the address
        draft = self._draft()
        code = self._type_code(draft)
        form = self._form(request.POST)
        extra: dict[str, Any] = {}
        rows: list[dict[str, Any]] = []
        is_valid = form.is_valid()
        if self._kind()[0] == RuleChangeKind.REQUIREMENTS:
            before = self._rows(draft, code)
            formset = RowFormSet(request.POST, initial=before, prefix="row")
            extra = {"rows": formset}
            if formset.is_valid():
                rows = rows_from(formset, before)
            else:
                is_valid = False
        if not is_valid:
            return self.render_to_response(self.get_context_data(form=form, **extra), status=422)

        def act() -> str:
            change = changes.save_draft(
                form.draft(type_code=code, rows=rows),
                office=home_office(),
                by=request.user,  # type: ignore[arg-type]  # signed in
                at=timezone.now(),
                change=draft,
            )
            messages.success(request, _("Rancangan tersimpan. Uji dulu pada berkas yang lalu, lalu ajukan."))
            return reverse("rule_change", args=[change.pk])

        try:
            return redirect_once(request, act)
        except (Conflict, RuleBroken) as error:
            context = self.get_context_data(form=form, error=error, **extra)
            return self.render_to_response(context, status=error.status)
