"""Warnings before and at the end of the promised answer time, each given once (as the clocks of files do)."""

from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, transaction

from accounts.domain.calendars import work_calendar
from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.models import Membership, User
from licensing.enums import ReportKind
from licensing.models import AnswerPromise, PublicReport, ReportWarning

THRESHOLDS = (50, 75, 90, 100)
BREACH = 100
# Whose work an answer is, and who hears of a breach as well; both read the matrix row of the kind.
DESK = {
    ReportKind.COMPLAINT: (Role.FRONT_OFFICE, Role.DIVISION_HEAD),
    ReportKind.INTEGRITY: (Role.ORG_BUREAU,),
}
SUPERVISORS = {
    ReportKind.COMPLAINT: (Role.HEALTH_HEAD, Role.ORG_BUREAU),
    ReportKind.INTEGRITY: (Role.AUDITOR,),
}


def page_of(report: PublicReport) -> str:
    """Path of the officers' page of a report."""
    return f"/{'pengaduan' if report.kind == ReportKind.COMPLAINT else 'integritas'}/{report.number}/"


def readers(report: PublicReport, roles: tuple[Role, ...], *, at: datetime) -> list[User]:
    """Return who holds one of `roles` for the report's region today, without the officers it concerns."""
    parts = report.region_id.split(".")
    regions = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    zone = report.office.zone if report.office else None
    held = Membership.objects.in_force(at.astimezone(zone).date()).of_role(*(role.value for role in roles))
    held = held.filter(office__region_id__in=regions)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    concerned = PublicReport.objects.concerned(report)
    return [user for user in people if user.pk not in concerned]


def tell_desk(report: PublicReport, *, at: datetime) -> None:
    """Say that a new report waits for its answer."""
    for user in readers(report, DESK[ReportKind(report.kind)], at=at):
        _tell("COMPLAINT_NEW", report, user, at=at)


def give_report_warnings(*, at: datetime) -> int:
    """Give every warning reached and not given yet; returns how many were noted."""
    rows = PublicReport.objects.filter(answered_at__isnull=True, office__isnull=False).select_related("office")
    days = dict(AnswerPromise.objects.values_list("kind", "working_days"))
    return sum(_warn(report, days.get(report.kind), at) for report in rows.prefetch_related("warnings").order_by("pk"))


def _warn(report: PublicReport, days: int | None, at: datetime) -> int:
    if days is None or report.office is None or report.due_at is None:
        return 0
    given = {warning.threshold for warning in report.warnings.all()}
    calendar = work_calendar(report.office)
    reached = [
        percent
        for percent in THRESHOLDS
        if (
            report.due_at < at
            if percent == BREACH
            else calendar.add(report.created_at, Fraction(days * percent, 100)) <= at
        )
    ]
    # Only the highest threshold speaks; the lower ones are noted, so nobody gets three at once.
    return sum(_note(report, percent, at, loud=percent == reached[-1]) for percent in reached if percent not in given)


def _note(report: PublicReport, percent: int, at: datetime, *, loud: bool) -> int:
    kind = ReportKind(report.kind)
    try:
        with transaction.atomic():
            ReportWarning.objects.create(report=report, threshold=percent, sent_at=at)
            if loud:
                roles = DESK[kind] + (SUPERVISORS[kind] if percent == BREACH else ())
                for user in readers(report, roles, at=at):
                    _tell(
                        "COMPLAINT_OVERDUE" if percent == BREACH else "COMPLAINT_CLOCK",
                        report,
                        user,
                        at=at,
                        percent=percent,
                    )
    except IntegrityError:
        return 0  # another beat was faster
    return 1


def _tell(template: str, report: PublicReport, user: User, *, at: datetime, percent: int = 0) -> None:
    tell(
        template,
        user=user,
        params={"nomor_pengaduan": report.number, "batas": report.due_at or at, "persen": percent},
        dedupe_key=f"{template}:{report.number}:{percent}:{user.pk}",
        at=at,
        link=page_of(report),
        zone=report.office.zone if report.office else None,
    )
