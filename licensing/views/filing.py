"""Batches from another system at the front desk: send, check, create; errors row by row."""

import io
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.domain.importing import scanned
from accounts.models import User
from core.components import Cell, Column, Kind, Kpi, Row, Table
from core.formats import number, short_moment
from core.web import ActFormMixin, DomainErrorMixin, FormKeyMixin, redirect_once
from licensing.domain.filing import adapters, batches
from licensing.enums import FilingMode, FilingOutcome, FilingState
from licensing.forms.filing import BatchForm, DecideForm
from licensing.models import FilingBatch, FilingRow
from licensing.views.spreadsheets import XLSX

PER_PAGE = 25
TONES = {
    FilingState.CHECKING: Kind.WAIT,
    FilingState.CHECKED: Kind.FIX,
    FilingState.FILING: Kind.WAIT,
    FilingState.DONE: Kind.OK,
    FilingState.DROPPED: Kind.NONE,
    FilingState.STOPPED: Kind.BAD,
}
ROW_TONES = {
    FilingOutcome.WAITING: Kind.NONE,
    FilingOutcome.GOOD: Kind.OK,
    FilingOutcome.REFUSED: Kind.BAD,
    FilingOutcome.KNOWN: Kind.NONE,
    FilingOutcome.DRAFT: Kind.WAIT,
    FilingOutcome.SUBMITTED: Kind.OK,
}


def _officer(request: HttpRequest) -> User:
    """Who is signed in; the policy lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101  the policy checked it
    return request.user


class FilingListView(FormKeyMixin, ActFormMixin, FormView[BatchForm]):
    """Send a file; the batches before it below."""

    policy = batches.POLICY
    template_name = "licensing/filing_list.html"
    form_class = BatchForm
    field_of: ClassVar[dict[str, str]] = dict.fromkeys(
        ("unreadable_batch", "unreadable_sheet", "batch_too_long", "file_unsafe", "scanner_away"), "file"
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(batches.batches_of(self.request.user), PER_PAGE).get_page(self.request.GET.get("page"))
        examples = [each for each in adapters.adapters() if each.example is not None]
        return super().get_context_data(page_obj=page, table=_batches(list(page)), examples=examples, **kwargs)

    def act(self, form: Form) -> HttpResponse:
        upload = form.cleaned_data["file"]

        def change() -> str:
            adapter = adapters.chosen(upload.name)
            with scanned(upload.chunks(), batches.LIMITS) as path:
                batch = batches.receive(
                    path,
                    adapter=adapter,
                    name=upload.name,
                    mode=FilingMode.CHECK,
                    submit=False,
                    by=self.request.user,
                    at=self.at,
                )
            return reverse("filing_detail", args=[batch.public_id])

        return redirect_once(self.request, change)


def _batches(rows: list[FilingBatch]) -> Table:
    columns = (Column(_("Kiriman")), Column(_("Keadaan")), Column(_("Baris"), numeric=True), Column(_("Diterima")))
    return Table(_("Kiriman"), columns, [_batch(row) for row in rows])


def _batch(row: FilingBatch) -> Row:
    state = FilingState(row.state)
    address = reverse("filing_detail", args=[row.public_id])
    return Row(
        (
            Cell(row.file_name, note=row.created_by.name if row.created_by else "", url=address, strong=True),
            Cell(state.label, kind=TONES[state]),
            Cell(number(row.row_count)),
            Cell(short_moment(row.created_at), whole=True),
        )
    )


class _BatchMixin(DomainErrorMixin):
    """For pages below one batch."""

    kwargs: dict[str, Any]

    @property
    def batch(self) -> FilingBatch:
        """The batch of the address within the viewer's office, or 404."""
        found: FilingBatch = get_object_or_404(
            batches.batches_of(self.request.user), public_id=self.kwargs["public_id"]
        )
        return found

    def refused_url(self) -> str | None:
        """A refused button says why on the page it stands on."""
        return reverse("filing_detail", args=[self.kwargs["public_id"]])


class FilingDetailView(_BatchMixin, TemplateView):
    """How far a batch is, what is wrong with which row, and the buttons."""

    policy = batches.POLICY
    template_name = "licensing/filing_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        state, counts = FilingState(batch.state), batches.counts_of(batch)
        wanted = self.request.GET.get("hasil", "")
        rows = batch.rows.select_related("application")
        rows = rows.filter(outcome=wanted) if wanted in FilingOutcome.values else rows
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        waiting = FilingOutcome.WAITING if state == FilingState.CHECKING else FilingOutcome.GOOD
        return super().get_context_data(
            batch=batch,
            state=state.label,
            tone=TONES[state],
            adapter=adapters.adapter_of(batch.adapter),
            kpis=_kpis(counts) if batch.checked_at else [],
            done=batch.row_count - counts[waiting],
            good=counts[FilingOutcome.GOOD],
            refused=counts[FilingOutcome.REFUSED],
            page_obj=page,
            table=_rows(batch, list(page)),
            wanted=wanted,
            may_decide=state == FilingState.CHECKED and counts[FilingOutcome.GOOD] > 0,
            may_drop=state in (FilingState.CHECKED, FilingState.STOPPED),
            **kwargs,
        )


def _kpis(counts: dict[str, int]) -> list[Kpi]:
    shown = [outcome for outcome in FilingOutcome if counts[outcome] and outcome != FilingOutcome.WAITING]
    return [
        Kpi(outcome.value, outcome.label, number(counts[outcome]), "", f"?hasil={outcome.value}", _("Lihat barisnya"))
        for outcome in shown[:4]
    ]


def _rows(batch: FilingBatch, rows: list[FilingRow]) -> Table:
    columns = (Column(_("Baris")), Column(_("Referensi")), Column(_("Hasil")), Column(_("Yang perlu diperbaiki")))
    return Table(_("Baris kiriman"), columns, [_row(batch, row) for row in rows])


def _row(batch: FilingBatch, row: FilingRow) -> Row:
    outcome = FilingOutcome(row.outcome)
    application = row.application
    return Row(
        (
            Cell(number(row.number)),
            Cell(
                row.reference or "–",
                note=application.number if application else "",
                url=reverse("application_detail", args=[application.number]) if application else "",
            ),
            Cell(outcome.label, kind=ROW_TONES[outcome]),
            Cell(_words(batch, row) or "–"),
        ),
        testid="filing-row",
    )


def _words(batch: FilingBatch, row: FilingRow) -> str:
    """Each error as the sender can find it: the column of the file, then what is wrong."""
    language = "en" if get_language() == "en" else "id"
    name_of = adapters.adapter_of(batch.adapter).name_of
    return " · ".join(f"{name_of(each['pointer'])}: {each[language]}" for each in row.errors or [])


class FilingCreateView(_BatchMixin, View):
    """Create the applications."""

    policy = batches.POLICY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        batch, form = self.batch, DecideForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Pilih semua, atau yang benar saja."))
            return redirect("filing_detail", public_id)
        given = form.cleaned_data
        batches.decide(
            batch, mode=FilingMode(given["mode"]), submit=given["submit"], by=_officer(request), at=timezone.now()
        )
        return redirect("filing_detail", public_id)


class FilingDropView(_BatchMixin, View):
    """Away with it."""

    policy = batches.POLICY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        batches.drop(self.batch, by=_officer(request), at=timezone.now())
        messages.success(request, _("Kiriman dibuang. Tidak ada permohonan yang dibuat."))
        return redirect("filing_list")


class FilingExampleView(View):
    """A file to begin with."""

    policy = batches.POLICY
    http_method_names = ["get"]

    def get(self, _request: HttpRequest, kind: str) -> HttpResponse:
        adapter = next((each for each in adapters.adapters() if each.code == kind), None)
        if adapter is None or adapter.example is None:
            raise Http404
        stream = io.BytesIO()
        adapter.example(stream)
        answer = HttpResponse(stream.getvalue(), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{adapter.example_name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
