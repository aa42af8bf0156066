"""A breaker per outside system: after some failures in a row, one call at a time and never more than one a second.

State is a row, so all processes share it.
"""

from datetime import datetime, timedelta

from django.db.models import F

from core.models import Neighbour

TOLERATED = 3
SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(seconds=30)


def wait_until(name: str, *, at: datetime) -> datetime | None:
    """None when a call may go out now, else the moment to ask again.

    While the breaker is open the caller who finds its pause over takes the one probe; others wait a pause more.
    """
    neighbour = Neighbour.objects.filter(name=name, failures__gte=TOLERATED).first()
    if neighbour is None or neighbour.open_until is None:
        return None
    if neighbour.open_until > at:
        return neighbour.open_until
    until = at + pause(neighbour.failures)
    probing = Neighbour.objects.filter(name=name, open_until=neighbour.open_until).update(open_until=until)
    return None if probing else until


def trip(name: str, *, at: datetime) -> datetime:
    """Count a failure; returns when the next call makes sense."""
    Neighbour.objects.get_or_create(name=name)
    Neighbour.objects.filter(name=name).update(failures=F("failures") + 1)
    failures = Neighbour.objects.values_list("failures", flat=True).get(name=name)
    until = at + pause(failures)
    Neighbour.objects.filter(name=name).update(open_until=until)
    return until


def close(name: str) -> None:
    """A call went through: everything may flow again."""
    Neighbour.objects.filter(name=name, failures__gt=0).update(failures=0, open_until=None)


def pause(failures: int) -> timedelta:
    """Doubles with each failure beyond the tolerated ones, from one second to half a minute."""
    doublings = min(max(0, failures - TOLERATED), 10)
    return min(SHORTEST * (1 << doublings), LONGEST)
