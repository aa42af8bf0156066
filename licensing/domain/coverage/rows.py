"""Rows of the lists behind coverage figures, for pages and exports alike.

A list is lazy: it knows its length by one count and reads only the slice that is shown, in a constant number of
statements. One row is one person, placement or facility.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, overload

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import get_language, gettext as _

from accounts.models import Region
from facilities.models import Facility
from licensing.domain.coverage import counting as coverage, facilities as coverage_facilities
from licensing.domain.coverage.counting import DISTRICT_CODE
from licensing.domain.coverage.facilities import FacilityStanding
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageList, CoverageMeasure
from licensing.models import Licence, RecommendationType
from workforce.models import Person, Placement

SOON = timedelta(days=90)
# Name of the kecamatan of a placement's facility.
_AREA = Subquery(
    Region.objects.filter(code=Substr(OuterRef("facility__region_id"), 1, DISTRICT_CODE)).order_by().values("name")[:1]
)


@dataclass(frozen=True)
class CoverageRow:
    """One line. `title` is the person or facility (profession where names are not for the reader).

    `tone` is held, ending, expired or missing; `ends_on` the nearest last day of what is in force.
    """

    title: str
    note: str
    place: str
    area: str
    ownership: str
    licences: str
    state: str
    tone: str
    process: str
    ends_on: date | None


class CoverageRows(Sequence[CoverageRow]):
    """A lazy list of people or placements."""

    def __init__(self, reading: Reading, which: CoverageList, *, names: bool) -> None:
        self.reading, self.which, self.names = reading, which, names
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._units().count()
        return self._length

    @overload
    def __getitem__(self, index: int) -> CoverageRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[CoverageRow]: ...
    def __getitem__(self, index: int | slice) -> CoverageRow | list[CoverageRow]:
        if isinstance(index, int):
            return self._read(self._units()[index : index + 1])[0]
        return self._read(self._units()[index])

    def __iter__(self) -> Iterator[CoverageRow]:
        yield from self._read(self._units())

    @property
    def _is_of_persons(self) -> bool:
        return self.reading.measure == CoverageMeasure.PERSONS

    def _units(self) -> QuerySet[Any]:
        behind = coverage.listed(self.reading.cut, self.which, self.reading.measure)
        if self._is_of_persons:
            people = Person.objects.filter(pk__in=behind.values("practitioner__person_id"))
            return people.order_by("name", "pk") if self.names else people.order_by("pk")
        order = ("practitioner__person__name", "pk") if self.names else ("practitioner__profession_id", "pk")
        return behind.order_by(*order)

    def _read(self, units: QuerySet[Any]) -> list[CoverageRow]:
        keys = list(units.values_list("pk", flat=True))
        inside = coverage.placed(self.reading.cut)
        mine = inside.filter(practitioner__person_id__in=keys) if self._is_of_persons else inside.filter(pk__in=keys)
        placements = list(
            mine.annotate(is_filed=coverage.is_filed(self.reading.cut.on), area=_AREA)
            .select_related("practitioner__person", "practitioner__profession", "facility")
            .order_by("pk")
        )
        facts = _Facts(placements, self.reading.cut.on)
        groups: dict[int, list[Placement]] = defaultdict(list)
        for row in placements:
            groups[row.practitioner.person_id if self._is_of_persons else row.pk].append(row)
        return [facts.row(groups[key], names=self.names) for key in keys]


class _Facts:
    """Licences of some placements, read once."""

    def __init__(self, placements: Sequence[Placement], on: date) -> None:
        self.on = on
        people = {row.practitioner.person_id for row in placements}
        places = {row.facility_id for row in placements}
        licences = Licence.objects.filter(holder_person_id__in=people, place_id__in=places, starts_on__lte=on)
        self.held: dict[tuple[int, int, str], list[Licence]] = defaultdict(list)
        self.had: set[tuple[int, int, str]] = set()
        holds = Exists(Licence.objects.in_force(on).filter(pk=OuterRef("pk")))
        for row in licences.annotate(holds=holds).order_by("starts_on", "pk"):
            key = (row.holder_person_id or 0, row.place_id or 0, row.profession_id or "")
            self.had.add(key)
            if getattr(row, "holds"):  # noqa: B009  # a column of the statement, not of the model
                self.held[key].append(row)

    def row(self, placements: list[Placement], *, names: bool) -> CoverageRow:
        """Return the line of one unit; its state is that of its worst placement."""
        first = placements[0]
        professions = ", ".join(dict.fromkeys(_name(row.practitioner.profession) for row in placements))
        licences = [licence for row in placements for licence in self.held.get(_key(row), [])]
        tone = self._tone(placements)
        return CoverageRow(
            title=first.practitioner.person.full_name if names else professions,
            note=professions if names else "",
            place=", ".join(row.facility.name for row in placements),
            area=", ".join(dict.fromkeys(_area(row) for row in placements)),
            ownership=", ".join(dict.fromkeys(row.facility.get_ownership_display() for row in placements)),
            licences=", ".join(licence.number for licence in licences),
            state=state_words(tone),
            tone=tone,
            process=_("sedang diproses") if any(_is_filed(row) for row in placements) else "",
            ends_on=min((licence.ends_on for licence in licences if licence.ends_on), default=None),
        )

    def _tone(self, placements: list[Placement]) -> str:
        lacking = [row for row in placements if not self.held.get(_key(row))]
        if lacking:
            return "expired" if any(_key(row) in self.had for row in lacking) else "missing"
        until = self.on + SOON
        ends = [[licence.ends_on for licence in self.held[_key(row)]] for row in placements]
        return "ending" if any(all(end is not None and end <= until for end in each) for each in ends) else "held"


def _is_filed(row: Placement) -> bool:
    return bool(getattr(row, "is_filed"))  # noqa: B009  # a column of the statement, not of the model


def _area(row: Placement) -> str:
    return str(getattr(row, "area") or "")  # noqa: B009  # as above


def _key(row: Placement) -> tuple[int, int, str]:
    return (row.practitioner.person_id, row.facility_id, row.practitioner.profession_id)


def state_words(tone: str) -> str:
    """Return what the state of a row is called."""
    return {
        "held": _("Berlaku"),
        "ending": _("Berakhir dalam 90 hari"),
        "expired": _("Tidak berlaku lagi"),
        "missing": _("Belum ada"),
    }[tone]


def _name(row: Any) -> str:
    return str(row.name_en if get_language() == "en" else row.name)


def _areas(facilities: Iterable[Facility]) -> dict[int, str]:
    """Return the names of the kecamatan of facilities by primary key."""
    codes = {row.pk: row.region_id[:DISTRICT_CODE] for row in facilities}
    names = dict(Region.objects.filter(code__in=set(codes.values())).values_list("code", "name"))
    return {pk: names.get(code, "") for pk, code in codes.items()}


def facility_rows(rows: list[FacilityStanding]) -> list[CoverageRow]:
    """Return the lines of facilities."""
    areas = _areas(row.facility for row in rows)
    labels = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
    return [
        CoverageRow(
            title=row.facility.name,
            note=f"{row.facility.get_kind_display()}, {str(row.facility.get_ownership_display()).lower()}",
            place=", ".join(labels.get(code, code) for code in row.facility.obligatory_types),
            area=areas.get(row.facility.pk, ""),
            ownership=str(row.facility.get_ownership_display()),
            licences=_("Belum: %(types)s") % {"types": ", ".join(labels.get(code, code) for code in row.lacking)}
            if row.lacking
            else "",
            state=state_words(row.tone),
            tone=row.tone,
            process=_("sedang diproses") if row.filed & set(row.facility.obligatory_types) else "",
            ends_on=row.first_end,
        )
        for row in rows
    ]


def coverage_rows(reading: Reading, which: CoverageList, *, names: bool) -> Sequence[CoverageRow]:
    """Return the list behind a figure."""
    if not reading.counts_facilities:
        return CoverageRows(reading, which, names=names)
    return facility_rows(coverage_facilities.listed(reading.standings, which))
