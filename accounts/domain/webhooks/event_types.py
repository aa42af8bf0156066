"""What can be subscribed to. Apps above declare their types at start; accounts knows the test alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventType:
    """`scope` is what the system must be allowed to read to be told; empty for the test."""

    code: str
    label: str | Promise
    scope: str


TEST = EventType("webhook.test", _("Peristiwa uji"), "")
_declared: dict[str, EventType] = {}


def declare(code: str, label: str | Promise, *, scope: str) -> None:
    """Add a type; call it in `AppConfig.ready`."""
    _declared[code] = EventType(code, label, scope)


def event_types() -> list[EventType]:
    """Every type one may subscribe to, by code."""
    return [_declared[code] for code in sorted(_declared)]


def find(code: str) -> EventType | None:
    """The type of a code, or None."""
    return TEST if code == TEST.code else _declared.get(code)
