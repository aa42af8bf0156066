"""Entry points of the worker: bring messages out, forget what is old."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.domain.deliveries import deliver
from accounts.domain.exports import jobs as exports
from accounts.domain.messages import JOB
from accounts.domain.sign_up import forget_unfinished
from accounts.domain.warnings import warn_of_absent_signers, warn_of_gateways
from accounts.domain.webhooks import delivering, keeping, publishing
from accounts.enums import Channel
from core import leases
from core.models import OutboxJob
from core.outbox import Policy, handler

_PATIENCE = timedelta(days=2)


@handler(f"{JOB}{Channel.WHATSAPP}", Policy(neighbour="whatsapp", patience=_PATIENCE))
@handler(f"{JOB}{Channel.EMAIL}", Policy(neighbour="mail", patience=_PATIENCE))
@handler(f"{JOB}{Channel.SMS}", Policy(neighbour="sms", patience=_PATIENCE))
def deliver_message(job: OutboxJob) -> None:
    """Send one delivery."""
    deliver(job.payload["delivery"], at=timezone.now())


@handler(publishing.JOB, delivering.POLICY)
def send_webhook(job: OutboxJob) -> None:
    """Make one attempt to bring a message to another system."""
    delivering.deliver(job.payload["message"], attempt=job.attempts, at=timezone.now())


@handler(exports.JOB, exports.JOB_POLICY)
def write_export(job: OutboxJob) -> None:
    """Write a file of rows that somebody asked for."""
    exports.write(job.payload["export"], at=timezone.now())


@shared_task(name="accounts.nightly")
def nightly() -> None:
    """Forget sign-ups nobody finished, old webhook messages and spent secrets. Once a night."""
    now = timezone.now()
    if leases.take("accounts_nightly", at=now, lasting=timedelta(hours=6)):
        forget_unfinished(at=now)
        keeping.forget(at=now)


@shared_task(name="accounts.forget_exports")
def forget_exports() -> None:
    """Delete files of rows whose day is over. Each hour."""
    now = timezone.now()
    if leases.take("forget_exports", at=now, lasting=timedelta(minutes=50)):
        exports.forget(at=now)


@shared_task(name="accounts.watch")
def watch() -> None:
    """Warn of posts nobody can sign for and of gateways that are away. Every ten minutes."""
    now = timezone.now()
    if leases.take("accounts_watch", at=now, lasting=timedelta(minutes=9)):
        warn_of_absent_signers(at=now)
        warn_of_gateways(at=now)
