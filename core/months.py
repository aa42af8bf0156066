"""A calendar month of an office, as reports name it. Pure: the clock round the year, no working days."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

FORM = re.compile(r"(\d{4})-(\d{2})")
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """`year` and `month` (1 to 12) in `zone`; `start` and `end` are aware, `end` is the first moment after it."""

    year: int
    month: int
    zone: tzinfo

    @classmethod
    def of(cls, at: datetime, zone: tzinfo) -> "Month":
        """Return the month `at` falls into, locally."""
        local = at.astimezone(zone)
        return cls(local.year, local.month, zone)

    @classmethod
    def parse(cls, text: str, zone: tzinfo) -> "Month":
        """Read `2026-01`. Raises ValueError."""
        found = FORM.fullmatch(text)
        if found is None or not 1 <= int(found[2]) <= MONTHS or not 2000 <= int(found[1]) <= 2999:  # noqa: PLR2004
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]), zone)

    def shifted(self, count: int) -> "Month":
        """Return the month `count` months later."""
        index = self.year * MONTHS + self.month - 1 + count
        return Month(index // MONTHS, index % MONTHS + 1, self.zone)

    @property
    def start(self) -> datetime:
        """First moment."""
        return datetime(self.year, self.month, 1, tzinfo=self.zone)

    @property
    def end(self) -> datetime:
        """First moment of the next month."""
        return self.shifted(1).start

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
