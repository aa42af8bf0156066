"""`/calendar/`: office days and promised moments, for everybody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import ReservedWords
from accounts.api.views import PublicView, conditional
from accounts.domain.calendars import work_calendar
from accounts.domain.offices import home_office
from accounts.models import Office
from core.workdays import OutsideCalendarError

LONGEST = timedelta(days=400)
MOST_DAYS = 400


class CalendarQuery(ReservedWords, serializers.Serializer[Any]):
    """Which days, of which office (code; the installation's own health office when left out)."""

    from_ = serializers.DateField()
    to = serializers.DateField()
    office = serializers.CharField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """At most 400 days at once."""
        if not attrs["from"] <= attrs["to"] <= attrs["from"] + LONGEST:
            raise ValidationError({"to": [ErrorDetail(_("Paling banyak 400 hari, berurutan."), code="range_invalid")]})
        return attrs


class DueQuery(serializers.Serializer[Any]):
    """From when, how many working days, with which pauses."""

    start = serializers.CharField(help_text="Instant with offset.")
    working_days = serializers.DecimalField(max_digits=7, decimal_places=3, min_value=0, max_value=MOST_DAYS)
    pauses = serializers.CharField(required=False, help_text="START/END, separated by commas.")
    office = serializers.CharField(required=False)

    def validate_start(self, text: str) -> datetime:
        """Read one instant."""
        return instant(text)

    def validate_pauses(self, text: str) -> list[tuple[datetime, datetime]]:
        """Read pairs of instants."""
        return [_pause(pair) for pair in text.split(",") if pair]


def instant(text: str) -> datetime:
    """Read an RFC 3339 instant with offset; a plus sign that became a space in the address is put back."""
    try:
        found = parse_datetime(text.strip().replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or not is_aware(found):
        raise ValidationError(_("Tulis waktu dengan selisih zona, misalnya 2026-01-13T10:00:00+07:00."), code="instant")
    return found


def _pause(pair: str) -> tuple[datetime, datetime]:
    start, _slash, end = pair.partition("/")
    return instant(start), instant(end)


class IntervalSerializer(ReservedWords, serializers.Serializer[Any]):
    """One opening of the office."""

    from_ = serializers.DateTimeField(source="start")
    to = serializers.DateTimeField(source="end")


class DaySerializer(serializers.Serializer[Any]):
    """One date."""

    date = serializers.DateField(source="on")
    working = serializers.BooleanField()
    intervals = IntervalSerializer(many=True)
    holiday = serializers.CharField(help_text="Empty on other days.")
    label = serializers.CharField(help_text="Name of the hours in force.")  # type: ignore[assignment]  # a member of the answer
    source = serializers.CharField()  # type: ignore[assignment]  # a member of the answer
    provisional = serializers.BooleanField(help_text="The decree of that year is not out yet.")


class CalendarSerializer(serializers.Serializer[Any]):
    """The days of one office."""

    office = serializers.CharField()
    time_zone = serializers.CharField()
    results = DaySerializer(many=True)


class StretchSerializer(ReservedWords, serializers.Serializer[Any]):
    """One stretch of the explanation."""

    from_ = serializers.DateTimeField(source="start")
    to = serializers.DateTimeField(source="end")
    fraction = serializers.FloatField(help_text="Of a working day.")
    note = serializers.CharField()


class DueSerializer(serializers.Serializer[Any]):
    """What a promise comes to."""

    office = serializers.CharField()
    starts_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    outer_limit_at = serializers.DateTimeField(allow_null=True)
    used = serializers.FloatField()
    provisional = serializers.BooleanField()
    explanation = StretchSerializer(source="stretches", many=True)


def chosen_office(code: str) -> Office:
    """Return the office of a code, or the installation's own; an unknown one is 400 with its name."""
    if not code:
        return home_office()
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise ValidationError(
            {"office": [ErrorDetail(_("Perangkat daerah ini tidak dikenal."), code="office_unknown")]}
        )
    return found


def _dates(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _refuse_outside(error: Exception) -> ValidationError:
    return ValidationError({"start": [ErrorDetail(str(error), code="outside_calendar")]})


class CalendarDays(PublicView):
    """Days."""

    query_parameters = ("from", "to", "office")

    @extend_schema(
        operation_id="calendar_days", parameters=[CalendarQuery], responses=CalendarSerializer, tags=["calendar"]
    )
    def get(self, request: Request) -> Response:
        """Each date: working or not, its opening intervals, the holiday and where it is written."""
        query = CalendarQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        data = query.validated_data
        office = chosen_office(data.get("office", ""))
        calendar = work_calendar(office)
        try:
            days = [calendar.day(on) for on in _dates(data["from"], data["to"])]
        except OutsideCalendarError as error:
            raise _refuse_outside(error) from error
        found = {"office": office.code, "time_zone": office.time_zone, "results": days}
        return conditional(request, CalendarSerializer(found).data)


class CalendarDue(PublicView):
    """Promised moments."""

    query_parameters = ("start", "working_days", "pauses", "office")

    @extend_schema(operation_id="calendar_due", parameters=[DueQuery], responses=DueSerializer, tags=["calendar"])
    def get(self, request: Request) -> Response:
        """When a number of working days from an instant is over, and why."""
        query = DueQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        data = query.validated_data
        office = chosen_office(data.get("office", ""))
        try:
            promise = work_calendar(office).promise(
                data["start"], Fraction(data["working_days"]), data.get("pauses", ())
            )
        except ValueError as error:
            raise _refuse_outside(error) from error
        values = {name: getattr(promise, name) for name in promise.__slots__}
        return conditional(request, DueSerializer({"office": office.code, **values}).data)
