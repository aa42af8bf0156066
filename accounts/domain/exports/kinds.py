"""What can be exported. Apps above declare their kinds at start, with rows already scoped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.rules import Viewer, viewer_of
from core.exporting import Column

POLICY = "export_rows"
SCOPE = "exports:read"
LEAST_REASON = 15
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "xlsx": XLSX,
}


@dataclass(frozen=True)
class Reader:
    """For whom and when: `user` is a person in one role or an agency's system."""

    user: Any
    at: datetime
    zone: tzinfo

    @property
    def viewer(self) -> Viewer:
        """What the matrix knows of them."""
        return viewer_of(self.user)


@dataclass(frozen=True)
class ExportKind:
    """One register. `policy` is the row of the matrix with which its rows are read, `scope` that of a token.

    `rows(reader)` returns what the reader may read under `policy` and take under `export_rows`; `filters` is the
    filter set of its list.
    """

    code: str
    label: str | Promise
    policy: str
    scope: str
    rows: Callable[[Reader], QuerySet[Any]]
    columns: Callable[[Reader], Sequence[Column]]
    filters: Any


_kinds: dict[str, ExportKind] = {}


def register(kind: ExportKind) -> None:
    """Add a kind; call it in `AppConfig.ready`."""
    _kinds[kind.code] = kind


def kinds() -> list[ExportKind]:
    """Every kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def find(code: str) -> ExportKind | None:
    """The kind of a code, or None."""
    return _kinds.get(code)


def kinds_for(viewer: Viewer) -> list[ExportKind]:
    """Kinds a viewer may take at all; their rows are scoped besides."""
    return [kind for kind in kinds() if viewer.may(POLICY) and viewer.may(kind.policy)]


def needs_reason(viewer: Viewer) -> bool:
    """Tell whether every role at work owes a typed reason."""
    scopes = viewer.scopes(POLICY)
    return bool(scopes) and all(scope.cell.needs_reason for scope in scopes)


def is_masked(viewer: Viewer, policy: str) -> bool:
    """Tell whether the matrix shows names as initials only."""
    scopes = viewer.scopes(policy)
    return bool(scopes) and all(scope.cell.masked for scope in scopes)


FORMAT_LABELS: Mapping[str, str | Promise] = {
    "xlsx": _("Lembar kerja (XLSX)"),
    "csv": _("CSV"),
    "ndjson": _("NDJSON, satu baris JSON per data"),
}
