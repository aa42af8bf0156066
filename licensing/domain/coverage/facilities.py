"""Coverage of facilities and businesses: all the licences each is obliged to hold, on one date.

What a facility must hold is its own `obligatory_types`. A city has hundreds of facilities, so their few facts are
read in three statements and judged here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from facilities.models import Facility
from licensing.domain.coverage.counting import CITY_CODE, DISTRICT_CODE, PROVINCE_CODE, Cut, Figure, Key, open_files
from licensing.enums import ENDING_DAYS, CoverageList
from licensing.models import Licence

# Facility, type, last day, and whether in force on the day looked at; the same licence may come several times.
Begun = tuple[int, str, date | None, bool]


@dataclass(frozen=True)
class FacilityStanding:
    """One obliged facility on the day of a cut. `ends` maps each type in force to its last day (None = no end)."""

    facility: Facility
    on: date
    ends: dict[str, date | None]
    had: frozenset[str]
    filed: frozenset[str]

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Codes of obligatory types without a licence in force."""
        return tuple(code for code in self.facility.obligatory_types if code not in self.ends)

    @property
    def first_end(self) -> date | None:
        """The nearest last day of an obligatory licence in force."""
        return min(filter(None, (self.ends.get(code) for code in self.facility.obligatory_types)), default=None)

    @property
    def tone(self) -> str:
        """Return held, ending (within 90 days), expired or missing."""
        if self.lacking:
            return "expired" if self.belongs(CoverageList.EXPIRED) else "missing"
        return "ending" if self.belongs(CoverageList.ENDING_90) else "held"

    def belongs(self, which: CoverageList | str) -> bool:
        """Tell whether the facility stands in a list."""
        if which in ENDING_DAYS:
            until = self.on + timedelta(days=ENDING_DAYS[CoverageList(which)])
            ending = {
                code
                for code in self.facility.obligatory_types
                if (end := self.ends.get(code)) is not None and end <= until
            }
            return bool(ending - self.filed if which == CoverageList.UNFILED_90 else ending)
        had = any(code in self.had for code in self.lacking)
        return {
            CoverageList.OBLIGED: True,
            CoverageList.HELD: not self.lacking,
            CoverageList.LACKING: bool(self.lacking),
            CoverageList.EXPIRED: had,
            CoverageList.MISSING: bool(self.lacking) and not had,
            CoverageList.IN_PROCESS: any(code in self.filed for code in self.lacking),
        }[CoverageList(which)]

    def group(self, name: str) -> str:
        """Return the value of the facility for a group of `coverage.GROUPS`; there is none by profession."""
        region = self.facility.region_id
        return {
            "facility": self.facility.public_id,
            "kind": self.facility.kind,
            "ownership": self.facility.ownership,
            "province": region[:PROVINCE_CODE],
            "city": region[:CITY_CODE],
            "kecamatan": region[:DISTRICT_CODE],
            "kelurahan": region,
        }.get(name, "")


def standings(cut: Cut) -> list[FacilityStanding]:
    """Return the obliged facilities inside the cut with their licences on its day, by name."""
    rows = Facility.objects.active(cut.on).filter(cut.places()).select_related("region").order_by("name", "pk")
    return judged(cut, rows, _begun(cut))


def judged(cut: Cut, rows: Iterable[Facility], licences: Iterable[Begun]) -> list[FacilityStanding]:
    """Return how the obliged of some open facilities stand, by the licences that began by the day of the cut."""
    ends, had = _types(licences)
    filed = _by_facility(
        open_files(cut.on)
        .filter(cut.places("place__"), place__isnull=False)
        .order_by()
        .values_list("place_id", "type__code")
    )
    nothing: frozenset[str] = frozenset()
    return [
        FacilityStanding(row, cut.on, ends.get(row.pk, {}), frozenset(had.get(row.pk, ())), filed.get(row.pk, nothing))
        for row in rows
        if row.obligatory_types
    ]


def _held_in(cut: Cut) -> Q:
    return Q(holder_facility__isnull=False) & cut.places("holder_facility__")


def _begun(cut: Cut) -> Iterable[Begun]:
    """The licences of facilities that began by the day of the cut; one statement."""
    in_force = Licence.objects.in_force(cut.on).filter(pk=OuterRef("pk"))
    rows = Licence.objects.filter(_held_in(cut), starts_on__lte=cut.on).annotate(holds=Exists(in_force)).order_by()
    for pk, code, end, holds in rows.values_list("holder_facility_id", "type_code", "ends_on", "holds"):
        yield pk or 0, code, end, holds


def _types(licences: Iterable[Begun]) -> tuple[dict[int, dict[str, date | None]], dict[int, set[str]]]:
    """Return by facility the last day of each type in force, and the types it ever held."""
    ends: dict[int, dict[str, date | None]] = {}
    had: dict[int, set[str]] = {}
    for pk, code, end, holds in licences:
        had.setdefault(pk, set()).add(code)
        if holds:
            held = ends.setdefault(pk, {})
            is_open = end is None or (code in held and held[code] is None)
            held[code] = None if is_open or end is None else max(end, held.get(code) or end)
    return ends, had


def _by_facility(rows: Iterable[tuple[int | None, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for pk, code in rows:
        found.setdefault(pk or 0, set()).add(code)
    return {pk: frozenset(codes) for pk, codes in found.items()}


def listed(rows: Iterable[FacilityStanding], which: CoverageList | str) -> list[FacilityStanding]:
    """Return the facilities of a list."""
    return [row for row in rows if row.belongs(which)]


def figures(
    rows: Iterable[FacilityStanding], *, by: Sequence[str] = (), lists: Iterable[CoverageList] = ()
) -> dict[Key, Figure]:
    """Return the figures of facilities by groups; without `by` the only key is the empty tuple."""
    groups: dict[Key, list[FacilityStanding]] = {}
    for row in rows:
        groups.setdefault(tuple(row.group(name) for name in by), []).append(row)
    wanted = tuple(lists)
    return {
        key: Figure(len(found), _count(found, CoverageList.HELD), {which: _count(found, which) for which in wanted})
        for key, found in groups.items()
    }


def _count(rows: Iterator[FacilityStanding] | list[FacilityStanding], which: CoverageList) -> int:
    return sum(row.belongs(which) for row in rows)
