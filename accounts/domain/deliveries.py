"""Bringing one delivery out: at most once, not in the quiet hours, not when it is stale."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.domain.messages import ACCOUNT
from accounts.domain.pace import after_quiet
from accounts.domain.phones import can_be_called
from accounts.enums import Channel, DeliveryState
from accounts.models import Delivery
from core import messaging
from core.exceptions import NeighbourDown
from core.outbox import Permanent, Postponed

# Their texts hold what opens an account: gone from the table once they are out, except in the demo.
SECRET_TEMPLATES = ("OTP_CODE", "STAFF_INVITED")

# How long a receipt may take before a message whose answer was lost counts as not sent.
RECEIPT_WAIT = timedelta(minutes=10)


def deliver(delivery_id: int, *, at: datetime) -> None:
    """Send one delivery. Raises Postponed in the quiet hours, NeighbourDown, or Permanent when it can't be sent.

    A delivery whose answer was lost (the worker died in the call, the line broke after the request) waits for the
    provider's receipt and is not sent again: the inbox holds it, and nobody is told twice.
    """
    row = Delivery.objects.select_related("message__template", "message__user").get(pk=delivery_id)
    if row.state not in (DeliveryState.PENDING, DeliveryState.SENDING):
        return
    if row.state == DeliveryState.SENDING:
        _fail(row, "hasil pengiriman tidak diketahui; tidak dikirim ulang")
    if note := why_not(row, at=at):
        _close(row, DeliveryState.DROPPED, error=note)
        return
    if not row.message.template.urgent and (until := after_quiet(at)) > at:
        raise Postponed(until)
    _send(row, at=at)


def why_not(row: Delivery, *, at: datetime) -> str:
    """Reason to let a delivery go, in Indonesian for the list of deliveries; empty when it should be sent."""
    user = row.message.user
    if not row.recipient:
        return "tidak ada alamat"
    if row.not_after is not None and row.not_after < at:
        return "sudah lewat waktunya"
    if user is not None and user.messages_stopped_at and row.message.template.audience != ACCOUNT:
        stopped_before = user.messages_stopped_at > row.created_at
        if stopped_before:
            return "penerima menghentikan pesan"
    if user is not None and user.channels and row.channel not in user.channels:
        return "" if row.message.template.audience == ACCOUNT else "penerima mematikan saluran ini"
    return ""


def _send(row: Delivery, *, at: datetime) -> None:
    _check_number(row)
    if not _move(row, DeliveryState.PENDING, state=DeliveryState.SENDING):
        return
    try:
        provider_id = messaging.send(_outgoing(row))
    except messaging.AnswerLost:
        raise Postponed(at + RECEIPT_WAIT) from None
    except NeighbourDown:
        _move(row, DeliveryState.SENDING, state=DeliveryState.PENDING)
        raise
    except messaging.MessageRefused as error:
        _fail(row, str(error))
    # Only if no receipt was faster.
    _move(row, DeliveryState.SENDING, state=DeliveryState.SENT, provider_id=provider_id, sent_at=at, error="")
    if row.message.template_id in SECRET_TEMPLATES and not settings.DEMO:
        Delivery.objects.filter(pk=row.pk).update(text="", variables=[])


def _outgoing(row: Delivery) -> messaging.OutgoingMessage:
    return messaging.OutgoingMessage(
        channel=row.channel,
        to=row.recipient,
        template_code=row.message.template_id,
        text=row.text,
        params=tuple(row.variables),
        key=f"delivery:{row.pk}",
        language="id" if row.channel == Channel.WHATSAPP else row.language,
    )


def _check_number(row: Delivery) -> None:
    """A real send asks whether the number exists (DECISIONS 5); demo numbers reach the console and nothing else."""
    is_phone = row.channel in (Channel.WHATSAPP, Channel.SMS)
    if is_phone and _leaves_the_house(row.channel) and not can_be_called(row.recipient):
        _fail(row, "nomor ini tidak ada dalam daftar nomor telepon")


def _leaves_the_house(channel: str) -> bool:
    """True when the channel's back end speaks to somebody outside; console, file and memory do not."""
    return hasattr(messaging.backend_for(channel), "neighbour")


def _fail(row: Delivery, reason: str) -> None:
    _close(row, DeliveryState.FAILED, error=reason[:300])
    raise Permanent(reason)


def _close(row: Delivery, state: DeliveryState, **values: object) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=state, **values)


def _move(row: Delivery, source: DeliveryState, **values: object) -> bool:
    return bool(Delivery.objects.filter(pk=row.pk, state=source).update(**values))


def try_again(delivery_id: int) -> None:
    """Make a failed delivery sendable again; an administrator asked for it."""
    failed = (DeliveryState.FAILED, DeliveryState.SENDING)
    Delivery.objects.filter(pk=delivery_id, state__in=failed).update(state=DeliveryState.PENDING, error="")
