"""Files of rows that a worker writes: the list of one's own, a new one, how far it is, the file."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from accounts.domain.exports import jobs
from accounts.domain.exports.kinds import FORMAT_LABELS, POLICY, Reader, find, kinds_for, needs_reason
from accounts.domain.offices import home_office
from accounts.enums import ExportState
from accounts.forms.exports import ExportForm
from accounts.models import ExportJob
from accounts.rules import viewer_of
from accounts.views.person_form import PersonFormView, signed_in
from core import formats
from core.components import Cell, Column, Kind as Tone, Row, Table

TONES = {ExportState.DONE: Tone.OK, ExportState.STOPPED: Tone.BAD, ExportState.GONE: Tone.NONE}


def kind_label(row: ExportJob) -> str:
    """What the file holds, in words."""
    kind = find(row.kind)
    return str(kind.label) if kind else row.kind


def tone_of(row: ExportJob) -> Tone:
    """Colour of the state."""
    return TONES.get(row.stands, Tone.WAIT)


class ExportListView(ListView[ExportJob]):
    """One's own exports in the role at work, the newest first."""

    policy = POLICY
    template_name = "accounts/exports/list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[ExportJob]:
        return jobs.exports_of(signed_in(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["table"] = _table(context["object_list"])
        return context


def _table(rows: Any) -> Table:
    columns = (
        Column(_("Isi")),
        Column(_("Keadaan")),
        Column(_("Baris"), numeric=True),
        Column(_("Diminta")),
    )
    return Table(_("Ekspor"), columns, [_row(row) for row in rows], hide_caption=True)


def _row(row: ExportJob) -> Row:
    return Row(
        (
            Cell(
                kind_label(row),
                note=str(FORMAT_LABELS.get(row.file_format, row.file_format)),
                url=reverse("export_detail", args=[row.public_id]),
                strong=True,
            ),
            Cell(str(row.stands.label), kind=tone_of(row)),
            Cell(formats.NOTHING if row.row_count is None else formats.number(row.row_count)),
            Cell(formats.short_moment(row.created_at), whole=True),
        )
    )


class ExportCreateView(PersonFormView):
    """Say what, as what and why; a worker writes it."""

    policy = POLICY
    template_name = "accounts/exports/create.html"
    form_class = ExportForm

    def get_form_kwargs(self) -> dict[str, Any]:
        viewer = viewer_of(self.user)
        return {**super().get_form_kwargs(), "kinds": kinds_for(viewer), "needs_reason": needs_reason(viewer)}

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, ExportForm)  # noqa: S101  the class above
        zone = home_office().zone
        reader = Reader(self.user, self.at.astimezone(zone), zone)
        data = form.cleaned_data
        row = jobs.ask(data["kind"], data["file_format"], reader, query=form.query(zone), reason=data.get("reason", ""))
        return redirect("export_detail", row.public_id)


class ExportView(DetailView[ExportJob]):
    """One of one's own; 404 for any other."""

    policy = POLICY
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "export"

    def get_queryset(self) -> QuerySet[ExportJob]:
        return jobs.exports_of(signed_in(self.request))


class ExportDetailView(ExportView):
    """How far it is, then the file."""

    template_name = "accounts/exports/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row: ExportJob = context["export"]
        return {
            **context,
            "heading": kind_label(row),
            "format": FORMAT_LABELS.get(row.file_format, row.file_format),
            "tone": tone_of(row),
            "done": jobs.progress(row) if row.in_progress else row.row_count,
            "most": max(row.expected, 1),
            "stopped": row.stands == ExportState.STOPPED,
            "gone": row.stands == ExportState.GONE,
        }


class ExportFileView(ExportView):
    """The file as an attachment, within its day."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # noqa: ARG002
        row = self.get_object()
        if not row.is_ready:
            raise Http404
        return jobs.file_response(row)
