"""Calendars as the clocks read them: newest for open clocks, the recorded version for closed ones."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from accounts.models import CalendarVersion, Office
from core.workdays import WorkCalendar


@lru_cache(maxsize=64)
def _built(version_id: int, zone: str) -> WorkCalendar:
    # A confirmed version never changes, so its calendar may be kept for the life of the process.
    snapshot = CalendarVersion.objects.confirmed().values_list("snapshot", flat=True).get(pk=version_id)
    return WorkCalendar.from_snapshot(snapshot, ZoneInfo(zone))


def calendar_of_version(version_id: int, office: Office) -> WorkCalendar:
    """Return the calendar recorded as `version_id` in the zone of `office`.

    Raises CalendarVersion.DoesNotExist for one that is only proposed: it may still change.
    """
    return _built(version_id, office.time_zone)


def newest_version(office: Office) -> CalendarVersion:
    """Return the confirmed version open clocks use now; read from the database each time (trap 5).

    Raises CalendarVersion.DoesNotExist when the office has none.
    """
    version = CalendarVersion.objects.newest(office.pk)
    if version is None:
        raise CalendarVersion.DoesNotExist(office.code)
    return version


def work_calendar(office: Office, *, at: datetime | None = None) -> WorkCalendar:
    """Return the newest calendar of `office`, or the one known at `at`."""
    version = CalendarVersion.objects.known_at(office.pk, at) if at else newest_version(office)
    return calendar_of_version((version or newest_version(office)).pk, office)


def forget_calendars() -> None:
    """Drop built calendars; for tests that roll versions back."""
    _built.cache_clear()
