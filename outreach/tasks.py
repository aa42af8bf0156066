"""Celery entry points: ids in, domain decides."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import Office
from core import leases
from core.exceptions import NeighbourDown
from core.models import OutboxJob
from core.months import Month
from core.outbox import Policy, handler
from core.uploads import ScannerAway
from outreach.domain import compensations, figures, watching
from outreach.letters import issuing
from outreach.models import ServiceArea

MINUTE = timedelta(seconds=50)
HOURS = timedelta(hours=6)


@handler(compensations.CHECK_JOB, Policy(neighbour="scanner"))
def check_proof(job: OutboxJob) -> None:
    """Rebuild and scan one photo; running twice settles once. A scanner that is away costs the file no attempt."""
    try:
        compensations.settle_proof(job.payload["compensation"])
    except ScannerAway as away:
        raise NeighbourDown("scanner", away.code) from away


@shared_task(name="outreach.watch")
def watch() -> None:
    """Early warnings, misses, late rice. Each minute, day and night."""
    now = timezone.now()
    if leases.take("outreach.watch", at=now, lasting=MINUTE):
        watching.give_warnings(at=now)


@shared_task(name="outreach.remind")
def remind() -> None:
    """Follow-ups of findings whose day is near or gone. Daily."""
    now = timezone.now()
    if leases.take("outreach.remind", at=now, lasting=HOURS):
        watching.remind_of_findings(at=now)


@shared_task(name="outreach.feed")
def feed() -> None:
    """Tell the keepers of indicators this month and the last, and report the last, Puskesmas by Puskesmas. Nightly."""
    now = timezone.now()
    if leases.take("outreach.feed", at=now, lasting=HOURS):
        for office in Office.objects.filter(pk__in=ServiceArea.objects.values("office")):
            month = Month.of(now, office.zone)
            for each in (month.shifted(-1), month):
                figures.send_feed(office, each, at=now)
            issuing.issue_once(office, month.shifted(-1), at=now)
