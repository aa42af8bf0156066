"""Changing an office's working calendar: one proposes, another confirms, open clocks then move (DECISIONS 14).

A change is a plain dict, kept on the version beside the whole snapshot it leads to:

* `{"kind": "add_holiday", "date": "2026-01-26", "type": "cuti_bersama", "name": "…"}`
* `{"kind": "remove_holiday", "date": "2026-01-26"}`
* `{"kind": "change_hours", "pattern": "normal", "label": "…", "valid_from": "2026-02-01", "valid_until": null,
  "hours": [{"weekday": 1, "open": "07:30", "close": "12:00"}, …]}`
* `{"kind": "announce_ramadan", "starts_on": "2026-02-19", "ends_on": "2026-03-20"}`: the hours of the newest
  Ramadan pattern hold in those dates
* `{"kind": "confirm_year", "year": 2027}`
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.domain.acting import confirmers, offices_of
from accounts.domain.messages import tell
from accounts.enums import CalendarState
from accounts.exceptions import AlreadyDecided, CalendarUnclear, SecondPersonNeeded
from accounts.models import CalendarVersion, Office, User
from accounts.signals import calendar_confirmed
from core import audit
from core.exceptions import NotAllowed, NotFound
from core.workdays import BadSnapshotError, WorkCalendar

Snapshot = dict[str, Any]
Change = Mapping[str, Any]
HOLIDAY_TYPES = ("libur_nasional", "cuti_bersama", "pemilu", "lokal")
RAMADAN = "ramadan"


@transaction.atomic
def propose(office: Office, change: Change, *, reason: str, by: User, at: datetime) -> CalendarVersion:
    """Write the version this change would make, for another person to confirm. Raises CalendarUnclear, NotAllowed."""
    if not offices_of(by, "change_propose").filter(pk=office.pk).exists():
        raise NotAllowed
    # Numbers are given one after the other: two proposals at once must not meet on one.
    Office.objects.select_for_update().get(pk=office.pk)
    rows = CalendarVersion.objects.filter(office=office)
    number = (rows.aggregate(Max("number"))["number__max"] or 0) + 1
    version = CalendarVersion.objects.create(
        office=office,
        number=number,
        snapshot=snapshot_after(office, change),
        change=dict(change),
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record(
        action="calendar.propose", by=by, obj=version, office=office, reason=reason, payload=dict(change), at=at
    )
    for head in confirmers(office, at=at).exclude(pk=by.pk):
        _tell_waiting(version, head, at=at)
    return version


def snapshot_after(office: Office, change: Change) -> Snapshot:
    """Return the newest confirmed snapshot of `office` with `change` applied. Raises CalendarUnclear."""
    newest = CalendarVersion.objects.newest(office.pk)
    snapshot: Snapshot = deepcopy(newest.snapshot) if newest else {"holidays": [], "hours": [], "confirmed_years": []}
    return changed(snapshot, change, office=office)


def changed(snapshot: Snapshot, change: Change, *, office: Office) -> Snapshot:
    """Return `snapshot` with `change` applied, checked as a whole. Raises CalendarUnclear."""
    apply = _CHANGES.get(str(change.get("kind")))
    if apply is None:
        raise _unclear(_("jenis perubahan tidak dikenal."))
    try:
        result = apply(snapshot, change)
        if result["hours"]:
            WorkCalendar.from_snapshot(result, office.zone)  # type: ignore[arg-type]
    except BadSnapshotError as error:
        raise _unclear(_("jam kerja tumpang tindih atau terbalik.")) from error
    except (KeyError, ValueError, TypeError) as error:
        raise _unclear(_("tanggal, hari, atau jam tidak lengkap.")) from error
    return result


def _unclear(why: str) -> CalendarUnclear:
    return CalendarUnclear(params={"why": why})


@transaction.atomic
def confirm(version_id: int, *, by: User, at: datetime, moved_count: int | None = None) -> CalendarVersion:
    """Put a version into force and send `calendar_confirmed`, so that open clocks move in this transaction.

    The snapshot is made anew from the newest calendar: what was confirmed since the proposal stays.
    Raises NotFound, AlreadyDecided, SecondPersonNeeded or CalendarUnclear.
    """
    version = _proposed(version_id, by)
    version.snapshot = snapshot_after(version.office, version.change)
    version.number = _next_number(version)
    version.state, version.recorded_by, version.recorded_at = CalendarState.CONFIRMED, by, at
    version.moved_count = moved_count
    version.save()
    audit.record(
        action="calendar.confirm",
        by=by,
        obj=version,
        office=version.office,
        reason=version.reason,
        payload=dict(version.change),
        at=at,
    )
    calendar_confirmed.send(sender=CalendarVersion, version=version, by=by, at=at)
    return version


@transaction.atomic
def reject(version_id: int, *, by: User, reason: str, at: datetime) -> CalendarVersion:
    """Turn a proposal down. Raises NotFound, AlreadyDecided or SecondPersonNeeded."""
    version = _proposed(version_id, by)
    version.state, version.recorded_by, version.recorded_at = CalendarState.REJECTED, by, at
    version.save(update_fields=["state", "recorded_by", "recorded_at"])
    audit.record(action="calendar.reject", by=by, obj=version, office=version.office, reason=reason, at=at)
    return version


def _proposed(version_id: int, by: User) -> CalendarVersion:
    mine = CalendarVersion.objects.filter(office__in=offices_of(by, "change_confirm"))
    version = mine.select_related("office").filter(pk=version_id).first()
    if version is None:
        raise NotFound
    # The office is locked, as in `propose`: confirming is one after the other as well.
    Office.objects.select_for_update().get(pk=version.office_id)
    version.refresh_from_db(fields=["state"])
    if version.state != CalendarState.PROPOSED:
        raise AlreadyDecided
    if version.proposed_by_id == by.pk:
        raise SecondPersonNeeded
    return version


def _next_number(version: CalendarVersion) -> int:
    """The version's own number, or a new one when a later proposal was confirmed before it."""
    confirmed = CalendarVersion.objects.confirmed().filter(office=version.office)
    newest = confirmed.aggregate(Max("number"))["number__max"] or 0
    if version.number > newest:
        return version.number
    everything = CalendarVersion.objects.filter(office=version.office)
    return int(everything.aggregate(Max("number"))["number__max"]) + 1


def _tell_waiting(version: CalendarVersion, head: User, *, at: datetime) -> None:
    tell(
        "CHANGE_WAITING",
        user=head,
        params={
            "hal": _("kalender kerja %(office)s") % {"office": version.office.short_name},
            "tanggal": _first_day(version.change, at),
        },
        link=_calendar_url(),
        dedupe_key=f"calendar-waiting:{version.pk}:{head.pk}",
        at=at,
    )


def _first_day(change: Change, at: datetime) -> date:
    text = change.get("date") or change.get("valid_from") or change.get("starts_on")
    return date.fromisoformat(text) if text else at.date()


def _calendar_url() -> str:
    try:
        return reverse("calendar_detail")
    except NoReverseMatch:
        return reverse("home")


# --- one function per kind: snapshot and change in, snapshot out ----------------------------------------------


def _add_holiday(snapshot: Snapshot, change: Change) -> Snapshot:
    on = date.fromisoformat(change["date"]).isoformat()
    if change["type"] not in HOLIDAY_TYPES:
        raise _unclear(_("jenis hari libur tidak dikenal."))
    if not str(change["name"]).strip():
        raise _unclear(_("nama hari libur kosong."))
    if any(row["date"] == on for row in snapshot["holidays"]):
        raise _unclear(_("tanggal itu sudah libur."))
    row = {"date": on, "kind": change["type"], "name": change["name"], "confidence": "decree"}
    holidays = sorted([*snapshot["holidays"], row], key=lambda holiday: holiday["date"])
    return {**snapshot, "holidays": holidays}


def _remove_holiday(snapshot: Snapshot, change: Change) -> Snapshot:
    on = date.fromisoformat(change["date"]).isoformat()
    kept = [row for row in snapshot["holidays"] if row["date"] != on]
    if len(kept) == len(snapshot["holidays"]):
        raise _unclear(_("tanggal itu bukan hari libur."))
    return {**snapshot, "holidays": kept}


def _change_hours(snapshot: Snapshot, change: Change) -> Snapshot:
    start = date.fromisoformat(change["valid_from"]).isoformat()
    end = date.fromisoformat(change["valid_until"]).isoformat() if change.get("valid_until") else None
    if end is not None and end < start:
        raise _unclear(_("tanggal akhir mendahului tanggal mulai."))
    if not change["hours"]:
        raise _unclear(_("tidak ada jam kerja."))
    common = {"pattern": change["pattern"], "label": change["label"], "valid_from": start, "valid_until": end}
    rows = [
        {**common, "weekday": int(row["weekday"]), "open": row["open"], "close": row["close"]}
        for row in change["hours"]
    ]
    same = (change["pattern"], start)
    kept = [row for row in snapshot["hours"] if (row["pattern"], row["valid_from"]) != same]
    return {**snapshot, "hours": [*kept, *rows]}


def _announce_ramadan(snapshot: Snapshot, change: Change) -> Snapshot:
    patterns = [row for row in snapshot["hours"] if row["pattern"].startswith(RAMADAN)]
    if not patterns:
        raise _unclear(_("pola jam kerja Ramadan belum ada; usulkan jam kerjanya."))
    newest = max(row["valid_from"] for row in patterns)
    model = [row for row in patterns if row["valid_from"] == newest]
    year = date.fromisoformat(change["starts_on"]).year
    # An earlier guess for the same year is replaced by the announcement.
    others = [row for row in snapshot["hours"] if not _is_ramadan_of(row, year)]
    announced = {
        "pattern": model[0]["pattern"],
        "label": model[0]["label"],
        "valid_from": change["starts_on"],
        "valid_until": change["ends_on"],
        "hours": model,
    }
    return _change_hours({**snapshot, "hours": others}, announced)


def _is_ramadan_of(row: Mapping[str, Any], year: int) -> bool:
    return bool(row["pattern"].startswith(RAMADAN) and row["valid_from"].startswith(str(year)))


def _confirm_year(snapshot: Snapshot, change: Change) -> Snapshot:
    year = int(change["year"])
    if year in snapshot["confirmed_years"]:
        raise _unclear(_("tahun itu sudah ditetapkan."))
    holidays = [
        {**row, "confidence": "decree"} if row["date"].startswith(str(year)) else row for row in snapshot["holidays"]
    ]
    return {**snapshot, "holidays": holidays, "confirmed_years": sorted([*snapshot["confirmed_years"], year])}


_CHANGES: dict[str, Callable[[Snapshot, Change], Snapshot]] = {
    "add_holiday": _add_holiday,
    "remove_holiday": _remove_holiday,
    "change_hours": _change_hours,
    "announce_ramadan": _announce_ramadan,
    "confirm_year": _confirm_year,
}
