"""`/pengembang/`: how another system begins, the five-minute walk, webhooks, the change log and the rule for ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.api.retiring import SHORTEST_NOTICE
from accounts.domain.webhooks import delivering, event_types
from core import idempotency, outgoing
from core.components import Cell, Column, Row, Table
from sejaras import api
from sejaras.api_changes import CHANGES

# Printed as they are and run as they are by a test.
PROGRAMS = Path(settings.BASE_DIR) / "templates" / "api"
TOKEN_MINUTES = settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"] // 60


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The page. Every figure on it is read from the code that keeps it."""
    return render(request, "api/guide.html", {**_figures(), **_lists()})


guide.policy = "public_read"  # type: ignore[attr-defined]


def _figures() -> dict[str, Any]:
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    return {
        "portal": settings.SITE_URL,
        "token_minutes": TOKEN_MINUTES,
        "key_hours": int(idempotency.KEEP.total_seconds() // 3600),
        "rate_open": rates["anon"].partition("/")[0],
        "rate_client": rates["user"].partition("/")[0],
        "hook_seconds": outgoing.SECONDS,
        "hook_attempts": delivering.POLICY.max_attempts,
        "notice_days": SHORTEST_NOTICE.days,
    }


def _lists() -> dict[str, Any]:
    return {
        "walk_curl": program("walk.sh"),
        "walk_python": program("walk.py"),
        "receiver": program("receiver.py"),
        "scope_table": _scopes(),
        "event_table": _events(),
        "changes": CHANGES,
        "retiring": sorted(retiring(api.urlpatterns), key=lambda each: each.gone),
    }


def _scopes() -> Table:
    columns = (Column(_("Cakupan")), Column(_("Yang dapat dilakukan")))
    rows = [Row((Cell(code, strong=True), Cell(str(label)))) for code, label in settings.SCOPES.items()]
    return Table(_("Cakupan"), columns, rows)


def _events() -> Table:
    columns = (Column(_("Peristiwa")), Column(_("Arti")), Column(_("Cakupan")))
    kinds = event_types.event_types()
    rows = [Row((Cell(kind.code, strong=True), Cell(kind.label), Cell(kind.scope))) for kind in kinds]
    return Table(_("Jenis peristiwa"), columns, rows)


@dataclass(frozen=True)
class Leaving:
    """An address that was announced to end."""

    path: str
    gone: date
    instead: str


def retiring(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/api/v1/") -> Iterator[Leaving]:
    """Addresses whose view is `retiring`, in the order of the routes."""
    for entry in patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from retiring(entry.url_patterns, path)
        elif ends := getattr(getattr(entry.callback, "view_class", None), "retiring", None):
            yield Leaving(path, ends.gone, ends.instead)


@lru_cache(maxsize=4)
def program(name: str) -> str:
    """The text of one printed program."""
    return (PROGRAMS / name).read_text(encoding="utf-8")
