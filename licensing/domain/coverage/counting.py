"""Health licensing coverage (HLC) on one date: cuts, lists and figures of persons and placements.

Definition: roles.md section 5, DECISIONS 20 and 21. Inside a cut only the placements inside that cut count, for
numerator and denominator alike. Every figure is the length of `listed(...)` with the same arguments. Facilities are
counted in `facilities` beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db import connections
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr
from django.utils import timezone

from facilities.enums import ClosureKind
from facilities.models import FacilityClosure
from licensing.enums import ENDING_DAYS, CoverageList, CoverageMeasure
from licensing.models import Application, Licence
from workforce.models import Placement

DISTRICT_CODE, CITY_CODE, PROVINCE_CODE = 8, 5, 2  # lengths of Kemendagri codes
PERSON: Final = "practitioner__person"


@dataclass(frozen=True)
class Cut:
    """What is looked at: one day, and the placements or facilities inside all that is set.

    `areas` are codes of regions, each narrowing the others; `facilities` are primary keys (None = any),
    `facility` is a public id. Empty texts do not narrow.
    """

    on: date
    areas: tuple[str, ...] = ()
    facilities: frozenset[int] | None = None
    profession: str = ""
    facility: str = ""
    kind: str = ""
    ownership: str = ""

    def within(self, **changes: Any) -> "Cut":
        """Return the same cut with something changed."""
        return replace(self, **changes)

    def inside(self, area: str) -> "Cut":
        """Return the cut narrowed to a region as well."""
        return replace(self, areas=(*self.areas, area))

    def places(self, prefix: str = "") -> Q:
        """Return the condition on facilities, reached by `prefix` (for example `facility__`)."""
        found = Q()
        for area in filter(None, self.areas):
            code = f"{prefix}region__code"
            found &= Q(**{code: area}) | Q(**{f"{code}__startswith": f"{area}."})
        for name in ("kind", "ownership"):
            if getattr(self, name):
                found &= Q(**{f"{prefix}{name}": getattr(self, name)})
        if self.facility:
            found &= Q(**{f"{prefix}public_id": self.facility})
        if self.facilities is not None:
            found &= Q(**{f"{prefix.removesuffix('__') or 'pk'}__in": sorted(self.facilities)})
        return found


@dataclass(frozen=True)
class Figure:
    """`held` of `obliged`; `counts` has whatever other lists were asked for."""

    obliged: int
    held: int
    counts: Mapping[str, int]

    @property
    def lacking(self) -> int:
        """Obliged and without a full set of licences."""
        return self.obliged - self.held

    def __getitem__(self, which: str) -> int:
        """Return the length of a list, 0 for one that was not asked for."""
        own = {"obliged": self.obliged, "held": self.held, "lacking": self.lacking}
        return own[which] if which in own else self.counts.get(which, 0)


NOTHING: Final = Figure(0, 0, {})
# What a licence must share with a placement: its column, and the way there from the placement.
SHARED: Final = {
    "holder_person_id": f"{PERSON}_id",
    "profession_id": "practitioner__profession_id",
    "place_id": "facility_id",
}
# What figures may be cut by; each gives the value rows are grouped by.
GROUPS: Final[Mapping[str, Combinable]] = {
    "profession": F("practitioner__profession_id"),
    "facility": F("facility__public_id"),
    "kind": F("facility__kind"),
    "ownership": F("facility__ownership"),
    "province": Substr("facility__region__code", 1, PROVINCE_CODE),
    "city": Substr("facility__region__code", 1, CITY_CODE),
    "kecamatan": Substr("facility__region__code", 1, DISTRICT_CODE),
    "kelurahan": F("facility__region__code"),
}


# --- placements ---------------------------------------------------------------------------------------------------


def placed(cut: Cut) -> QuerySet[Placement]:
    """Return the placements inside the cut that need a SIP and are active on its day.

    A placement is active from its first to its last day, and not on days on which its facility is closed.
    """
    return known(cut).filter(is_active(cut.on))


def known(cut: Cut) -> QuerySet[Placement]:
    """Return the placements inside the cut that need a SIP, of all times."""
    rows = Placement.objects.filter(cut.places("facility__"), needs_sip=True).order_by()
    return rows.filter(practitioner__profession_id=cut.profession) if cut.profession else rows


def is_active(on: date) -> Q:
    """Return the condition on placements that holds on a day."""
    return (
        (Q(ends_on=None) | Q(ends_on__gte=on))
        & (Q(facility__active_until=None) | Q(facility__active_until__gte=on))
        & ~Q(_is_shut(on))
        & Q(starts_on__lte=on)
    )


def facts_of(on: date, until: date) -> dict[str, Any]:
    """Return what the lists ask of a placement on a day, as columns of one statement; `until` as for ENDING lists."""
    return {
        "is_active": ExpressionWrapper(is_active(on), BooleanField()),
        "is_held": _in_force(on),
        "is_lasting": _lasting(on, until),
        "had": Exists(_licences().filter(starts_on__lte=on)),
        "is_filed": is_filed(on),
    }


def _is_shut(on: date) -> Exists:
    closures = FacilityClosure.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        facility_id=OuterRef("facility_id"),
        kind=ClosureKind.CLOSED,
        withdrawn_at=None,
        starts_on__lte=on,
    )
    return Exists(closures.order_by())


def _licences() -> QuerySet[Licence]:
    """Licences of the person of a placement, in its profession, at its address; for use inside `Exists`."""
    return Licence.objects.filter(**{column: OuterRef(way) for column, way in SHARED.items()}).order_by()


def _in_force(on: date) -> Exists:
    return Exists(_licences().in_force(on))  # type: ignore[attr-defined]  # the manager's own queryset


def _lasting(on: date, until: date) -> Exists:
    lasting = Q(ends_on=None) | Q(ends_on__gt=until)
    return Exists(_licences().in_force(on).filter(lasting))  # type: ignore[attr-defined]  # as above


def open_files(on: date) -> QuerySet[Application]:
    """Return the applications that were filed and not yet closed at the end of the day `on`, local time."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    return Application.objects.filter(Q(closed_at=None) | Q(closed_at__gte=end), submitted_at__lt=end)


def is_filed(on: date) -> Exists:
    """Return whether an application for the person of a placement, at its address, was open at the end of a day."""
    same = Q(person_id=OuterRef("practitioner__person_id")) | Q(
        person_id=None, identity_hash=OuterRef("practitioner__person__identity_hash")
    )
    there = open_files(on).filter(same, place_id=OuterRef("facility_id"), type__subject="practitioner")
    return Exists(there.order_by())


def _narrowed(rows: QuerySet[Placement], which: str, on: date) -> QuerySet[Placement]:
    """Return the placements that make a person or placement belong to a list."""
    if which == CoverageList.OBLIGED:
        return rows
    if which in ENDING_DAYS:
        until = on + timedelta(days=ENDING_DAYS[CoverageList(which)])
        ending = rows.filter(_in_force(on), ~_lasting(on, until))
        return ending.filter(~is_filed(on)) if which == CoverageList.UNFILED_90 else ending
    if which == CoverageList.HELD:
        return rows.filter(_in_force(on))
    lacking = rows.filter(~_in_force(on))
    if which == CoverageList.IN_PROCESS:
        return lacking.filter(is_filed(on))
    had = Exists(_licences().filter(starts_on__lte=on))
    if which == CoverageList.EXPIRED:
        return lacking.filter(had)
    return lacking.filter(~had) if which == CoverageList.MISSING else lacking


# Of persons these are what is left of one list after another: somebody with one place of two covered holds not all.
_REST: Final = {
    CoverageList.HELD: (CoverageList.OBLIGED, CoverageList.LACKING),
    CoverageList.MISSING: (CoverageList.LACKING, CoverageList.EXPIRED),
}


def listed(cut: Cut, which: CoverageList | str, measure: CoverageMeasure | str) -> QuerySet[Placement]:
    """Return the placements behind a figure; of persons, one or more a person, so count them distinct."""
    rows = placed(cut)
    if measure == CoverageMeasure.PERSONS and which in _REST:
        whole, less = _REST[CoverageList(which)]
        others = _narrowed(rows, less, cut.on).values("practitioner__person_id")
        return _narrowed(rows, whole, cut.on).exclude(practitioner__person_id__in=others)
    return _narrowed(rows, which, cut.on)


def unit_of(measure: CoverageMeasure | str) -> str:
    """Return what is counted."""
    return "practitioner__person_id" if measure == CoverageMeasure.PERSONS else "pk"


# --- figures ------------------------------------------------------------------------------------------------------

Key = tuple[str, ...]


def figures(
    cut: Cut,
    measure: CoverageMeasure | str,
    *,
    by: Sequence[str] = (),
    lists: Iterable[CoverageList] = (),
) -> dict[Key, Figure]:
    """Return the figures of persons or placements by the groups `by` (names of `GROUPS`), live from the register.

    One statement, and one for each further list. Without `by` the only key is the empty tuple; groups where nobody
    is obliged are left out. Persons of two groups count once in each, so groups do not add up to the whole.
    """
    counted = _held(cut, measure, by)
    wanted = set(lists)
    # Of those who lack, whoever never had a licence is what is left of those who had one.
    read = wanted - {CoverageList.MISSING} | ({CoverageList.EXPIRED} if CoverageList.MISSING in wanted else set())
    further = {which: _counted(_narrowed(placed(cut), which, cut.on), measure, by) for which in sorted(read)}
    found = {}
    for key, (obliged, held) in counted.items():
        counts: dict[str, int] = {which: rows.get(key, 0) for which, rows in further.items()}
        if CoverageList.MISSING in wanted:
            counts[CoverageList.MISSING] = obliged - held - counts[CoverageList.EXPIRED]
        found[key] = Figure(obliged, held, counts)
    return found


def total(cut: Cut, measure: CoverageMeasure | str, *, lists: Iterable[CoverageList] = ()) -> Figure:
    """Return the one figure of a whole cut."""
    return figures(cut, measure, lists=lists).get((), NOTHING)


def _held(cut: Cut, measure: CoverageMeasure | str, by: Sequence[str]) -> dict[Key, tuple[int, int]]:
    """Return obliged and held by group; nothing for somebody who looks after no facility."""
    if cut.facilities is not None and not cut.facilities:
        return {}
    using = Placement.objects.db
    statement, values = _held_statement(cut, CoverageMeasure(measure), tuple(by), using)
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return {tuple(key): (obliged, held) for *key, obliged, held in cursor.fetchall()}


@lru_cache(maxsize=256)
def _held_statement(cut: Cut, measure: CoverageMeasure, by: tuple[str, ...], using: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement and its values; kept, as everybody of an office asks for the same cuts all day.

    Placements beside the licences in force for them, then units, then groups: grouping twice is quicker than counting
    distinct ones, and a join than a question per placement. The ORM makes the parts; it has no word for the whole.
    """
    groups = {f"by_{name}": GROUPS[name] for name in by}
    here = {f"here_{column}": F(way) for column, way in SHARED.items()}
    rows = placed(cut).annotate(**groups, unit=F(unit_of(measure)), **here)
    obliged_sql, values = rows.values(*groups, "unit", *here).query.get_compiler(using).as_sql()
    # Narrowed to the same places, or the server would look each holder up among those of the country.
    held = Licence.objects.in_force(cut.on).filter(cut.places("place__")).order_by().values(*SHARED)
    held_sql, more = held.query.get_compiler(using).as_sql()
    names = ", ".join(groups)
    keys, by_group = (f"{names}, ", f"GROUP BY {names}") if groups else ("", "HAVING COUNT(*) > 0")
    same = " AND ".join(f"{column} = here_{column}" for column in SHARED)
    # Every word is one of this module.
    units = (
        f"SELECT {keys}MIN(CASE WHEN holder_person_id IS NULL THEN 0 ELSE 1 END) AS held"  # noqa: S608
        f" FROM ({obliged_sql}) AS placed LEFT JOIN ({held_sql}) AS licences ON {same}"
        f" GROUP BY {', '.join(['unit', *groups])}"
    )
    return f"SELECT {keys}COUNT(*), SUM(held) FROM ({units}) AS units {by_group}", (*values, *more)  # noqa: S608


def _counted(rows: QuerySet[Placement], measure: CoverageMeasure | str, by: Sequence[str]) -> dict[Key, int]:
    distinct = measure == CoverageMeasure.PERSONS
    counted = Count(unit_of(measure), distinct=distinct)
    if not by:
        count = rows.aggregate(n=counted)["n"]
        return {(): count} if count else {}
    groups = {f"by_{name}": GROUPS[name] for name in by}
    found = rows.values(**groups).annotate(n=counted).values_list(*groups, "n")
    return {tuple(row[:-1]): row[-1] for row in found}
