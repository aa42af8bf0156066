"""Leases for periodic work: two beats, or a clock that jumps, do no harm."""

from datetime import datetime, timedelta

from django.db.models import Q

from core.models import Lease


def take(name: str, *, at: datetime, lasting: timedelta) -> bool:
    """Take the lease `name` until `at + lasting`. False when somebody holds it.

    A lease that ends later than anybody could have taken it for was written under a wrong clock and is free.
    """
    until = at + lasting
    free = Q(until__lte=at) | Q(until__gt=at + 2 * lasting)
    if Lease.objects.filter(free, name=name).update(until=until):
        return True
    created: bool = Lease.objects.get_or_create(name=name, defaults={"until": until})[1]
    return created
