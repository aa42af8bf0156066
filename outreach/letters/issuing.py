"""Make the report of a month: freeze its figures in a letter; the worker draws and seals it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Office, Region, User
from core import audit
from core.months import Month
from letters.domain import issuing
from letters.models import Letter
from letters.rules import allow_reading
from outreach.domain.figures import month_figures
from outreach.domain.promises import promise_on
from outreach.exceptions import MonthNotOver
from outreach.letters.month_report import content_of
from outreach.models import MonthReport, Pickup
from outreach.querysets import offices_of


@transaction.atomic
def issue_report(office: Office, month: Month, *, by: User | None, key: str, at: datetime) -> MonthReport:
    """Queue the report of a month that is over; the same `key` gives the same one, a later one replaces it.

    Raises MonthNotOver.
    """
    if month.end > at:
        raise MonthNotOver
    before = MonthReport.objects.filter(office=office, month=month.start.date()).select_related("letter").first()
    found = month_figures(Pickup.objects.filter(office=office), Q(office=office), month, at=at)
    villages = dict(Region.objects.filter(code__in=found.by_region).values_list("code", "name"))
    content = content_of(found, office, promise_on(month.start.date()), villages=villages, at=at)
    letter = issuing.queue(
        content,
        office=office,
        key=f"pickup-report:{office.code}:{month}:{key}",
        at=at,
        by=by,
        number_parts={"kode_unit": "".join(office.code.split("-")[:2]).upper()[:10]},
        replaces=before.letter if before else None,
    )
    row, is_new = MonthReport.objects.get_or_create(
        letter=letter, defaults={"office": office, "month": month.start.date(), "as_of": at, "asked_by": by}
    )
    if is_new:
        payload = {"month": str(month), "number": letter.number}
        role = "" if by else "system"
        audit.record(action="pickup_report.issue", by=by, obj=row, office=office, role=role, payload=payload, at=at)
    return row


def issue_once(office: Office, month: Month, *, at: datetime) -> MonthReport | None:
    """The report of a month that is over and in which somebody called, unless there is one; else None."""
    known = MonthReport.objects.filter(office=office, month=month.start.date()).exists()
    rows = Pickup.objects.filter(office=office, reported_at__gte=month.start, reported_at__lt=month.end)
    if known or month.end > at or not rows.exists():
        return None
    return issue_report(office, month, by=None, key="beat", at=at)


@allow_reading
def reads_month_report(user: Any, letter: Letter) -> bool:
    """Tell whether `user` reads the figures of the Puskesmas, or of the region, that the report is of."""
    return MonthReport.objects.filter(offices_of(user), letter=letter).exists()
