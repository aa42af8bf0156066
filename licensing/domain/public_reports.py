"""Complaints and integrity reports: filed by anybody, an integrity report hidden from the officers concerned."""

from datetime import datetime

from django.db import transaction

from accounts.domain.calendars import work_calendar
from accounts.models import Office
from core import audit
from core.identifiers import crockford
from licensing.enums import ReportKind
from licensing.models import PublicReport

ANSWER_DAYS = 5  # working days in which a complaint is answered (service standard)


@transaction.atomic
def file_report(
    *, kind: ReportKind, text: str, office: Office, at: datetime, application_number: str = "", contact: str = ""
) -> PublicReport:
    """Store a report with its own number; text and contact are encrypted. Nothing about the sender is logged."""
    report = PublicReport.objects.create(
        number=f"L-{at:%y%m}-{crockford(6)}",
        kind=kind,
        text=text,
        contact=contact,
        application_number=application_number[:16],
        region=office.region,
        created_at=at,
        due_at=work_calendar(office).add(at, ANSWER_DAYS),
    )
    audit.record(
        action="report.file", by=None, obj=report, office=office, role="public", payload={"kind": str(kind)}, at=at
    )
    return report
