"""What the generator puts together: lines of places, people, placements and licences, each a row of a sheet later."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accounts.models import Office


@dataclass(frozen=True)
class PlaceLine:
    """A place; `parent_code` empty = none."""

    code: str
    name: str
    kind: str
    ownership: str
    region_code: str
    address: str
    active_from: date
    parent_code: str = ""
    owner_name: str = ""
    responsible_name: str = ""
    obligatory_types: tuple[str, ...] = ()
    checklist_kind: str = ""


@dataclass(frozen=True)
class PersonLine:
    """A person in one profession; `key` ties the sheets together. `profession` empty = none."""

    key: str
    nik: str
    name: str
    degrees: str
    birth_date: date
    birth_place: str
    sex: str
    profession: str = ""
    str_number: str = ""
    str_issued_on: date | None = None
    str_valid_until: date | None = None
    str_lifetime: bool = False

    def with_str(self, *, lifetime: bool, until: date | None) -> "PersonLine":
        """Return the line with the term of its STR."""
        return replace(self, str_lifetime=lifetime, str_valid_until=until)


@dataclass(frozen=True)
class PlacementLine:
    """Where a person works from a day on."""

    person: str
    place: str
    starts_on: date
    employment: str
    practice_hours: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class StatusLine:
    """A status over [valid_from, valid_to)."""

    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class LicenceLine:
    """A licence with its status history.

    `issuer` is the kind of the office that signed it, `series` its series of numbers, `mark` what the number calls
    the type, `running` its number in that series and year.
    """

    type_code: str
    starts_on: date
    ends_on: date | None
    statuses: tuple[StatusLine, ...]
    person: str = ""
    profession: str = ""
    place: str = ""
    holder_place: str = ""
    slot: int = 1
    issuer: str = ""
    series: str = ""
    mark: str = ""
    running: int = 0
    practice_hours: tuple[Mapping[str, str], ...] = ()

    def at(self, **holder: Any) -> "LicenceLine":
        """Return the line with holder and place."""
        return replace(self, **holder)

    def number(self, office: Office) -> str:
        """Return the number as letters print it."""
        classes = office.letter_settings.get("classification", {})
        parts = (
            classes.get("default", "000"),
            f"{self.running:04d}",
            self.mark,
            self.issuer.upper(),
            self.starts_on.year,
        )
        return "/".join(map(str, parts))


@dataclass
class Sheets:
    """What is imported, in this order."""

    places: list[PlaceLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    placements: list[PlacementLine] = field(default_factory=list)
    licences: list[LicenceLine] = field(default_factory=list)


@dataclass(frozen=True)
class Entered:
    """Primary keys of what was imported, by code or key; licences in the order of their sheet."""

    places: dict[str, int]
    people: dict[str, int]
    licences: list[int]
