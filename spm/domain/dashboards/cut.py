"""What a dashboard is asked about: an area, months, groups of people."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from facilities.models import Facility
from spm.enums import Level

PROVINCE_CODE = 2


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

    def everybody(self) -> "Cut":
        """The same for all people."""
        return replace(self, sex="", age_group="", disability="")
