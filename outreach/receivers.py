"""What the outreach service hears of other apps."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.signals import text_received
from outreach.domain.texts import take_text


@receiver(text_received, dispatch_uid="outreach.text")
def hear_text(phone: str, text: str, key: str, at: datetime, **_kwargs: Any) -> None:
    """A WhatsApp text may be a call for help, or say that the rice never came."""
    take_text(phone=phone, text=text, key=key, at=at)
