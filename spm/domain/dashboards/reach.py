"""Which areas somebody may ask about, and how much of them is shown: the levels of access of the ILP dashboards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.domain.offices import home_office
from accounts.models import Region
from accounts.rules import Scope, viewer_of
from facilities.models import Facility
from spm.domain.dashboards.cut import PROVINCE_CODE, Area
from spm.domain.places import PUSKESMAS, area_of, puskesmas_for
from spm.domain.reading import reaches
from spm.enums import Level
from spm.exceptions import NotYours
from spm.models import Value

ACTION = "dashboard_read"
_WIDTH = {"D": 3, "S": 3, "N": 2, "W": 1, "A": 0}


@dataclass(frozen=True)
class Reach:
    """`top` is the widest area; `owns` tells whose small counts may be seen there.

    City and Puskesmas own their figures; of sensitive indicators only the Puskesmas does (`owns_all`). Above the
    city, and for the public, small counts are hidden. `has_places` allows what lies below the area, `has_groups`
    the choice of groups and months: the public has the year of the home city and nothing else.
    """

    top: Area
    owns: bool
    owns_all: bool
    has_places: bool
    has_groups: bool
    user: Any = None

    def figures(self, area: Area) -> Any:
        """What holds now in an area and may stand in sums for this person."""
        rows = Value.objects.current()
        if self.has_places:
            rows = rows.countable_by(self.user)
        return rows.of_network([area.facility.pk]) if area.facility else rows.inside(area.code)

    def records(self, area: Area) -> Any:
        """Single figures, old versions too, where this person may open them."""
        if not self.owns:
            return Value.objects.none()
        rows = Value.objects.visible_to(self.user)
        return rows.of_network([area.facility.pk]) if area.facility else rows.inside(area.code)


def reach_of(user: Any) -> Reach:
    """The widest reach of the roles at work. Ask `may(user, "dashboard_read")` first; raises NotYours."""
    scopes = sorted(viewer_of(user).scopes(ACTION), key=lambda scope: -_WIDTH.get(scope.cell.scope, 0))
    if not scopes:
        raise NotYours
    scope = scopes[0]
    letter = scope.cell.scope
    if letter == "W":
        return Reach(_first_puskesmas(user), owns=True, owns_all=True, has_places=True, has_groups=True, user=user)
    if letter == "A":
        top = _area(home_office().region_id)
        return Reach(top, owns=False, owns_all=False, has_places=False, has_groups=False, user=user)
    top = _area(_code(scope))
    owns = top.level == Level.CITY and letter in "DS"
    return Reach(top, owns=owns, owns_all=False, has_places=True, has_groups=True, user=user)


def _code(scope: Scope) -> str:
    if scope.cell.scope == "N" and scope.role == "national":
        return ""
    return area_of(scope.region_code or home_office().region_id)


def _area(code: str) -> Area:
    if not code:
        return Area(Level.NATIONAL, "", "Indonesia")
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise NotYours
    return Area(Level.PROVINCE if len(code) <= PROVINCE_CODE else Level.CITY, code, region.name)


def _first_puskesmas(user: Any) -> Area:
    facility = puskesmas_for(user, ACTION).first()
    if facility is None:
        raise NotYours
    return _of(facility)


def _of(facility: Facility) -> Area:
    return Area(Level.PUSKESMAS, area_of(facility.region_id), facility.name, facility)


def area_for(reach: Reach, *, code: str, unit: str) -> Area:
    """The area asked for, within reach. Raises NotYours: another area, or a Puskesmas for who has sums of cities."""
    top = reach.top
    if unit:
        if not reach.owns:
            raise NotYours
        facility = puskesmas_for(reach.user, ACTION).filter(public_id=unit).first()
        if facility is None:
            raise NotYours
        return _of(facility)
    if not code or code == top.code:
        return top
    if top.level in (Level.CITY, Level.PUSKESMAS) or not reaches(top.code, code) or code != area_of(code):
        raise NotYours
    return _area(code)


@dataclass(frozen=True)
class Below:
    """A place below an area: its name, and the `wilayah` or `unit` that asks about it alone (empty: nobody may)."""

    name: str
    code: str = ""
    unit: str = ""


def below(area: Area, keys: Iterable[Any]) -> dict[Any, Below]:
    """The places that counting names by `keys`, by name; one query. Figures of the area itself come last."""
    if area.level in (Level.NATIONAL, Level.PROVINCE):
        rows = Region.objects.filter(pk__in=list(keys)).values_list("pk", "name")
        found: dict[Any, Below] = {code: Below(name, code if code != area.code else "") for code, name in rows}
    else:
        units = Facility.objects.filter(pk__in=[key for key in keys if key])
        found = {
            pk: Below(name, "", public_id if kind == PUSKESMAS else "")
            for pk, name, public_id, kind in units.values_list("pk", "name", "public_id", "kind")
        }
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == area.code, pair[1].name)))
