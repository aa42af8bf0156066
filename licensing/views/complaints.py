"""Complaints at the officers' desk, and reports about money at that of the bureau; never those that concern them."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from accounts.models import User
from accounts.rules import may, viewer_of
from core import formats
from core.components import Cell, Chip, Column, Edge, Fact, Filters, Kind, Row, Table
from core.exceptions import DomainError
from core.months import Month
from core.web import FormKeyMixin, redirect_once
from inspections.enums import ProposalSource
from inspections.models import VisitProposal
from licensing.domain.complaints.reports import READ_ROW, Complaint, answer_report, file_report, may_answer
from licensing.enums import ReportChannel, ReportKind
from licensing.forms.complaints import AnswerForm, RecordedReportForm, ReportFilter
from licensing.models import Application, PublicReport
from licensing.views.desk import DeskMixin

PAGE_SIZE = 25


def state_of(report: PublicReport, at: datetime) -> tuple[str, Kind]:
    """The word and tone of a report's state."""
    if not report.is_open:
        return _("Dijawab"), Kind.OK
    if report.due_at and report.due_at < at:
        return _("Lewat waktu"), Kind.BAD
    return _("Menunggu jawaban"), Kind.WAIT


class _ReportMixin(DeskMixin):
    """Reports of one kind within scope."""

    kind: ClassVar[ReportKind]
    names: ClassVar[tuple[str, str]]

    def rows(self) -> QuerySet[PublicReport]:
        """What this person may see at all; the same set for list, count, search and export."""
        return PublicReport.objects.visible_to(self.request.user, READ_ROW[self.kind])


class _ListView(_ReportMixin, TemplateView):
    """Open ones first, the one whose time ends first on top."""

    template_name = "licensing/desk/complaint_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        form = ReportFilter(self.request.GET)
        form.is_valid()
        rows = self.rows()
        chosen = form.cleaned_data
        if chosen.get("bulan"):
            month = Month.parse(chosen["bulan"], home_office().zone)
            rows = rows.filter(created_at__gte=month.start, created_at__lt=month.end)
        conditions = {
            "terbuka": Q(answered_at__isnull=True),
            "lewat": Q(answered_at__isnull=True, due_at__lt=now),
            "dijawab": Q(answered_at__isnull=False),
        }
        counts = rows.aggregate(all=Count("pk"), **{name: Count("pk", filter=q) for name, q in conditions.items()})
        if chosen.get("keadaan"):
            rows = rows.filter(conditions[chosen["keadaan"]])
        if word := chosen.get("q", "").strip().upper():
            rows = rows.filter(Q(number__icontains=word) | Q(application_number__icontains=word))
        page = Paginator(rows.select_related("office").order_by("answered_at", "due_at", "pk"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            title=self.title(),
            lead=self.lead(),
            filters=_filters(reverse(self.names[0]), counts, form),
            table=_table(list(page.object_list), self.names[1], now) if page.paginator.count else None,
            page=page,
            counts=counts,
            may_export=self.kind == ReportKind.COMPLAINT and may(self.request.user, "export_rows"),
            record_url=reverse("complaint_record") if self.kind == ReportKind.COMPLAINT else "",
            **kwargs,
        )

    def title(self) -> str:
        """Heading of the page."""
        raise NotImplementedError

    def lead(self) -> str:
        """What the list holds and what it leaves out."""
        raise NotImplementedError


class ComplaintListView(_ListView):
    """Complaints of the region."""

    policy = "complaint_answer"
    kind = ReportKind.COMPLAINT
    names = ("complaint_list", "complaint_detail")

    def title(self) -> str:
        return _("Pengaduan")

    def lead(self) -> str:
        return _("Pengaduan tentang berkas yang pernah Anda tangani tidak ada di sini; rekan atau atasan menjawabnya.")


class IntegrityListView(_ListView):
    """Reports that somebody asked for money."""

    policy = "integrity_read"
    kind = ReportKind.INTEGRITY
    names = ("integrity_list", "integrity_detail")

    def title(self) -> str:
        return _("Laporan permintaan uang")

    def lead(self) -> str:
        return _("Hanya Bagian Organisasi dan auditor yang dapat membukanya; dinas yang dilaporkan tidak.")


def _filters(path: str, counts: dict[str, int], form: ReportFilter) -> Filters:
    chosen = form.cleaned_data.get("keadaan") or ""
    month = form.cleaned_data.get("bulan") or ""
    kept = f"&bulan={month}" if month else ""
    labels = (("", "all", _("Semua")), ("terbuka", "terbuka", _("Belum dijawab")), ("lewat", "lewat", _("Lewat waktu")))
    chips = [
        Chip(
            label,
            f"{path}?keadaan={value}{kept}" if value or kept else path,
            counts[name],
            current=chosen == value,
            tone="hot" if name == "lewat" and counts[name] else "",
        )
        for value, name, label in (*labels, ("dijawab", "dijawab", _("Sudah dijawab")))
    ]
    return Filters(form=form, chips=chips, clear_url=path)


def _table(rows: list[PublicReport], detail: str, at: datetime) -> Table:
    columns = (
        Column(_("Nomor")),
        Column(_("Masuk")),
        Column(_("Dijanjikan")),
        Column(_("Keadaan")),
        Column(_("Saluran")),
    )
    drawn = []
    for report in rows:
        word, kind = state_of(report, at)
        zone = report.office.time_zone if report.office else None
        late = report.is_open and report.due_at is not None and report.due_at < at
        drawn.append(
            Row(
                (
                    Cell(report.number, url=reverse(detail, args=[report.number]), note=report.application_number),
                    Cell(formats.short_moment(report.created_at, zone), whole=True),
                    Cell(formats.short_moment(report.due_at, zone) if report.due_at else "–", whole=True, alarm=late),
                    Cell(word, kind=kind),
                    Cell(report.get_channel_display()),
                ),
                edge=Edge.LATE if late else Edge.NONE,
            )
        )
    return Table(_("Daftar laporan"), columns, drawn, hide_caption=True)


class _DetailView(FormKeyMixin, _ReportMixin, TemplateView):
    """One report, and the answer."""

    template_name = "licensing/desk/complaint_detail.html"
    kwargs: dict[str, Any]

    def report(self) -> PublicReport:
        """The report of the address within scope, else 404."""
        rows = self.rows().select_related("office", "application__type", "letter", "reporter", "answered_by")
        return get_object_or_404(rows, number=self.kwargs["number"].upper())

    def visit_context(self, report: PublicReport) -> dict[str, Any]:
        """What a complaint shows of visits it led to; reports about money lead to none."""
        if self.kind != ReportKind.COMPLAINT:
            return {}
        found = VisitProposal.objects.filter(source=ProposalSource.COMPLAINT, reference=report.number)
        return {
            "visit_url": reverse("complaint_visit", args=[report.number]),
            "proposals": found.select_related("facility"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report()
        kwargs.setdefault("form", AnswerForm())
        word, kind = state_of(report, timezone.now())
        user = self.request.user
        return super().get_context_data(
            report=report,
            state=word,
            tone=kind.value,
            facts=_facts(report, user),
            may_answer=isinstance(user, User) and report.is_open and may_answer(user, report),
            list_url=reverse(self.names[0]),
            **self.visit_context(report),
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        report = self.report()
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)

        def act() -> str:
            answer_report(report, form.cleaned_data["answer"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("Jawaban tersimpan. Pelapor dapat membacanya sekarang."))
            return reverse(self.names[1], args=[number])

        try:
            return redirect_once(request, act)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error(None, error.detail)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)


class ComplaintDetailView(_DetailView):
    """One complaint."""

    policy = "complaint_answer"
    kind = ReportKind.COMPLAINT
    names = ("complaint_list", "complaint_detail")


class IntegrityDetailView(_DetailView):
    """One report about money; the auditor reads, the bureau answers."""

    policy = "integrity_read"
    kind = ReportKind.INTEGRITY
    names = ("integrity_list", "integrity_detail")


def _facts(report: PublicReport, user: Any) -> list[Fact]:
    zone = report.office.time_zone if report.office else None
    facts = [
        Fact(_("Masuk"), formats.full_moment(report.created_at, zone)),
        Fact(_("Saluran"), report.get_channel_display()),
    ]
    if report.due_at:
        facts.append(Fact(_("Dijanjikan paling lambat"), formats.full_moment(report.due_at, zone)))
    if report.application is not None:
        about = f"{report.application.type.label}, {report.application.number}"
        # The link only for whoever may open the file anyway.
        seen = Application.objects.visible_to(user).filter(pk=report.application.pk).exists()
        url = reverse("application_detail", args=[report.application.number]) if seen else ""
        facts.append(Fact(_("Permohonan"), about, url=url))
    elif report.application_number:
        facts.append(Fact(_("Permohonan"), _("%(number)s (tidak dikenal)") % {"number": report.application_number}))
    if report.letter is not None:
        facts.append(Fact(_("Surat"), report.letter.number))
    facts.append(Fact(_("Pelapor"), _reporter(report, user)))
    return facts


def _reporter(report: PublicReport, user: Any) -> str:
    """Name and contact, or that there is none; hidden where the matrix masks the row."""
    scopes = viewer_of(user).scopes(READ_ROW[ReportKind(report.kind)])
    if scopes and all(scope.cell.masked for scope in scopes):
        return _("disamarkan untuk peran Anda")
    known = [report.reporter.name if report.reporter else "", report.contact or ""]
    return ", ".join(part for part in known if part) or _("tanpa nama")


class ComplaintRecordView(FormKeyMixin, DeskMixin, TemplateView):
    """Write down a complaint that came by phone, on paper or at the counter."""

    policy = "complaint_answer"
    template_name = "licensing/desk/complaint_record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RecordedReportForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RecordedReportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)

        def act() -> str:
            data = form.cleaned_data
            complaint = Complaint(
                kind=ReportKind.COMPLAINT,
                text=data["text"],
                application_number=data["application_number"],
                contact=data["contact"],
                channel=ReportChannel(data["channel"]),
            )
            filed = file_report(complaint, office=home_office(), at=timezone.now(), by=request.user)  # type: ignore[arg-type]
            messages.success(
                request,
                _("Tercatat dengan nomor %(number)s dan kode %(code)s. Berikan keduanya kepada pelapor.")
                % {"number": filed.report.number, "code": filed.code},
            )
            return reverse("complaint_list")

        return redirect_once(request, act)
