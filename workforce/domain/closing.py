"""What the closing of a facility does to the people placed there, and who they are before it is decided."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from facilities.domain.changes import office_of
from facilities.domain.closing import Concern, open_closure
from facilities.models import Facility, FacilityClosure
from workforce.models import Placement

DAY = timedelta(days=1)
NAMES_SHOWN = 8


def end_placements(facility: Facility, *, on: date, reason: str, by: User | None, at: datetime) -> int:
    """End every placement that reaches `on`, the first day closed; those that begin later never take place."""
    closure = open_closure(facility)
    rows = Placement.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), facility=facility)
    ended = rows.filter(starts_on__lt=on).update(ends_on=on - DAY, end_reason=reason[:200], ended_by_closure=closure)
    for row in rows.filter(starts_on__gte=on).select_related("practitioner"):
        # A placement that lies ahead never takes place; the audit row is its trace.
        audit.record(
            action="placement.cancel", by=by, obj=row.practitioner, office=office_of(facility), reason=reason,
            payload={"facility": facility.code, "from": row.starts_on.isoformat()}, at=at,
        )  # fmt: skip
        row.delete()
        ended += 1
    return ended


def restore_placements(closure: FacilityClosure) -> int:
    """Open again what a closure ended that never took effect."""
    return Placement.objects.filter(ended_by_closure=closure).update(ends_on=None, end_reason="", ended_by_closure=None)


def concerned(facility: Facility, *, on: date) -> list[Concern]:
    """Return the people placed there on `on`, as one concern."""
    rows = Placement.objects.in_force(on).filter(facility=facility)
    count = rows.values("practitioner__person").distinct().count()
    if not count:
        return []
    names = rows.order_by("practitioner__person__name").values_list("practitioner__person__name", flat=True).distinct()
    return [
        Concern(
            "placements",
            _("Tenaga yang penempatannya berakhir"),
            count,
            tuple(names[:NAMES_SHOWN]),
            f"{reverse('practitioner_list')}?facility={facility.public_id}",
        )
    ]
