"""What people change about themselves: language, channels, consent, STOP, and their contacts by a code."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.codes import Claim, redeem, send_code
from accounts.domain.contacts import Contact, contact_of
from accounts.domain.messages import address_of, tell
from accounts.domain.roles import end_sessions, is_officer
from accounts.enums import Channel, CodePurpose
from accounts.exceptions import CodeWrong, ContactTaken
from accounts.models import OneTimeCode, User
from core import audit
from core.exceptions import NotAllowed

UNDO = timedelta(hours=24)


@transaction.atomic
def save(user: User, *, name: str, language: str, channels: Sequence[str], at: datetime) -> None:
    """Store name, language and channels; the inbox always stays."""
    user.name, user.language = name, language
    user.channels = [Channel.INBOX.value, *channels]
    user.save(update_fields=["name", "language", "channels"])
    audit.record(action="user.profile_change", by=user, obj=user, at=at)


@transaction.atomic
def set_consent(user: User, *, given: bool, at: datetime) -> None:
    """Give or withdraw the consent to messages outside the portal; applications go on either way."""
    user.consent_at = at if given else None
    user.save(update_fields=["consent_at"])
    audit.record(action="user.consent_give" if given else "user.consent_withdraw", by=user, obj=user, at=at)


@transaction.atomic
def stop_messages(user: User, *, at: datetime) -> None:
    """STOP: from now on only messages about the account itself leave the portal. A second STOP changes nothing."""
    if user.messages_stopped_at is not None:
        return
    whatsapp = {Channel.WHATSAPP: user.phone} if user.phone else {}
    tell("STOP_CONFIRMED", user=user, params={}, recipients=whatsapp, dedupe_key=f"stop:{user.pk}:{at:%s}", at=at)
    user.messages_stopped_at = at
    user.save(update_fields=["messages_stopped_at"])
    audit.record(action="user.messages_stop", by=user, obj=user, at=at)


@transaction.atomic
def stop_channel(user: User, channel: Channel, *, key: str, at: datetime) -> None:
    """Switch one channel off, because the person wrote STOP on it; the inbox and the other channels stay.

    `key` tells a STOP from the next one: the same one twice changes nothing and is answered once.
    """
    chosen = user.channels or [Channel.WHATSAPP.value, Channel.EMAIL.value]
    if channel not in chosen:
        return
    user.channels = [Channel.INBOX.value, *(each for each in chosen if each not in (channel, Channel.INBOX))]
    user.save(update_fields=["channels"])
    address = {channel: address_of(user, channel)}
    tell("STOP_CONFIRMED", user=user, params={}, recipients=address, dedupe_key=f"stop:{key}", at=at)
    audit.record(action="user.channel_stop", by=user, obj=user, payload={"channel": channel.value}, at=at)


@transaction.atomic
def resume_messages(user: User, *, at: datetime) -> None:
    """Undo STOP; resuming is consent."""
    user.messages_stopped_at = None
    user.consent_at = user.consent_at or at
    user.save(update_fields=["messages_stopped_at", "consent_at"])
    audit.record(action="user.messages_resume", by=user, obj=user, at=at)


@transaction.atomic
def set_signing_nik(user: User, nik: str, *, at: datetime) -> None:
    """Keep the NIK under which the signing service knows this officer, or forget it with an empty one.

    Raises NotAllowed for whoever is no officer. The trail says that it changed, never to what.
    """
    if not is_officer(user, on=timezone.localdate(at)):
        raise NotAllowed
    user.signing_nik = nik or None
    user.save(update_fields=["signing_nik"])
    audit.record(action="user.signing_nik_change", by=user, obj=user, payload={"set": bool(nik)}, at=at)


def ask_contact(user: User, contact: Contact, *, ticket: str, at: datetime) -> None:
    """Send a code to a new phone or e-mail of `user`. Raises CodeTooSoon or CodesSpent."""
    send_code(Claim(CodePurpose.CONTACT, contact, user=user), ticket=ticket, at=at)


def confirm_contact(ticket: str, code: str, *, at: datetime) -> User:
    """Make the contact the code went to the user's own; the old one gets a message with an undo link.

    Raises CodeWrong, CodeBlocked or ContactTaken.
    """
    return redeem(ticket, code, purpose=CodePurpose.CONTACT, at=at, use=partial(_change, at=at))


def _change(row: OneTimeCode, *, at: datetime) -> User:
    user = User.objects.get(codes=row)
    contact = contact_of(row.contact)
    row.previous = str((user.email if contact.channel == Channel.EMAIL else user.phone) or "")
    row.save(update_fields=["previous"])
    _store(user, contact, at=at)
    if row.previous and row.previous != contact.value:
        tell(
            "CONTACT_CHANGED",
            user=None,
            params={"waktu": at},
            recipients={contact.channel: row.previous},
            link=reverse("contact_undo", args=[row.ticket]),
            dedupe_key=f"contact:{row.pk}",
            at=at,
        )
    audit.record(action="user.contact_change", by=user, obj=user, payload={"channel": contact.channel.value}, at=at)
    return user


def _store(user: User, contact: Contact, *, at: datetime) -> None:
    if contact.channel == Channel.EMAIL:
        user.email, user.email_verified_at, user.pending_email = contact.value, at, None
    else:
        user.set_phone(contact.value)
        user.phone_verified_at = at
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise ContactTaken from error


def undoable(ticket: str, *, at: datetime) -> OneTimeCode:
    """Return the change behind an undo link, within 24 hours. Raises CodeWrong."""
    used = OneTimeCode.objects.filter(ticket=ticket, purpose=CodePurpose.CONTACT, used_at__gt=at - UNDO)
    row = used.select_related("user").first()
    if row is None or not row.previous:
        raise CodeWrong
    return row


@transaction.atomic
def undo_contact(ticket: str, *, at: datetime) -> None:
    """Give the account its old contact back and end all its sessions. Raises CodeWrong or ContactTaken."""
    row = undoable(ticket, at=at)
    user = User.objects.select_for_update(of=("self",)).get(codes=row)
    _store(user, contact_of(row.previous), at=at)
    row.previous = ""
    row.save(update_fields=["previous"])
    end_sessions(user)
    audit.record(action="user.contact_undo", by=user, obj=user, at=at)
