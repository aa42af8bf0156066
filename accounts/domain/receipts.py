"""What the WhatsApp Cloud API tells us: that a message arrived, was read or failed, and that a person wrote STOP.

Meta sends a notice again until it is answered, in any order. Receipts therefore only move a delivery forward, and a
STOP is told apart by the provider's own id of the message; a notice that comes twice changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.domain.profiles import stop_channel
from accounts.enums import Channel, DeliveryState
from accounts.models import Delivery, User
from accounts.signals import text_received

# What a delivery may have been for each news to be news.
UNKNOWN = (DeliveryState.PENDING, DeliveryState.SENDING)
BEFORE: dict[str, tuple[DeliveryState, ...]] = {
    DeliveryState.SENT: UNKNOWN,
    DeliveryState.DELIVERED: (*UNKNOWN, DeliveryState.SENT, DeliveryState.FAILED),
    DeliveryState.READ: (*UNKNOWN, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DELIVERED),
    DeliveryState.FAILED: (*UNKNOWN, DeliveryState.SENT),
}
STOP_WORDS = frozenset({"stop", "berhenti", "henti", "unsubscribe"})
KEY = re.compile(r"delivery:(\d{1,18})")


def take_notice(notice: Mapping[str, Any], *, at: datetime) -> None:
    """Take in one notice of the Cloud API. What is not about our own number, or not understood, is left alone."""
    for value in _values(notice):
        for status in _rows(value, "statuses"):
            _take_receipt(status, at=at)
        for message in _rows(value, "messages"):
            _take_message(message, at=at)


def _values(notice: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parts about our own number; one business account may have several."""
    for entry in _rows(notice, "entry"):
        for change in _rows(entry, "changes"):
            value = change.get("value")
            if not isinstance(value, Mapping):
                continue
            metadata = value.get("metadata")
            if isinstance(metadata, Mapping) and metadata.get("phone_number_id") == settings.WHATSAPP_PHONE_ID:
                yield value


def _rows(part: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = part.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _take_receipt(status: Mapping[str, Any], *, at: datetime) -> None:
    """Move the delivery forward; found by the provider's id, or by our key where the answer to sending was lost."""
    state, provider_id = str(status.get("status", "")), str(status.get("id", ""))[:120]
    if state not in BEFORE or not provider_id:
        return
    rows = Delivery.objects.filter(channel=Channel.WHATSAPP)
    key = KEY.fullmatch(str(status.get("biz_opaque_callback_data", "")))
    row = rows.filter(provider_id=provider_id).first()
    if row is None and key:
        row = rows.filter(pk=int(key[1]), provider_id="").first()
    if row is None:
        return
    Delivery.objects.filter(pk=row.pk, state__in=BEFORE[state]).update(
        state=state,
        provider_id=provider_id,
        sent_at=row.sent_at or at,
        error=_reason(status) if state == DeliveryState.FAILED else "",
    )


def _reason(status: Mapping[str, Any]) -> str:
    first = next(iter(_rows(status, "errors")), {})
    return f"{first.get('code', '')}: {first.get('title', '')}"[:300]


def _take_message(message: Mapping[str, Any], *, at: datetime) -> None:
    """STOP switches the channel off; any other words go to whoever listens, and are kept nowhere here."""
    phone = f"+{str(message.get('from', '')).lstrip('+')}"
    if said(message) not in STOP_WORDS:
        if words := said(message):
            text_received.send(sender=None, phone=phone, text=words, key=str(message.get("id", ""))[:100], at=at)
        return
    user = User.objects.by_contact(phone=phone)
    if user is not None:
        stop_channel(user, Channel.WHATSAPP, key=str(message.get("id", ""))[:100], at=at)


def said(message: Mapping[str, Any]) -> str:
    """The words of a text, or of the button that was pressed, bare and in lower case."""
    part = message.get(str(message.get("type", "")))
    if not isinstance(part, Mapping):
        return ""
    return str(part.get("body") or part.get("text") or "").strip(" .!\n\t").lower()
