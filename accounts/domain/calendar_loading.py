"""The shipped calendar as a version of each office's calendar; a version recorded by people is never overruled."""

import hashlib
import json
from datetime import datetime
from typing import Any

from accounts.enums import CalendarState
from accounts.models import CalendarVersion, Office
from core.loaded import Counts
from core.models import LoadedRow

REASON = "Kalender acuan yang dikirim bersama aplikasi (SKB hari libur; Perpres 21/2023)"


def load_calendars(snapshot: dict[str, Any], *, source: str, at: datetime) -> Counts:
    """Give each office a confirmed version with `snapshot` (JSON values only).

    An office whose newest version is the one loaded last gets a new version when the files changed. One whose
    newest version came from people keeps it and counts as `kept`. Inside the caller's transaction.
    """
    wanted = _fingerprint(snapshot)
    records = {row.key: row for row in LoadedRow.objects.filter(source=source)}
    outcomes = [
        _load(office, snapshot, wanted, records.get(office.code) or LoadedRow(source=source, key=office.code), at)
        for office in Office.objects.order_by("id")
    ]
    return Counts(**{name: outcomes.count(name) for name in ("created", "updated", "unchanged", "kept")})


def _load(office: Office, snapshot: dict[str, Any], wanted: str, record: LoadedRow, at: datetime) -> str:
    newest = CalendarVersion.objects.newest(office.pk)
    if newest is None:
        outcome = "created"
    elif _fingerprint(newest.snapshot) == wanted:
        return "unchanged"
    elif _fingerprint(newest.snapshot) == record.content_hash:
        outcome = "updated"
    else:
        return "kept"
    _record_version(office, snapshot, at)
    record.content_hash, record.loaded_at, record.fields = wanted, at, ["snapshot"]
    record.save()
    return outcome


def _record_version(office: Office, snapshot: dict[str, Any], at: datetime) -> None:
    # Proposals of people count in the numbering; they stay proposals.
    last = office.calendar_versions.order_by("-number").values_list("number", flat=True).first() or 0
    CalendarVersion.objects.create(
        office=office,
        number=last + 1,
        snapshot=snapshot,
        state=CalendarState.CONFIRMED,
        reason=REASON,
        proposed_at=at,
        recorded_at=at,
    )


def _fingerprint(snapshot: dict[str, Any]) -> str:
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
