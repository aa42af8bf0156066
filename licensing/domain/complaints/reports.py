"""Complaints and integrity reports: filed by anybody, answered in words, hidden from the officers concerned."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.domain.calendars import work_calendar
from accounts.domain.contacts import contact_of
from accounts.domain.messages import tell
from accounts.enums import Channel
from accounts.exceptions import PhoneUnreadable
from accounts.models import Office, User
from accounts.rules import viewer_of
from core import audit
from core.crypto import keyed_hash, keyed_hashes
from core.exceptions import NotAllowed, NotFound
from core.identifiers import crockford
from letters.domain.numbering import take_running
from letters.models import Letter
from licensing.domain.complaints.watching import tell_desk
from licensing.domain.tracking import normal_number
from licensing.enums import ReportChannel, ReportKind
from licensing.exceptions import AnswerTooShort, ReportAnswered
from licensing.models import AnswerPromise, Application, PublicReport

# One run of numbers per kind: a gap among complaints would tell that somebody reported a demand for money.
SERIES = {ReportKind.COMPLAINT: "PENGADUAN", ReportKind.INTEGRITY: "INTEGRITAS"}
LETTER_OF_KIND = {ReportKind.COMPLAINT: "P", ReportKind.INTEGRITY: "I"}
READ_ROW = {ReportKind.COMPLAINT: "complaint_answer", ReportKind.INTEGRITY: "integrity_read"}
ANSWER_ROW = "complaint_answer"
RECEIVED = {ReportKind.COMPLAINT: "COMPLAINT_RECEIVED", ReportKind.INTEGRITY: "INTEGRITY_REPORT_RECEIVED"}
CODE_LENGTH = 10
PURPOSE = "report-code"
SHORTEST_ANSWER = 20


@dataclass(frozen=True)
class Filed:
    """A stored report and its code, which exists in clear only here."""

    report: PublicReport
    code: str


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What somebody reports. `letter` is the letter complained of; contact is optional and never checked."""

    kind: ReportKind
    text: str
    application_number: str = ""
    letter: Letter | None = None
    contact: str = ""
    channel: ReportChannel = ReportChannel.PORTAL


@transaction.atomic
def file_report(
    complaint: Complaint, *, office: Office, at: datetime, reporter: User | None = None, by: User | None = None
) -> Filed:
    """Store a report under its own number; text and contact are encrypted. Nothing about the sender is logged.

    A known file or letter decides the office; `office` receives what names neither. `reporter` is the signed-in
    person who gives the name, `by` the officer who wrote down what came by phone or on paper.
    """
    application = _application_of(complaint)
    receiver = application.health_office if application else complaint.letter.office if complaint.letter else office
    code = crockford(CODE_LENGTH)
    days = AnswerPromise.objects.get(kind=complaint.kind).working_days
    report = PublicReport.objects.create(
        number=_number(complaint.kind, receiver, at),
        kind=complaint.kind,
        channel=complaint.channel,
        office=receiver,
        region_id=receiver.region_id,
        code_hash=keyed_hash(code, PURPOSE),
        application_number=normal_number(complaint.application_number)[:16],
        application=application,
        letter=complaint.letter,
        reporter=reporter,
        text=complaint.text,
        contact=complaint.contact or None,
        created_at=at,
        due_at=work_calendar(receiver).add(at, days),
    )
    payload = {"kind": str(complaint.kind), "channel": str(complaint.channel)}
    audit.record(
        action="report.file",
        by=by,
        obj=report,
        office=receiver,
        role="" if by else "public",
        payload=payload,
        at=at,
    )
    _tell_reporter(RECEIVED[complaint.kind], report, at=at)
    tell_desk(report, at=at)
    return Filed(report, code)


def _application_of(complaint: Complaint) -> Application | None:
    rows = Application.objects.select_related("health_office")
    if complaint.application_number:
        found = rows.filter(number=normal_number(complaint.application_number)).first()
        if found:
            return found
    return rows.filter(letter_links__letter=complaint.letter).first() if complaint.letter else None


def _number(kind: ReportKind, office: Office, at: datetime) -> str:
    """`P-1674-2026-0007`: kind, region, local year, running number of that office."""
    running = take_running(office, series=SERIES[kind], at=at)
    year = at.astimezone(office.zone).year
    return f"{LETTER_OF_KIND[kind]}-{office.region_id.replace('.', '')}-{year}-{running:04d}"


def _tell_reporter(template: str, report: PublicReport, *, at: datetime) -> None:
    """Inbox of whoever gave the name; else the contact left with a complaint. A report of money names nobody."""
    zone = report.office.zone if report.office else None
    params = {
        "nomor_pengaduan": report.number,
        "kode_laporan": report.number,
        "tanggal": report.due_at.astimezone(zone).date() if report.due_at else None,
    }
    recipients: dict[Channel, str] | None = None
    if report.reporter is None:
        recipients = _contact_addresses(report)
        if not recipients:
            return
    tell(
        template,
        user=report.reporter,
        params=params,
        dedupe_key=f"{template}:{report.number}",
        at=at,
        link=f"/lapor/lacak/?nomor={report.number}",
        recipients=recipients,
        zone=zone,
    )


def _contact_addresses(report: PublicReport) -> dict[Channel, str]:
    if report.kind != ReportKind.COMPLAINT or not report.contact:
        return {}
    try:
        contact = contact_of(report.contact)
    except PhoneUnreadable:
        return {}  # "rumah Pak RT" is a contact for people, not for a gateway
    return {contact.channel: contact.value}


def reported(number: str, code: str) -> PublicReport | None:
    """Return the report this pair opens, or None; every key in use is tried."""
    hashes = keyed_hashes(code.upper().replace(" ", "").replace("-", ""), PURPOSE)
    rows = PublicReport.objects.select_related("office").exclude(code_hash="")
    return rows.filter(number=number.strip().upper(), code_hash__in=hashes).first()


def may_answer(user: User, report: PublicReport) -> bool:
    """Tell whether `user` answers this report: reads it, holds the row of answering, and is not concerned."""
    is_reader = PublicReport.objects.visible_to(user, READ_ROW[ReportKind(report.kind)]).filter(pk=report.pk).exists()
    return is_reader and viewer_of(user).may(ANSWER_ROW)


@transaction.atomic
def answer_report(report: PublicReport, text: str, *, by: User, at: datetime) -> PublicReport:
    """Answer in words, once, and tell the reporter where to read it.

    Raises NotFound for whoever may not see it, NotAllowed for a mere reader, ReportAnswered, AnswerTooShort.
    """
    row = PublicReport.objects.select_for_update(of=("self",)).select_related("office").filter(pk=report.pk).first()
    if (
        row is None
        or not PublicReport.objects.visible_to(by, READ_ROW[ReportKind(row.kind)]).filter(pk=row.pk).exists()
    ):
        raise NotFound
    if not may_answer(by, row):
        raise NotAllowed
    if row.answered_at is not None:
        raise ReportAnswered
    words = " ".join(text.split()) if "\n" not in text else text.strip()
    if len(words) < SHORTEST_ANSWER:
        raise AnswerTooShort
    row.answer, row.answered_at, row.answered_by = words, at, by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(
        action="report.answer", by=by, obj=row, office=row.office, payload={"on_time": _is_on_time(row)}, at=at
    )
    if row.kind == ReportKind.COMPLAINT:
        _tell_reporter("COMPLAINT_ANSWERED", row, at=at)
    return row


def _is_on_time(report: PublicReport) -> bool:
    return report.due_at is None or report.answered_at is None or report.answered_at <= report.due_at
