"""Standard Webhooks: the signature covers id, second and body. The one door to the library."""

import base64
import secrets
from datetime import UTC, datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A random secret as the standard writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(message_id: str, body: str, *, keys: list[str], at: datetime) -> dict[str, str]:
    """The three headers; one signature per secret, so either opens the message."""
    moment = at.astimezone(UTC)
    signatures = [Webhook(key).sign(msg_id=message_id, timestamp=moment, data=body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
