"""One export on its way out: an audit row before the first byte, another with what left after the last."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from accounts.domain.exports.kinds import ExportKind, Reader
from accounts.domain.offices import home_office
from core import audit
from core.crypto import keyed_hash
from core.exceptions import RuleBroken
from core.exporting import Extract, csv_chunks, ndjson_chunks

# A workbook is complete before its first byte leaves; longer ones are written by a job.
LONGEST_SHEET = 50_000
# One who reads slower than this holds a snapshot of the database open for nothing.
LONGEST_STREAM = timedelta(minutes=20)


class ExportTooLong(RuleBroken):
    """Too many rows to be made while somebody waits (422)."""

    code = "export_too_long"
    message = _("Terlalu banyak baris untuk diunduh langsung. Buat pekerjaan ekspor, atau pakai CSV atau NDJSON.")


class TooSlow(Exception):
    """The other side takes too long; the answer is cut off, which it can tell by the missing end."""


class Trail:
    """The two audit rows of one export. Filters are kept as their names and one keyed hash: they may hold a name."""

    def __init__(
        self, kind: ExportKind, file_format: str, reader: Reader, *, query: Mapping[str, Any], reason: str = ""
    ) -> None:
        self.reader, self.reason = reader, reason
        self.rows = 0
        self.facts = {
            "kind": kind.code,
            "format": file_format,
            "filters": sorted(query),
            "query": keyed_hash(json.dumps(query, sort_keys=True, default=str), "export-query") if query else "",
            "client": getattr(reader.user, "client_id", ""),
        }

    def counted(self, rows: int) -> None:
        """Add the rows of one batch."""
        self.rows += rows

    def begin(self) -> None:
        """Write that it begins."""
        self._record("export.begin", {})

    def end(self, *, whole: bool) -> None:
        """Write how many rows left, and whether that was all."""
        self._record("export.end", {"rows": self.rows, "whole": whole})

    def _record(self, action: str, more: Mapping[str, Any]) -> None:
        user, viewer = self.reader.user, self.reader.viewer
        with transaction.atomic():
            audit.record(
                action=action,
                by=user if viewer.user_id is not None else None,
                office=home_office(),
                role=next(iter(sorted(viewer.roles)), ""),
                reason=self.reason,
                payload={**self.facts, **more},
                at=timezone.now(),
            )


def extract_of(kind: ExportKind, reader: Reader, rows: QuerySet[Any], trail: Trail) -> Extract:
    """What leaves, counted by its trail."""
    return Extract(rows, kind.columns(reader), reader.zone, on_rows=trail.counted)


def streamed(extract: Extract, file_format: str, trail: Trail) -> Iterator[bytes]:
    """Chunks of CSV or NDJSON; the end is told whether all was taken or not."""
    chunks = csv_chunks(extract) if file_format == "csv" else ndjson_chunks(extract)
    until = timezone.now() + LONGEST_STREAM
    whole = False
    try:
        for chunk in chunks:
            if timezone.now() > until:
                raise TooSlow(gettext("Pengambilan terlalu lambat."))
            yield chunk.encode()
        whole = True
    finally:
        chunks.close()  # type: ignore[attr-defined]  # a generator: its transaction ends before the audit row
        trail.end(whole=whole)


def refuse_long_sheet(rows: QuerySet[Any]) -> None:
    """Raise ExportTooLong for more rows than a workbook made at once may have."""
    if rows.order_by()[: LONGEST_SHEET + 1].count() > LONGEST_SHEET:
        raise ExportTooLong(params={"limit": LONGEST_SHEET})
