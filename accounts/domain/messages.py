"""What people are told: one inbox row per event, and deliveries of it to the channels they chose.

`tell` runs inside the transaction of the change it tells of. Channels can fail; the inbox row is the truth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.domain.pace import earliest
from accounts.domain.roles import is_officer
from accounts.enums import OUTSIDE_CHANNELS, Channel
from accounts.models import Delivery, InboxMessage, MessageTemplate, User
from core import formats, outbox
from core.redaction import IDENTITY_NUMBER

LONGEST = 600
HIDDEN = "••••••"
# One kind of job per channel, so that each gateway has a breaker of its own.
JOB = "message."
# Messages about the account itself: they reach people who stopped all others.
ACCOUNT = "account"
# A reminder that could not go out for two days is no longer true enough to send.
REMINDER_KEEPS = timedelta(days=2)

_FIELD = re.compile(r"\{(\w+)\}")
Value = Any


def fields_of(text: str) -> set[str]:
    """Names in braces: what `tell` must be given for this text."""
    return set(_FIELD.findall(text))


class MessageRefused(ValueError):
    """A fault of the caller: a text with a gap, too long, or with what looks like a NIK in it."""


@transaction.atomic
def tell(
    template_code: str,
    *,
    user: User | None,
    params: Mapping[str, Value],
    dedupe_key: str,
    at: datetime,
    link: str = "",
    secret: Mapping[str, str] | None = None,
    recipients: Mapping[Channel, str] | None = None,
    stale_at: datetime | None = None,
    zone: tzinfo | None = None,
) -> InboxMessage:
    """Write the message once per `dedupe_key` and queue its deliveries; returns the row, new or old.

    `params` fill the template: instants and dates are written for people, in `zone` and in both languages; other
    values as they are. `{tautan}` is the full address of `link`, a path on this portal. `secret` values go to the
    channels only, the inbox shows dots. `recipients` replaces the addresses of the user (needed without one); an
    empty address is queued and never sent. After `stale_at` nothing goes out. Raises MessageRefused.
    """
    known = InboxMessage.objects.filter(dedupe_key=dedupe_key).first()
    if known is not None:
        return known
    template = MessageTemplate.objects.get(code=template_code)
    values = _Values({**params, **({"tautan": settings.SITE_URL + link} if link else {})}, secret or {}, zone)
    message, is_new = InboxMessage.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "user": user,
            "template": template,
            "params": values.stored(),
            "text": values.fill(template.text_id, "id", shown=True),
            "text_en": values.fill(template.text_en, "en", shown=True),
            "link": link,
            "created_at": at,
        },
    )
    if not is_new:  # another worker was faster
        return message
    spoken = _spoken(template, values, user.language if user else formats.language())
    for channel, address in (_addresses(template, user, at=at) if recipients is None else recipients).items():
        _queue(message, channel, address, spoken, stale_at=stale_at, zone=zone, at=at)
    return message


@dataclass(frozen=True)
class _Spoken:
    """What a channel sends: the whole text, and the template's variables in their order."""

    language: str
    text: str
    variables: list[str]


def _spoken(template: MessageTemplate, values: "_Values", language: str) -> _Spoken:
    """In the user's language, or the one the page speaks; approved WhatsApp templates are Indonesian."""
    text = template.text_en if language == "en" else template.text_id
    variables = [values.fill(f"{{{name}}}", "id", shown=False) for name in template.wa_params]
    return _Spoken(language, values.fill(text, language, shown=False), variables)


class _Values:
    """Values of one message, written out per language."""

    def __init__(self, params: Mapping[str, Value], secret: Mapping[str, str], zone: tzinfo | None) -> None:
        self.params, self.secret, self.zone = params, secret, zone

    def stored(self) -> dict[str, str]:
        """What the row keeps: written in Indonesian, without secrets."""
        with translation.override("id"):
            return {name: self._written(value) for name, value in self.params.items()}

    def fill(self, text: str, language: str, *, shown: bool) -> str:
        """The text without gaps; `shown` hides what is secret. Raises MessageRefused."""
        with translation.override(language):
            filled = _FIELD.sub(lambda field: self._value(field[1], shown=shown), text)
        if len(filled) > LONGEST:
            raise MessageRefused(f"{len(filled)} characters, more than {LONGEST}")
        if IDENTITY_NUMBER.search(filled):
            raise MessageRefused("a 16-digit number stands in the text")
        return filled

    def _value(self, name: str, *, shown: bool) -> str:
        if name in self.secret:
            return HIDDEN if shown else self.secret[name]
        if name not in self.params:
            raise MessageRefused(f"no value for {{{name}}}")
        return self._written(self.params[name])

    def _written(self, value: Value) -> str:
        match value:
            case datetime():
                return formats.full_moment(value, self.zone)
            case date():
                return formats.full_date(value)
            case _:
                return str(value)


def _addresses(template: MessageTemplate, user: User | None, *, at: datetime) -> dict[Channel, str]:
    """Where `user` wants to hear this: channels of the template, of the profile, and with consent."""
    if user is None or not _may_write_to(user, template, at=at):
        return {}
    wanted = [channel for channel in OUTSIDE_CHANNELS if channel in template.channels]
    if user.channels and template.audience != ACCOUNT:
        wanted = [channel for channel in wanted if channel in user.channels]
    found = {channel: address_of(user, channel) for channel in wanted}
    if found.get(Channel.WHATSAPP):
        found.pop(Channel.SMS, None)
    return {channel: address for channel, address in found.items() if address}


def _may_write_to(user: User, template: MessageTemplate, *, at: datetime) -> bool:
    """Account messages always; others unless stopped, with consent or because the person is an officer."""
    if template.audience == ACCOUNT:
        return True
    if user.messages_stopped_at is not None:
        return False
    return user.consent_at is not None or is_officer(user, on=timezone.localdate(at))


def address_of(user: User, channel: str) -> str:
    """The confirmed address of `user` on `channel`; empty when there is none."""
    return str((user.email if channel == Channel.EMAIL else user.phone) or "")


def _queue(
    message: InboxMessage,
    channel: Channel,
    address: str,
    spoken: _Spoken,
    *,
    stale_at: datetime | None,
    zone: tzinfo | None,
    at: datetime,
) -> None:
    template = message.template
    when = earliest(message, channel, zone=zone, at=at)
    if stale_at is None and template.reminder:
        stale_at = when + REMINDER_KEEPS
    row = Delivery.objects.create(
        message=message,
        channel=channel,
        recipient=address,
        text=spoken.text,
        variables=spoken.variables,
        language=spoken.language,
        created_at=at,
        not_before=when if when > at else None,
        not_after=stale_at,
    )
    outbox.enqueue(
        f"{JOB}{channel}",
        key=f"delivery:{row.pk}",
        payload={"delivery": row.pk},
        queue="messages",
        not_before=row.not_before,
    )
