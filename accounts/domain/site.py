"""What the frame of each page says about the city: offices, address, hours, colour, where to complain."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.calendars import work_calendar
from accounts.enums import OfficeKind
from accounts.models import CalendarVersion, Office
from core import formats
from core.workdays import Interval, WorkCalendar


@dataclass(frozen=True)
class Site:
    """Final texts, each may be empty."""

    name: str = "SEJARAS"
    government: str = ""
    tagline: str = ""
    brand: str = ""
    brand_version: str = ""
    crest_url: str = ""
    offices: str = ""
    address: str = ""
    hours: tuple[str, ...] = ()
    whatsapp_url: str = ""
    phone: str = ""
    email: str = ""
    complaint_url: str = ""
    version: str = ""


def site(*, complaint_url: str = "") -> Site:
    """The installation's own city: its health and licensing offices; without an office only the name is known."""
    offices = own_offices()
    if not offices:
        return Site(complaint_url=complaint_url)
    desk, health = offices[-1], offices[0]
    return Site(
        government=health.government or _("Pemerintah %(region)s") % {"region": health.region.name},
        brand=health.region.name.lower().removeprefix("kota ").replace(" ", "-"),
        brand_version=brand_version(health),
        crest_url=static(health.crest) if health.crest else "",
        offices=_(" dan ").join(office.short_name for office in offices),
        address=", ".join(filter(None, (desk.address, desk.city, desk.postal_code))),
        hours=tuple(hour_lines(desk, timezone.localdate(timezone=desk.zone))),
        whatsapp_url=whatsapp_url(desk.help_whatsapp),
        phone=desk.phone,
        email=desk.email,
        complaint_url=complaint_url,
    )


def own_offices() -> list[Office]:
    """The health office and the licensing office, those that are set up, in this order."""
    kinds = (OfficeKind.HEALTH, OfficeKind.LICENSING)
    rows = Office.objects.filter(kind__in=kinds).select_related("region").order_by("id")
    first = {office.kind: office for office in reversed(rows)}
    return [first[kind] for kind in kinds if kind in first]


def brand_version(office: Office) -> str:
    """Changes with the city's colour, so browsers fetch the stylesheet anew."""
    return hashlib.sha256(office.brand_hex.encode()).hexdigest()[:8]


def whatsapp_url(number: str) -> str:
    """Link that opens a chat with `number`; empty for none."""
    digits = "".join(filter(str.isdigit, number))
    return f"https://wa.me/{'62' + digits[1:] if digits.startswith('0') else digits}" if digits else ""


def hour_lines(office: Office, on: date) -> Sequence[str]:
    """Opening hours in the week of `on`, like `Senin–Kamis 07.30–12.00, 13.00–16.00 WIB`; closed days are left out.

    A holiday does not change the week's pattern: each weekday shows the hours of its next working day.
    """
    try:
        calendar = work_calendar(office)
    except CalendarVersion.DoesNotExist:
        return []
    week = [on - timedelta(days=on.weekday()) + timedelta(days=n) for n in range(7)]
    spoken = [(day, _spoken_hours(_usual_hours(calendar, day))) for day in week]
    zone = formats.zone_name(timezone.now(), office.zone)
    return [f"{days} {hours} {zone}" for days, hours in _grouped(spoken)]


def _usual_hours(calendar: WorkCalendar, day: date) -> Sequence[Interval]:
    """Hours of the next working day that falls on the weekday of `day`, within five weeks."""
    same_weekday = (day + timedelta(weeks=n) for n in range(5))
    return next((hours for on in same_weekday if (hours := calendar.intervals(on))), ())


def _spoken_hours(intervals: Sequence[Interval]) -> str:
    spoken = formats.clock_time
    return ", ".join(f"{spoken(start, start.tzinfo)}–{spoken(end, end.tzinfo)}" for start, end in intervals)


def _grouped(spoken: Sequence[tuple[date, str]]) -> list[tuple[str, str]]:
    """Neighbouring days with equal hours in one line."""
    groups: list[tuple[date, date, str]] = []
    for day, hours in spoken:
        if not hours:
            continue
        if groups and groups[-1][2] == hours and groups[-1][1] == day - timedelta(days=1):
            groups[-1] = (groups[-1][0], day, hours)
        else:
            groups.append((day, day, hours))
    return [(_span(first, last), hours) for first, last, hours in groups]


def _span(first: date, last: date) -> str:
    if first == last:
        return formats.weekday(first)
    return f"{formats.weekday(first)}–{formats.weekday(last)}"
