"""Spreadsheets brought in: the list, a new one, what its dry run found, the sheet to mend, the template."""

import io
from typing import Any
from urllib.parse import quote

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, ListView, View

from accounts.domain import importing
from accounts.forms.imports import ImportForm
from accounts.views.person_form import PersonFormView, signed_in
from core import formats
from core.components import Cell, Column, Kind as Tone, Kpi, Row, Table
from core.imports import keeping, kind_of, kinds, reporting, running, staging
from core.models import ImportBatch, ImportState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FLAWS_A_PAGE = ROWS_A_PAGE = 50
TONES = {
    ImportState.DONE: Tone.OK,
    ImportState.STOPPED: Tone.BAD,
    ImportState.UNDONE: Tone.NONE,
    ImportState.DROPPED: Tone.NONE,
    ImportState.CHECKED: Tone.FIX,
}


class ImportListView(ListView[ImportBatch]):
    """Imports of the own office or facilities, the newest first."""

    policy = importing.POLICY
    template_name = "accounts/imports/list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return importing.imports_of(signed_in(self.request)).select_related("created_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["table"] = _list_table(context["object_list"])
        context["may_begin"] = bool(importing.standings_of(signed_in(self.request), on=timezone.localdate()))
        return context


def _list_table(batches: Any) -> Table:
    columns = (
        Column(_("Berkas")),
        Column(_("Keadaan")),
        Column(_("Baris"), numeric=True),
        Column(_("Baru"), numeric=True),
        Column(_("Berubah"), numeric=True),
        Column(_("Ditolak"), numeric=True),
        Column(_("Diunggah")),
    )
    return Table(_("Impor"), columns, [_list_row(batch) for batch in batches], hide_caption=True)


def _list_row(batch: ImportBatch) -> Row:
    counts = {"new": batch.new, "changed": batch.changed, "refused": batch.refused}
    about = " · ".join(filter(None, (str(kind_of(batch.kind).label), batch.place_name)))
    who = batch.created_by.name if batch.created_by else _("Sistem")
    return Row(
        (
            Cell(batch.file_name, note=about, url=reverse("import_detail", args=[batch.public_id]), strong=True),
            Cell(batch.get_state_display(), kind=TONES.get(ImportState(batch.state), Tone.WAIT)),
            Cell(formats.number(batch.row_count)),
            *(Cell(formats.number(count), url=_rows_url(batch, name, count)) for name, count in counts.items()),
            Cell(formats.short_moment(batch.created_at), note=who, whole=True),
        )
    )


class ImportCreateView(PersonFormView):
    """Choose what the sheet holds and send it; its rows are staged at once."""

    policy = importing.POLICY
    template_name = "accounts/imports/create.html"
    form_class = ImportForm
    field_of = dict.fromkeys(("unreadable_sheet", "file_unsafe", "scanner_away"), "file")

    def get_form_kwargs(self) -> dict[str, Any]:
        standings = importing.standings_of(self.user, on=timezone.localdate())
        return {**super().get_form_kwargs(), "standings": standings}

    def get_initial(self) -> dict[str, Any]:
        wanted = {"kind": self.request.GET.get("kind"), "standing": self.request.GET.get("place")}
        return {name: value for name, value in wanted.items() if value}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        codes = {code for code, _label in context["form"].choice("kind").choices}
        context["kinds"] = [kind for kind in kinds() if kind.code in codes]
        return context

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, ImportForm)  # noqa: S101  the class above
        batch = importing.receive(
            form.upload.chunks(),
            name=form.upload.name or "",
            kind=form.cleaned_data["kind"],
            standing=form.standings[form.cleaned_data["standing"]],
            by=self.user,
            at=self.at,
        )
        return redirect("import_columns", batch.public_id)


class ImportView(DetailView[ImportBatch]):
    """One import of the own office or facility; 404 for any other."""

    policy = importing.POLICY
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "batch"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return importing.imports_of(signed_in(self.request)).select_related("created_by")


class ImportDetailView(ImportView):
    """How far it is, what the dry run found, what was written; with the next step."""

    template_name = "accounts/imports/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.get_object()
        if batch.state == ImportState.STAGED:
            return redirect("import_columns", batch.public_id)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        batch: ImportBatch = context["batch"]
        context |= {
            "kind": kind_of(batch.kind),
            "done": running.progress(batch) if batch.in_progress else 0,
            "tone": TONES.get(ImportState(batch.state), Tone.WAIT),
            "kpis": _kpis(batch),
            "keep_days": keeping.days_kept(batch.kind),
            "same": staging.same_before(batch) if batch.state == ImportState.CHECKED else None,
            "good": batch.new + batch.changed + batch.unchanged,
            "has_written": batch.state == ImportState.STOPPED and running.has_written(batch),
        }
        if batch.flaw_count and batch.erased_at is None and not batch.in_progress:
            context |= self._flaws(batch)
        return context

    def _flaws(self, batch: ImportBatch) -> dict[str, Any]:
        page = Paginator(range(batch.flaw_count), FLAWS_A_PAGE).get_page(self.request.GET.get("page"))
        lines = reporting.flaws(batch, start=page.start_index() - 1, count=FLAWS_A_PAGE)
        return {"page_obj": page, "flaws": _flaw_table(lines), "common": reporting.most_common(batch)}


def _kpis(batch: ImportBatch) -> list[Kpi]:
    if batch.checked_at is None or batch.in_progress:
        return []
    tense = {
        "new": (_("Baru"), _("belum ada di register")),
        "changed": (_("Berubah"), _("isinya diperbarui")),
        "unchanged": (_("Tetap"), _("sudah sama dengan register")),
        "refused": (_("Ditolak"), _("tidak disimpan")),
    }
    found = []
    for name, (label, basis) in tense.items():
        count = getattr(batch, name)
        url = _rows_url(batch, name, count)
        found.append(Kpi(name, label, formats.number(count), basis, url, _("Lihat barisnya") if url else ""))
    return found


def _rows_url(batch: ImportBatch, outcome: str, count: int) -> str:
    """The list behind a figure; empty where the figure is nought or the rows are gone."""
    is_there = count and batch.checked_at and not batch.erased_at and not batch.in_progress
    return reverse("import_rows", args=[batch.public_id, outcome]) if is_there else ""


def _flaw_table(lines: list[reporting.FlawLine]) -> Table:
    columns = (
        Column(_("Baris")),
        Column(_("Kolom")),
        Column(_("Isi")),
        Column(_("Yang perlu diperbaiki")),
    )
    rows = [
        Row(
            (
                Cell(_("Baris %(number)s") % {"number": formats.number(line.number)}, whole=True),
                Cell(line.column),
                Cell(line.shown or "–"),
                Cell(line.reason),
            ),
            testid="flaw",
        )
        for line in lines
    ]
    return Table(_("Kesalahan per baris dan kolom"), columns, rows, hide_caption=True)


class ImportRowsView(ImportView):
    """The rows behind a figure: new, changed, unchanged or refused ones."""

    template_name = "accounts/imports/rows.html"
    titles = {
        "new": gettext_lazy("Baris baru"),
        "changed": gettext_lazy("Baris yang berubah"),
        "unchanged": gettext_lazy("Baris yang tetap"),
        "refused": gettext_lazy("Baris yang ditolak"),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        batch: ImportBatch = context["batch"]
        outcome = self.kwargs["outcome"]
        if outcome not in self.titles or batch.erased_at is not None or batch.checked_at is None or batch.in_progress:
            raise Http404
        count = getattr(batch, outcome)
        page = Paginator(range(count), ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        lines = reporting.rows(batch, outcome, start=page.start_index() - 1, count=ROWS_A_PAGE) if count else []
        return {
            **context,
            "title": self.titles[outcome],
            "count": count,
            "kind": kind_of(batch.kind),
            "page_obj": page,
            "table": _rows_table(self.titles[outcome], reporting.headings(batch), lines),
        }


def _rows_table(title: Any, headings: list[str], lines: list[reporting.RowLine]) -> Table:
    rows = [
        Row(
            (
                Cell(_("Baris %(number)s") % {"number": formats.number(line.number)}, whole=True),
                *(Cell(text or "–") for text in line.cells),
            )
        )
        for line in lines
    ]
    return Table(title, (Column(_("Baris")), *map(Column, headings)), rows, hide_caption=True)


class ImportErrorsView(ImportView):
    """The refused rows as a sheet, with the reasons beside them; sensitive cells whole only for who brought them."""

    def render_to_response(self, context: dict[str, Any], **_kwargs: Any) -> HttpResponse:
        batch: ImportBatch = context["batch"]
        if batch.erased_at is not None or not batch.flaw_count:
            raise Http404
        stream = io.BytesIO()
        reporting.write_errors(batch, stream, clear=batch.created_by_id == self.request.user.pk)
        name = _("perlu-diperbaiki")
        return sheet_response(stream, f"{name}-{batch.public_id}.xlsx")


class ImportTemplateView(View):
    """The empty sheet of a kind."""

    policy = importing.POLICY
    http_method_names = ["get"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        standings = importing.standings_of(signed_in(request), on=timezone.localdate())
        found = {each.code: each for standing in standings for each in standing.kinds}.get(kind)
        if found is None:
            raise Http404
        stream = io.BytesIO()
        reporting.write_template(found, stream)
        return sheet_response(stream, f"{found.code}.xlsx")


def sheet_response(stream: io.BytesIO, name: str) -> HttpResponse:
    """An XLSX to be saved, never shown."""
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def batch_of(request: HttpRequest, public_id: str) -> ImportBatch:
    """The import with that id, or 404."""
    return get_object_or_404(importing.imports_of(signed_in(request)), public_id=public_id)
