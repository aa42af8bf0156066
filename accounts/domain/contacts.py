"""A phone number or an e-mail address, as somebody typed it at a sign-in form."""

from dataclasses import dataclass

from accounts.domain.phones import e164
from accounts.enums import Channel
from accounts.models import User
from core.crypto import keyed_hash


@dataclass(frozen=True)
class Contact:
    """`value` is E.164 for WhatsApp and lower case for e-mail."""

    channel: Channel
    value: str

    @property
    def key(self) -> str:
        """Keyed hash under which codes and failed tries of this contact are counted."""
        return keyed_hash(self.value, "contact")

    @property
    def masked(self) -> str:
        """What a page may repeat: `…0123` or `p…@demo.example`."""
        if self.channel == Channel.EMAIL:
            name, _, host = self.value.partition("@")
            return f"{name[:1]}…@{host}"
        return f"…{self.value[-4:]}"

    def owner(self) -> User | None:
        """The active account with this contact, or None."""
        if self.channel == Channel.EMAIL:
            return User.objects.by_contact(email=self.value)
        return User.objects.by_contact(phone=self.value)


def contact_of(text: str) -> Contact:
    """Read a phone number or an e-mail address. Raises PhoneUnreadable when it is neither."""
    text = text.strip()
    if "@" in text:
        return Contact(Channel.EMAIL, text.lower())
    return Contact(Channel.WHATSAPP, e164(text))
