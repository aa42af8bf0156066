"""Celery entry points: ids in, domain decides. Beat entries take a lease, so two beats do no harm."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.domain.offices import home_office
from core import leases
from core.exceptions import NeighbourDown
from core.models import OutboxJob
from core.outbox import Policy, handler
from core.uploads import ScannerAway
from licensing.domain import clocks, deemed, risk_facts, visit_coordinating, watching
from licensing.domain.complaints import watching as report_watching
from licensing.domain.coverage import summary
from licensing.domain.documents import CHECK_JOB, settle
from licensing.domain.filing import batches as filing_batches, running as filing_running
from licensing.domain.licences import telling
from licensing.domain.rosters import consents, weekly
from licensing.domain.rulebook import backtesting
from licensing.domain.sanctions import terms
from licensing.domain.satusehat import sending as satusehat
from licensing.letters.signing import issue_by_silence

MINUTE = timedelta(seconds=50)
HOURS = timedelta(hours=6)


@handler(CHECK_JOB, Policy(neighbour="scanner"))
def check_document(job: OutboxJob) -> None:
    """Rebuild and scan one upload; running twice settles once. A scanner that is away costs the file no attempt."""
    try:
        settle(job.payload["document"], at=timezone.now())
    except ScannerAway as away:
        raise NeighbourDown("scanner", away.code) from away


@handler(visit_coordinating.CHECK_JOB)
def check_paper(job: OutboxJob) -> None:
    """Rebuild and scan the answer of an outside body about a visit."""
    visit_coordinating.settle_paper(job.payload["paper"])


@handler(filing_batches.JOB)
def run_filing(job: OutboxJob) -> None:
    """Check or file a batch of applications for some seconds; after the last failed attempt it says so."""
    try:
        filing_running.run(job.payload["batch"])
    except Exception:
        if job.attempts >= Policy().max_attempts:
            filing_running.give_up(job.payload["batch"])
        raise


@handler(backtesting.JOB)
def run_backtest(job: OutboxJob) -> None:
    """Try a draft rule on the next slice of past files."""
    backtesting.run_slice(job.payload["run"], after=job.payload["after"], at=timezone.now())


@handler(satusehat.JOB, satusehat.POLICY)
def send_to_satusehat(job: OutboxJob) -> None:
    """Bring one row up to date in SATUSEHAT."""
    satusehat.run(job, at=timezone.now())


@shared_task(name="licensing.satusehat")
def queue_satusehat() -> None:
    """Queue what changed for SATUSEHAT; nothing while the adapter is off. Every ten minutes."""
    now = timezone.now()
    if leases.take("licensing.satusehat", at=now, lasting=timedelta(minutes=9)):
        satusehat.queue_changed(at=now)


@shared_task(name="licensing.watch")
def watch() -> None:
    """Warnings, lapses and deemed approvals. Each minute."""
    now = timezone.now()
    if leases.take("licensing.watch", at=now, lasting=MINUTE):
        watching.give_warnings(at=now)
        report_watching.give_report_warnings(at=now)
        watching.lapse_silent(at=now)
        deemed.warn_of_silence(at=now)
        watching.deem_silent(at=now, issue=issue_by_silence)
        telling.tell_due(at=now)


@shared_task(name="licensing.remind")
def remind() -> None:
    """Reminders of corrections and licence ends, and on Mondays of the roster. Once a day."""
    now = timezone.now()
    if leases.take("licensing.remind", at=now, lasting=HOURS):
        today = now.astimezone(home_office().zone).date()
        watching.remind_corrections(at=now)
        watching.remind_licence_ends(at=now, on=today)
        watching.tell_ended(at=now, on=today)
        weekly.tell_coordinators(at=now, on=today)
        terms.tell_terms_over(at=now)
        consents.remind(at=now)
        risk_facts.push_all(at=now)
        visit_coordinating.tell_overdue(at=now)
        consents.tell_coordinators(at=now)
        filing_batches.erase_old(at=now)


@shared_task(name="licensing.recompute")
def recompute() -> None:
    """Rebuild cached clocks; changes nothing when all is well. Nightly."""
    now = timezone.now()
    if leases.take("licensing.recompute", at=now, lasting=HOURS):
        clocks.recompute(watching.all_with_clocks(), at=now)


@shared_task(name="licensing.coverage")
def coverage() -> None:
    """Renew the coverage summary of cities whose registers changed."""
    if leases.take("licensing.coverage", at=timezone.now(), lasting=MINUTE):
        summary.refresh()


@shared_task(name="licensing.coverage_whole")
def coverage_whole() -> None:
    """Work the coverage summary out anew, whatever changed and however. Nightly."""
    if leases.take("licensing.coverage_whole", at=timezone.now(), lasting=HOURS):
        summary.rebuild()
