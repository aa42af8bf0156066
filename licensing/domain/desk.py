"""The desk's own view of time and sight: how much office time a file has left, and who has looked at it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.domain.calendars import calendar_of_version
from accounts.models import CalendarVersion, Office
from core.workdays import StretchKind, WorkCalendar
from licensing.domain.clocks import office_of
from licensing.enums import ClockName
from licensing.models import Application
from licensing.rules import Actor

LOOK_AHEAD = timedelta(days=30)


@dataclass
class DeskClock:
    """Office time left until stored due moments, with one query for all calendars however many rows are shown."""

    at: datetime
    versions: dict[int, int] = field(default_factory=dict)

    def calendar(self, office: Office) -> WorkCalendar:
        """The newest calendar of an office. Raises CalendarVersion.DoesNotExist when it has none."""
        if not self.versions:
            rows = CalendarVersion.objects.confirmed().order_by("office_id", "number")
            self.versions = dict(rows.values_list("office_id", "pk"))
        if office.pk not in self.versions:
            raise CalendarVersion.DoesNotExist(office.code)
        return calendar_of_version(self.versions[office.pk], office)

    def minutes_left(self, application: Application) -> int | None:
        """Office minutes until the earliest promise; negative when it is over, None when no clock runs."""
        if application.due_at is None or not application.due_clock:
            return None
        calendar = self.calendar(office_of(application, ClockName(application.due_clock)))
        if application.due_at >= self.at:
            return int(calendar.open_time(self.at, application.due_at).total_seconds() // 60)
        return -int(calendar.open_time(application.due_at, self.at).total_seconds() // 60)

    def after(self, office: Office, wanted: timedelta) -> datetime:
        """The moment at which `wanted` office time has passed from now on."""
        left = wanted
        for stretch in self.calendar(office).stretches(self.at, self.at + LOOK_AHEAD):
            if stretch.kind is not StretchKind.OPEN:
                continue
            if stretch.open_time >= left:
                return stretch.start + left
            left -= stretch.open_time
        return self.at + LOOK_AHEAD


def mark_seen(application: Application, *, by: Actor, at: datetime) -> None:
    """Note that an officer has looked at a file nobody had opened in this round; the first look stays."""
    if application.handler_id not in (None, by.user_id):
        return
    seen = Application.objects.filter(pk=application.pk, handler_seen_at__isnull=True)
    # Not a move: version and ledger stay as they are, and `updated_at` too.
    if seen.update(handler_seen_at=at):
        application.handler_seen_at = at
