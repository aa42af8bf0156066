"""Reading the own inbox."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import InboxMessage, User
from core.exceptions import NotFound


def messages_of(user: User) -> QuerySet[InboxMessage]:
    """Messages of `user`, the newest first."""
    return InboxMessage.objects.filter(user=user)


def mark_read(user: User, message_id: int, *, at: datetime) -> InboxMessage:
    """Mark one message as read and return it. Raises NotFound for somebody else's."""
    row = messages_of(user).filter(pk=message_id).first()
    if row is None:
        raise NotFound
    InboxMessage.objects.filter(pk=row.pk, read_at=None).update(read_at=at)
    return row


def mark_all_read(user: User, *, at: datetime) -> int:
    """Mark everything as read; returns how many were new."""
    return messages_of(user).filter(read_at=None).update(read_at=at)
