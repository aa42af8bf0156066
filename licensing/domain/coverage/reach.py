"""How far into coverage somebody sees, by the `hlc_read` row of the permission matrix."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.domain.offices import home_office
from accounts.enums import Role
from accounts.models import Office
from accounts.rules import viewer_of
from facilities.models import Facility
from licensing.domain.coverage.counting import CITY_CODE, Cut

ROWS = frozenset("DSF")


@dataclass(frozen=True)
class Reach:
    """`region` is the code everything lies in; `facilities` the own ones (None = all of the region).

    Without `rows` there are counts only, small ones hidden. With `rows` but without `names` lists hold no name.
    """

    region: str
    facilities: frozenset[int] | None
    rows: bool
    names: bool

    @property
    def is_wide(self) -> bool:
        """Tell whether this is more than one city, where the summary answers (an own facility is not).

        An office of a province (cell D) reads its own province so, whole; in one city of it the registers answer.
        """
        return len(self.region) < CITY_CODE and self.facilities is None

    def inside(self, city: str) -> "Reach":
        """Return the reach narrowed to one city of a wide region; the same where that is none of it, or counts only."""
        is_part = len(city) == CITY_CODE and city.startswith(self.region)
        return replace(self, region=city) if self.rows and self.is_wide and is_part else self

    def cut(self, on: date) -> Cut:
        """Return everything within reach on a day."""
        return Cut(on, areas=(self.region,), facilities=self.facilities)


def reach_of(user: Any, *, office: Office | None = None) -> Reach:
    """Return the widest reach of the roles at work. Ask `may(user, "hlc_read")` first.

    `office` is the installation's own, for whoever has read it already.
    """
    viewer = viewer_of(user)
    scopes = viewer.scopes("hlc_read")
    office = office or home_office()
    home = office.region_id
    names = any(scope.cell.scope in ROWS for scope in viewer.scopes("people_read"))
    for scope in scopes:
        if scope.cell.scope in ("D", "S"):
            return Reach(scope.region_code or home, None, rows=True, names=names and not viewer.client_id)
    if any(scope.cell.scope == "F" for scope in scopes):
        return Reach("", own_facilities(viewer.user_id, office), rows=True, names=names)
    counted = next((scope for scope in scopes if scope.cell.scope == "N"), None)
    if counted is not None and counted.role == Role.NATIONAL:
        return Reach("", None, rows=False, names=False)
    return Reach((counted.region_code if counted else "") or home, None, rows=False, names=False)


def own_facilities(user_id: int | None, office: Office) -> frozenset[int]:
    """Return the primary keys of the facilities somebody answers for today, with their network."""
    today = timezone.now().astimezone(office.zone).date()
    rows = Facility.objects.looked_after_by(user_id or 0, today)
    return frozenset(rows.values_list("pk", flat=True))
