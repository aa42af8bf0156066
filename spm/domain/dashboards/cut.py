"""What a dashboard is asked about: an area, months, groups of people."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from facilities.models import Facility
from spm.enums import Level

PROVINCE_CODE = 2
GROUPS = ("sex", "age_group", "disability")
# The ways in which a question divides people, beside the groups.
PLACE, MONTHS = "place", "months"
DECEMBER = 12


@dataclass(frozen=True)
class Area:
    """A Puskesmas with its network, a city, a province, or (empty code) the country."""

    level: Level
    code: str
    name: str
    facility: Facility | None = None


@dataclass(frozen=True)
class Cut:
    """One question. `first` and `last` are first days of months, both included; empty groups are everybody."""

    area: Area
    first: date
    last: date
    sex: str = ""
    age_group: str = ""
    disability: str = ""

    @property
    def groups(self) -> Q:
        """The chosen people, as a condition on figures."""
        chosen: dict[str, Any] = {"sex": self.sex, "age_group": self.age_group, "disability": self.disability}
        return Q(**{name: value for name, value in chosen.items() if value})

    @property
    def has_groups(self) -> bool:
        """True when only some people are asked for."""
        return bool(self.sex or self.age_group or self.disability)

    def ways(self, top: Area, today: date) -> tuple[str, ...]:
        """In what ways it divides the people of `top` in a year; that of `today` is whole up to this month."""
        months = [] if self.first.month == 1 and self.last.month in self._ends(today) else [MONTHS]
        place = [] if self.area == top else [PLACE]
        return (*place, *months, *(name for name in GROUPS if getattr(self, name)))

    def _ends(self, today: date) -> set[int]:
        return {DECEMBER, today.month if today.year == self.last.year else DECEMBER}

    def everybody(self) -> "Cut":
        """The same for all people."""
        return replace(self, sex="", age_group="", disability="")
