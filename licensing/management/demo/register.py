"""Sheets of the demo register: places, people, placements and licences, from demo-city.csv and demo-history.csv.

The history says how many people a place had, and how many of them with a permit, at the end of five years. Person
number i of a place is there from the year in which `staff` passes i, and holds a permit without a gap from the year
in which `with_sip` passes i; so every date of the history comes out exactly.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from core.workdays import WorkCalendar
from licensing.domain.licences.issuing import years_later
from licensing.enums import LicenceState
from licensing.management.demo import names, professions
from licensing.management.demo.handlers import add_handlers, working_days
from licensing.management.demo.lines import LicenceLine, PersonLine, PlaceLine, PlacementLine, Sheets, StatusLine
from workforce.enums import EmploymentStatus, Sex

SEED = 1674
FOLDER = Path(__file__).resolve().parents[2] / "reference" / "demo"
FIRST_YEAR_START = date(2013, 1, 1)
# The shipped office hours begin here.
CALENDAR_SINCE = date(2019, 1, 1)
LIFETIME_STR_SINCE = date(2023, 8, 8)
DAY = timedelta(days=1)
EARLY_RENEWAL_DAYS = 45
SATURDAY = 5
CITY_OWNED = "kota"
SECOND_PLACES = ("klinik_pratama", "klinik_utama", "praktik_dokter", "praktik_dokter_gigi")
# Shares of people, by draw.
SECOND_SHARE = 0.45
LOST_PERMIT_SHARE = 0.4
CIVIL_SERVANT_SHARE = 0.7
LIFETIME_STR_SHARE = 0.7
HALF = 0.5
OLDEST = 60


@dataclass(frozen=True)
class Step:
    """What the history says of one place on one date; `licensed` None = it needs no permit of its own."""

    on: date
    staff: int
    with_sip: int
    licensed: bool | None


@dataclass(frozen=True)
class Terms:
    """What the catalogue says of each type by code, and the type of each profession."""

    years: dict[str, int | None]
    delegated_since: dict[str, date | None]
    series: dict[str, str]
    type_of: dict[str, str]


def city_rows() -> list[dict[str, str]]:
    """Return the 260 rows of demo-city.csv."""
    return _rows("demo-city.csv")


def history() -> dict[str, list[Step]]:
    """Return the steps of each place, in order of date."""
    found: dict[str, list[Step]] = {}
    for row in _rows("demo-history.csv"):
        licensed = {"true": True, "false": False}.get(row["facility_licensed"])
        step = Step(date.fromisoformat(row["as_of"]), int(row["staff"]), int(row["with_sip"]), licensed)
        found.setdefault(row["facility_code"], []).append(step)
    return {code: sorted(steps, key=lambda step: step.on) for code, steps in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def build(terms: Terms, *, calendar: WorkCalendar, today: date) -> Sheets:
    """Return the whole register as it stands on `today`; the same for the same day and calendar."""
    builder = _Builder(terms, calendar, today)
    for row in city_rows():
        builder.add_place(row)
    builder.add_second_places()
    add_handlers(builder.sheets, working_days(calendar, today=today))
    builder.number_licences()
    return builder.sheets


class _Builder:
    """Collects the sheets; the order of drawing from `chance` is what makes them repeatable."""

    def __init__(self, terms: Terms, calendar: WorkCalendar, today: date) -> None:
        self.terms, self.calendar, self.today = terms, calendar, today
        self.chance = Random(SEED)  # noqa: S311  # invented people, no secret
        self.history = history()
        self.sheets = Sheets()
        self.kinds: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        self.main_of: dict[str, str] = {}

    # --- places ---------------------------------------------------------------------------------------------

    def add_place(self, row: dict[str, str]) -> None:
        """Add a place, its people, and its own permits."""
        code, steps = row["code"], self.history.get(row["code"], [])
        self.kinds[code], self.owners[code] = row["kind"], row["ownership"]
        people = [self._add_person(row, index, steps) for index in range(steps[-1].staff if steps else 0)]
        types = [part for part in row["licence_types"].split(";") if part]
        self.sheets.places.append(
            PlaceLine(
                code=code,
                name=row["name"],
                kind=row["kind"],
                ownership=row["ownership"],
                region_code=row["kelurahan_code"],
                address=f"Jalan Contoh Nomor {self.chance.randint(1, 180)}, {row['kelurahan']}",
                parent_code=row["parent_code"],
                owner_name=self._owner(row),
                responsible_name=people[0].name if people else names.person_name(self.chance, woman=False),
                obligatory_types=tuple(types),
                checklist_kind=row["checklist_kind"],
                active_from=date.fromisoformat(row["active_from"]),
            )
        )
        for type_code in types:
            self._add_place_licences(code, type_code, steps)

    def _owner(self, row: dict[str, str]) -> str:
        if row["ownership"] == CITY_OWNED:
            return "Pemerintah Kota Prabumulih"
        if row["ownership"] in ("bumn", "tni", "polri", "organisasi"):
            return f"Badan Contoh {row['ownership'].upper()}"
        return names.person_name(self.chance, woman=self.chance.random() < HALF)

    def _add_place_licences(self, code: str, type_code: str, steps: list[Step]) -> None:
        first = self._crossing(steps, lambda step: bool(step.licensed), earliest=FIRST_YEAR_START)
        if first is None:
            return
        for line in self._chain(type_code, first):
            self.sheets.licences.append(line.at(place=code, holder_place=code))

    # --- people ---------------------------------------------------------------------------------------------

    def _add_person(self, row: dict[str, str], index: int, steps: list[Step]) -> PersonLine:
        code = row["code"]
        profession = professions.profession_at(row["kind"], index, self.chance)
        opened = date.fromisoformat(row["active_from"])
        joined = self._crossing(steps, lambda step: step.staff > index, earliest=opened) or steps[-1].on
        person = self._person(profession, joined)
        self.sheets.people.append(person)
        self.main_of[person.key] = code
        self._place_person(person, code, joined)
        permitted = self._crossing(steps, lambda step: step.with_sip > index, earliest=max(joined, FIRST_YEAR_START))
        if permitted is not None:
            self._permit(person, code, permitted, slot=1)
        elif self.chance.random() < LOST_PERMIT_SHARE:
            self._lost_permit(person, code)
        return person

    def _place_person(self, person: PersonLine, code: str, joined: date) -> None:
        self.sheets.placements.append(
            PlacementLine(person.key, code, joined, employment=self._employment(code), practice_hours=_hours(1))
        )

    def _employment(self, code: str) -> str:
        if self.owners[code] == CITY_OWNED:
            return EmploymentStatus.ASN if self.chance.random() < CIVIL_SERVANT_SHARE else EmploymentStatus.CONTRACT
        if self.kinds[code].startswith(("praktik_", "tukang_", "hattra")):
            return EmploymentStatus.INDEPENDENT
        return EmploymentStatus.PRIVATE

    def _person(self, profession: str, joined: date) -> PersonLine:
        chance, number = self.chance, len(self.sheets.people)
        woman = professions.is_woman(profession, chance)
        age = timedelta(days=round(365.25 * chance.triangular(22, 50, 26)))
        born = joined - age
        if self.today.year - born.year > OLDEST:
            born = born.replace(year=self.today.year - chance.randint(45, OLDEST), day=min(born.day, 28))
        day = born.day + (40 if woman else 0)
        dated = profession in professions.WITHOUT_STR
        return PersonLine(
            key=f"P{number:05d}",
            # Impossible on purpose: prefix 99, last four 0000; the four digits between count the people.
            nik=f"99{number:04d}{day:02d}{born:%m%y}0000",
            name=names.person_name(chance, woman=woman),
            degrees=professions.DEGREES.get(profession, ""),
            birth_date=born,
            birth_place=chance.choice(names.TOWNS),
            sex=Sex.FEMALE if woman else Sex.MALE,
            profession=profession,
            str_number="" if dated else f"99{number:05d}{chance.randint(0, 9_999_999):07d}00",
            str_issued_on=None if dated else joined - timedelta(days=chance.randint(30, 300)),
        )

    def _permit(self, person: PersonLine, code: str, first: date, *, slot: int) -> None:
        for line in self._chain(self.terms.type_of[person.profession], first):
            self.sheets.licences.append(
                line.at(
                    person=person.key,
                    profession=person.profession,
                    place=code,
                    slot=slot,
                    practice_hours=_hours(slot),
                )
            )

    def _lost_permit(self, person: PersonLine, code: str) -> None:
        """One of the few without a permit today: it ran out, was suspended, revoked or handed back."""
        chance, type_code = self.chance, self.terms.type_of[person.profession]
        start = _workday(date(2020, 2, 1) + timedelta(days=chance.randint(0, 700)))
        years = self.terms.years[type_code] or 5
        ends = min(years_later(start, years), self.today - DAY)
        fate = chance.choice((LicenceState.SUSPENDED, LicenceState.REVOKED, LicenceState.SURRENDERED, None))
        statuses: tuple[StatusLine, ...] = (StatusLine(LicenceState.ACTIVE, start, None),)
        if fate is not None:
            ends = years_later(start, 15)
            turned = start + timedelta(days=chance.randint(200, 900))
            statuses = (StatusLine(LicenceState.ACTIVE, start, turned), StatusLine(fate, turned, None))
        line = LicenceLine(type_code=type_code, starts_on=start, ends_on=ends, statuses=statuses)
        self.sheets.licences.append(line.at(person=person.key, profession=person.profession, place=code))

    # --- second places --------------------------------------------------------------------------------------

    def add_second_places(self) -> None:
        """Doctors and dentists of larger places also practise in private ones, with a permit for each."""
        private = [line.code for line in self.sheets.places if self._takes_guests(line.code)]
        opened = {line.code: _workday(line.active_from, first=line.active_from) for line in self.sheets.places}
        first = {line.person: line.starts_on for line in reversed(self.sheets.licences) if line.person}
        for person in self.sheets.people:
            main = self.main_of[person.key]
            if person.profession not in professions.SEVERAL_PLACES or person.key not in first:
                continue
            if main in private or self.chance.random() > SECOND_SHARE:
                continue
            start = _workday(first[person.key] + timedelta(days=self.chance.randint(90, 900)))
            if start >= self.today:
                continue
            code = self.chance.choice(private)
            start = max(start, opened[code])
            self.sheets.placements.append(
                PlacementLine(
                    person.key, code, start, employment=EmploymentStatus.INDEPENDENT, practice_hours=_hours(2)
                )
            )
            self._permit(person, code, start, slot=2)

    def _takes_guests(self, code: str) -> bool:
        # Places of the city are left out, so that its own coverage stays what the history says.
        return self.kinds[code] in SECOND_PLACES and self.owners[code] not in (CITY_OWNED, "tni", "polri")

    # --- dates ----------------------------------------------------------------------------------------------

    def _crossing(self, steps: list[Step], holds: Callable[[Step], bool], *, earliest: date) -> date | None:
        """Return a day in the stretch at whose end `holds` first; None when it never does."""
        before = earliest
        for step in steps:
            if holds(step):
                start = max(before, earliest)
                return _workday(
                    start + timedelta(days=self.chance.randint(0, max((step.on - start).days, 0))),
                    first=earliest,
                    last=step.on,
                )
            before = step.on + DAY
        return None

    def _chain(self, type_code: str, first: date) -> Iterator[LicenceLine]:
        """Yield permits one after another until today; each replaces the one before a little early."""
        start, years = first, self.terms.years[type_code]
        while True:
            ends = years_later(start, years) if years else None
            early = self.chance.randint(1, EARLY_RENEWAL_DAYS)
            follows = self._working(ends - timedelta(days=early)) if ends else None
            if follows is None or follows > self.today:
                yield LicenceLine(type_code, start, ends, (StatusLine(LicenceState.ACTIVE, start, None),))
                return
            statuses = (
                StatusLine(LicenceState.ACTIVE, start, follows),
                StatusLine(LicenceState.REPLACED, follows, None),
            )
            yield LicenceLine(type_code, start, ends, statuses)
            start = follows

    def _working(self, day: date) -> date:
        """Return `day` or the last day before it on which the office is open, as far as its calendar reaches."""
        while day >= CALENDAR_SINCE and not self.calendar.is_working(day):
            day -= DAY
        return day if day >= CALENDAR_SINCE else _workday(day)

    def number_licences(self) -> None:
        """Number permits by issuer, kind and year in order of date, as the counters would have."""
        counts: dict[tuple[str, str, int], int] = {}
        self.sheets.licences.sort(key=lambda line: line.starts_on)
        for index, line in enumerate(self.sheets.licences):
            since = self.terms.delegated_since[line.type_code]
            issuer = "dpmptsp" if since is not None and line.starts_on >= since else "dinkes"
            series = f"{issuer.upper()}-{self.terms.series[line.type_code].partition('-')[2]}"
            mark = line.type_code.split("-")[0] if series.endswith("-SIP") else line.type_code
            key = (issuer, series, line.starts_on.year)
            counts[key] = counts.get(key, 0) + 1
            self.sheets.licences[index] = line.at(issuer=issuer, series=series, mark=mark, running=counts[key])
        self._date_str()

    def _date_str(self) -> None:
        """STR for life where the newest permit came under UU 17/2023; else one that covers it."""
        newest = {line.person: line for line in self.sheets.licences if line.person}
        for index, person in enumerate(self.sheets.people):
            line = newest.get(person.key)
            if not person.str_number:
                continue
            lifetime = line is None or line.starts_on >= LIFETIME_STR_SINCE or self.chance.random() < LIFETIME_STR_SHARE
            until = None if lifetime or line is None else line.ends_on
            self.sheets.people[index] = person.with_str(lifetime=lifetime, until=until)


def _workday(day: date, *, first: date | None = None, last: date | None = None) -> date:
    """Return `day`, or the weekday nearest before it (else after it) inside [first, last]."""
    back = day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))
    if first is None or back >= first:
        return back
    ahead = day + timedelta(days=max(SATURDAY + 2 - day.weekday(), 0)) if day.weekday() >= SATURDAY else day
    return day if last is not None and ahead > last else ahead


def _hours(slot: int) -> tuple[dict[str, str], ...]:
    opens, closes = ("08:00", "14:00") if slot == 1 else ("17:00", "20:00")
    return tuple({"day": day, "open": opens, "close": closes} for day in ("Senin", "Selasa", "Rabu", "Kamis"))
