"""The steps of an import a person decides: the columns, all or the good rows, away with it, back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.domain import importing
from accounts.forms.imports import ColumnsForm, UndoForm
from accounts.views.imports import batch_of
from accounts.views.person_form import PersonFormView, signed_in
from core.formats import masked_identity
from core.imports import kind_of, mapping, running, undoing
from core.models import ImportBatch, ImportMode, ImportState
from core.redaction import redact
from core.web import DomainErrorMixin

SAMPLE = 40


class ImportColumnsView(DomainErrorMixin, PersonFormView):
    """Which column of the sheet is which; then the dry run begins."""

    policy = importing.POLICY
    template_name = "accounts/imports/columns.html"
    form_class = ColumnsForm
    batch: ImportBatch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.batch = batch_of(request, kwargs["public_id"])
        if self.batch.state not in (ImportState.STAGED, ImportState.CHECKED):
            return redirect("import_detail", self.batch.public_id)
        return super().dispatch(request, *args, **kwargs)

    def _sheet(self) -> dict[str, Any]:
        """The sheet asked for, else the one chosen before."""
        wanted = self.request.POST.get("sheet") or self.request.GET.get("lembar") or self.batch.sheet
        known = {sheet["name"]: sheet for sheet in self.batch.sheets}
        found: dict[str, Any] = known.get(wanted) or known[self.batch.sheet]
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        sheet = self._sheet()
        samples = _samples(self.batch, sheet)
        return {**super().get_form_kwargs(), "batch": self.batch, "header": sheet["header"], "samples": samples}

    def get_initial(self) -> dict[str, Any]:
        sheet = self._sheet()
        if sheet["name"] == self.batch.sheet:
            return {**self.batch.mapping, "sheet": sheet["name"]}
        return {**mapping.proposed(kind_of(self.batch.kind), sheet["header"]), "sheet": sheet["name"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(batch=self.batch, kind=kind_of(self.batch.kind), sheet=self._sheet(), **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, ColumnsForm)  # noqa: S101  the class above
        running.choose(self.batch, form.chosen, at=self.at, sheet=self._sheet()["name"])
        return redirect("import_detail", self.batch.public_id)


def _samples(batch: ImportBatch, sheet: dict[str, Any]) -> list[str]:
    """The first row of data, what looks like a number of a person masked."""
    chunk = batch.chunks.filter(sheet=sheet["name"]).order_by("position").first()
    rows = [cells for number, *cells in (chunk.rows or []) if number > sheet["number"]] if chunk else []
    return [_sample(str(cell)) for cell in rows[0]] if rows else []


def _sample(text: str) -> str:
    return (text if redact(text) == text else masked_identity(text))[:SAMPLE]


class ImportVerbView(DomainErrorMixin, View):
    """A button of the detail page."""

    policy = importing.POLICY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        batch = batch_of(request, public_id)
        self.act(batch)
        return redirect("import_detail", batch.public_id)

    def act(self, batch: ImportBatch) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def refused_url(self) -> str:
        return reverse("import_detail", args=[self.kwargs["public_id"]])


class ImportApplyView(ImportVerbView):
    """Write the rows: all of them, or the good ones only."""

    def act(self, batch: ImportBatch) -> None:
        wanted = self.request.POST.get("mode")
        mode = ImportMode.GOOD if wanted == ImportMode.GOOD else ImportMode.ALL
        running.decide(batch, mode, by=signed_in(self.request), at=timezone.now())


class ImportResumeView(ImportVerbView):
    """Go on where a fault stopped it."""

    def act(self, batch: ImportBatch) -> None:
        running.resume(batch, by=signed_in(self.request), at=timezone.now())


class ImportDropView(ImportVerbView):
    """Throw the file away."""

    def act(self, batch: ImportBatch) -> None:
        running.drop(batch, by=signed_in(self.request), at=timezone.now())
        messages.success(self.request, _("Berkas dibuang. Tidak ada yang disimpan."))


class ImportUndoView(DomainErrorMixin, PersonFormView):
    """Take the whole import back, with a reason."""

    policy = importing.POLICY
    template_name = "accounts/imports/undo.html"
    form_class = UndoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = batch_of(self.request, self.kwargs["public_id"])
        return super().get_context_data(batch=batch, kind=kind_of(batch.kind), **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        batch = batch_of(self.request, self.kwargs["public_id"])
        undoing.ask(batch, by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        return redirect("import_detail", batch.public_id)
