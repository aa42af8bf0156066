import base64
import hashlib
import hmac
import json
import time

TOLERANCE = 300  # seconds; an old message that somebody kept and sends again is refused


class Refused(Exception):
    """Answer 400 and do nothing."""


def verified(headers, body, secrets, now=None):
    """Return the event. `headers` in lower case, `body` bytes, `secrets` one or two during a change-over."""
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs((now or time.time()) - int(sent_at)) > TOLERANCE:
        raise Refused("too old or too new")
    signed = f"{message_id}.{sent_at}.".encode() + body
    given = [each[3:] for each in headers.get("webhook-signature", "").split() if each.startswith("v1,")]
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(right, each) for each in given):
            return json.loads(body)
    raise Refused("no signature fits")


class Inbox:
    """Drops what came before: the same message twice, and news older than what is known of the same object.

    One for each subscription, at an address of its own: each counts its own messages.
    """

    def __init__(self):
        self.seen, self.newest = set(), {}  # keep both in your database, written with what you do

    def is_news(self, message_id, event):
        if message_id in self.seen:
            return False
        self.seen.add(message_id)
        data = event["data"]
        about = (event["type"], data.get("number") or data.get("id"))
        if event["sequence"] <= self.newest.get(about, 0):
            return False
        self.newest[about] = event["sequence"]
        return True
