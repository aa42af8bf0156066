"""What time brings to findings: reminders before the day, the sanction ladder after it. Runs any number of times."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.domain.offices import home_office
from inspections.domain import telling
from inspections.models import VisitFinding
from inspections.signals import sanction_proposed

REMIND_DAYS = (7, 1)
# Where the ladder begins (sanctions.csv); the steps after it follow from the terms of the warnings themselves.
FIRST_STEP = "TEGURAN-1"


def today(at: datetime) -> date:
    """The local date of the installation's own office."""
    return at.astimezone(home_office().zone).date()


def remind(*, at: datetime) -> int:
    """Remind places 7 and 1 days before their earliest open finding is due; returns how many places."""
    on = today(at)
    days = [on + timedelta(days=left) for left in REMIND_DAYS]
    rows = VisitFinding.objects.open().filter(due_on__in=days, facility__isnull=False).exclude(reminded_at__date=on)
    by_place: dict[int, list[VisitFinding]] = defaultdict(list)
    for row in rows.for_list():
        by_place[row.facility_id or 0].append(row)
    for found in by_place.values():
        first = min(found, key=lambda row: row.due_on)
        if first.facility is None:
            continue
        with transaction.atomic():
            telling.tell_of_due(first.facility, len(found), first.due_on, on=on, at=at, office=first.visit.office)
            VisitFinding.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=at)
    return len(by_place)


def propose_sanctions(*, at: datetime) -> int:
    """Tell officers of findings past their day and ask the ladder for its first step; returns how many visits."""
    on = today(at)
    rows = VisitFinding.objects.overdue(on).filter(overdue_told_at__isnull=True)
    by_visit: dict[int, list[VisitFinding]] = defaultdict(list)
    for row in rows.for_list():
        by_visit[row.visit_id].append(row)
    for found in by_visit.values():
        first = min(found, key=lambda row: (not row.critical, row.due_on))
        with transaction.atomic():
            telling.tell_of_overdue(first, len(found), on=on, at=at)
            VisitFinding.objects.filter(pk__in=[row.pk for row in found]).update(overdue_told_at=at)
            sanction_proposed.send(
                sender=VisitFinding, facility=first.facility, finding=first, step=FIRST_STEP, findings=found, at=at
            )
    return len(by_visit)
