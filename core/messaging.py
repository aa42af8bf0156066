"""Sending messages: one interface, and a back end per channel chosen by `MESSAGE_BACKENDS`, like `EMAIL_BACKEND`.

`MESSAGE_BACKENDS` maps a channel to a back end, by name (console, file, locmem, email, whatsapp) or dotted path::

    MESSAGE_BACKENDS = {"whatsapp": "whatsapp", "email": "email", "sms": "console"}

A list is short for it: back ends named like a channel serve that channel, the first other one serves the rest.
`["whatsapp", "email", "console"]` says the same. Callers are outbox handlers: they get `NeighbourDown` (try later)
or `MessageRefused` (never will). Texts and numbers are not logged.
"""

import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string

from core.exceptions import NeighbourDown

WHATSAPP = "whatsapp"
EMAIL = "email"
SMS = "sms"
CHANNELS = (WHATSAPP, EMAIL, SMS)


@dataclass(frozen=True)
class OutgoingMessage:
    """One message on one channel. `to` is E.164 or a mail address.

    `params` are the template's variables in their order, for channels that send approved templates
    (WhatsApp); `text` is the whole text for the others. `subject` serves mail alone.
    """

    channel: str
    to: str
    template_code: str
    text: str
    params: tuple[str, ...] = ()
    language: str = "id"
    subject: str = ""
    # Ours; a provider that can gives it back with its receipts.
    key: str = ""


class AnswerLost(NeighbourDown):
    """The request went out and no answer came: it may have been carried out, so it is not simply sent again."""


class MessageRefused(Exception):
    """The provider will never deliver this message: unknown number, template not approved, wrong variables."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


class Backend(Protocol):
    """What a back end does. `send` returns the provider's id of the message."""

    def send(self, message: OutgoingMessage) -> str:
        """Hand the message over. Raises `NeighbourDown` or `MessageRefused`."""
        ...


def send(message: OutgoingMessage) -> str:
    """Send by the back end of the message's channel; returns the provider's id."""
    return backend_for(message.channel).send(message)


def backend_for(channel: str) -> Backend:
    """The back end the settings choose for `channel`. Raises `ImproperlyConfigured` when there is none."""
    name = _choices(settings.MESSAGE_BACKENDS).get(channel)
    if name is None:
        raise ImproperlyConfigured(f"MESSAGE_BACKENDS names no back end for {channel}")
    backend: Backend = _backend_class(name)()
    return backend


def _choices(setting: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    if isinstance(setting, Mapping):
        return dict(setting)
    others = [name for name in setting if name not in CHANNELS]
    rest = dict.fromkeys(CHANNELS, others[0]) if others else {}
    return rest | {name: name for name in setting if name in CHANNELS}


@cache
def _backend_class(name: str) -> Any:
    return BACKENDS[name] if name in BACKENDS else import_string(name)


# --- without a provider -------------------------------------------------------------------------------------


class ConsoleBackend:
    """Prints the message, for a person's own machine."""

    def send(self, message: OutgoingMessage) -> str:
        """Print channel, template and text."""
        text = f"[{message.channel}] {message.to} {message.template_code}\n{message.text}\n"
        print(text, flush=True)  # noqa: T201 - the console is the channel
        return f"console-{secrets.token_hex(8)}"


class FileBackend:
    """Appends messages as JSON lines to a file per day below `DATA_DIR/messages`."""

    def send(self, message: OutgoingMessage) -> str:
        """Append one line, readable by this user only."""
        folder = Path(settings.DATA_DIR) / "messages"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        message_id = f"file-{secrets.token_hex(8)}"
        line = json.dumps({"id": message_id, **asdict(message)}, ensure_ascii=False)
        path = folder / f"{timezone.now():%Y-%m-%d}.jsonl"
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(line + "\n")
        return message_id


class LocmemBackend:
    """Keeps messages in `outbox`, for tests."""

    def send(self, message: OutgoingMessage) -> str:
        """Append to the list."""
        outbox.append(message)
        return f"locmem-{len(outbox)}"


outbox: list[OutgoingMessage] = []


# --- mail ---------------------------------------------------------------------------------------------------


class EmailBackend:
    """Mail through Django's `EMAIL_BACKEND`."""

    neighbour = "mail"

    def send(self, message: OutgoingMessage) -> str:
        """One plain-text mail; the id is our own, for SMTP gives none back."""
        message_id = f"<{secrets.token_hex(16)}@{_mail_domain()}>"
        subject = " ".join((message.subject or message.text.split("\n", 1)[0])[:150].split())
        mail = EmailMessage(subject, message.text, to=[message.to], headers={"Message-ID": message_id})
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise MessageRefused("recipient", "the mail server does not know the address") from error
        except (SMTPException, OSError) as error:
            raise NeighbourDown(self.neighbour, type(error).__name__) from error
        return message_id


def _mail_domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "localhost"


# --- WhatsApp Cloud API -------------------------------------------------------------------------------------

# Meta's error codes that pass by themselves: limits, overload, maintenance, a token being renewed.
PASSING_CODES = frozenset({1, 2, 4, 190, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016, 368})
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
TRIES = 2


class WhatsAppBackend:
    """Approved templates through the Cloud API: `POST {WHATSAPP_API_URL}/{WHATSAPP_PHONE_ID}/messages`.

    Only an unanswered connection is tried again here, at once and one time; everything later is the outbox's.
    """

    neighbour = "whatsapp"

    def send(self, message: OutgoingMessage) -> str:
        """Returns the `wamid`. Raises `MessageRefused`, `NeighbourDown`, or `AnswerLost` when it may have gone out."""
        response = self._post(_whatsapp_body(message))
        if response.is_success:
            return _wamid(response)
        raise _whatsapp_error(response)

    def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        url = f"{settings.WHATSAPP_API_URL.rstrip('/')}/{settings.WHATSAPP_PHONE_ID}/messages"
        headers = {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"}
        # Retries cover the connection only: a request that may have arrived is never sent twice.
        transport = httpx.HTTPTransport(retries=TRIES - 1)
        try:
            with httpx.Client(timeout=TIMEOUT, transport=transport, follow_redirects=False) as client:
                return client.post(url, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NeighbourDown(self.neighbour, type(error).__name__) from error
        except httpx.TransportError as error:
            raise AnswerLost(self.neighbour, type(error).__name__) from error


def _whatsapp_body(message: OutgoingMessage) -> dict[str, Any]:
    template: dict[str, Any] = {
        "name": message.template_code.lower(),
        "language": {"code": message.language},
    }
    if message.params:
        parameters = [{"type": "text", "text": _one_line(param)} for param in message.params]
        template["components"] = [{"type": "body", "parameters": parameters}]
    receipt = {"biz_opaque_callback_data": message.key} if message.key else {}
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.removeprefix("+"),
        "type": "template",
        "template": template,
        **receipt,
    }


def _one_line(param: str) -> str:
    """A variable may hold no line break, tab or four spaces, and not be empty."""
    return re.sub(r"\s+", " ", param).strip() or "-"


def _wamid(response: httpx.Response) -> str:
    try:
        return str(response.json()["messages"][0]["id"])
    except (ValueError, LookupError, TypeError):
        # Accepted all the same: without an id there is only no delivery receipt to match.
        return ""


def _whatsapp_error(response: httpx.Response) -> Exception:
    code, reason = _whatsapp_reason(response)
    status = response.status_code
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    if passing or status == HTTPStatus.UNAUTHORIZED or code in PASSING_CODES:
        return NeighbourDown(WhatsAppBackend.neighbour, f"{status} {code} {reason}")
    return MessageRefused(str(code), reason)


def _whatsapp_reason(response: httpx.Response) -> tuple[int, str]:
    try:
        error = response.json()["error"]
        return int(error.get("code", 0)), str(error.get("message", ""))[:200]
    except (ValueError, LookupError, TypeError, AttributeError):
        return 0, f"HTTP {response.status_code}"


BACKENDS: dict[str, type[Backend]] = {
    "console": ConsoleBackend,
    "file": FileBackend,
    "locmem": LocmemBackend,
    "email": EmailBackend,
    "whatsapp": WhatsAppBackend,
}
