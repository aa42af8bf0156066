"""A calendar month of a Puskesmas, in its own zone. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

FORM = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")
MONTHS = 12


@dataclass(frozen=True, order=True)
class Month:
    """`start` and `end` are aware; `end` is the first moment after it."""

    year: int
    month: int

    @classmethod
    def of(cls, at: datetime, zone: tzinfo) -> "Month":
        """The month `at` falls into, locally."""
        local = at.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """Read `2026-01`; None for anything else."""
        found = FORM.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def shifted(self, count: int) -> "Month":
        """The month `count` months later."""
        index = self.year * MONTHS + self.month - 1 + count
        return Month(index // MONTHS, index % MONTHS + 1)

    def start(self, zone: tzinfo) -> datetime:
        """First moment."""
        return datetime(self.year, self.month, 1, tzinfo=zone)

    def end(self, zone: tzinfo) -> datetime:
        """First moment of the next month."""
        return self.shifted(1).start(zone)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
