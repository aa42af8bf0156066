"""What a cell may hold: text, numbers, days, lists. Each reads one cell or says why it cannot."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

TRUE_FALSE = {"true": True, "false": False}


@dataclass(frozen=True)
class Column:
    """A column by its heading. `blank` allows an empty cell, which reads as `empty`; `default` then replaces it.

    `parse` raises `ValueError` with the reason.
    """

    name: str
    blank: bool = False
    default: Any = None
    empty: ClassVar[Any] = None

    def read(self, cell: str) -> Any:
        """The value of a stripped cell."""
        if cell:
            return self.parse(cell)
        if not self.blank:
            raise ValueError("is empty")
        return self.empty if self.default is None else self.default

    def parse(self, cell: str) -> Any:
        """The value of a cell that is not empty."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Column):
    """Text of at most `longest` characters; an empty cell reads as ""."""

    longest: int | None = None
    empty: ClassVar[Any] = ""

    def parse(self, cell: str) -> str:
        """Check the length."""
        if self.longest is not None and len(cell) > self.longest:
            raise ValueError(f"is longer than {self.longest} characters")
        return cell


@dataclass(frozen=True)
class Pattern(Text):
    """Text that matches the regular expression `form` whole."""

    form: str = ".*"

    def parse(self, cell: str) -> str:
        """Check the form."""
        if not re.fullmatch(self.form, cell):
            raise ValueError(f"{cell!r} does not look like {self.form}")
        return super().parse(cell)


@dataclass(frozen=True)
class Choice(Text):
    """One of `options`: the values of an enum, or plain words."""

    options: Iterable[str] = ()

    def parse(self, cell: str) -> str:
        """Check membership."""
        known = [str(option) for option in self.options]
        if cell not in known:
            raise ValueError(f"{cell!r} is none of {', '.join(known)}")
        return cell


@dataclass(frozen=True)
class Integer(Column):
    """A whole number, `least` ≤ n ≤ `most`."""

    least: int | None = None
    most: int | None = None

    def parse(self, cell: str) -> int:
        """Check digits and bounds."""
        if not re.fullmatch(r"-?\d+", cell):
            raise ValueError(f"{cell!r} is not a whole number")
        number = int(cell)
        _check_bounds(number, self.least, self.most)
        return number


@dataclass(frozen=True)
class Number(Column):
    """A decimal number with a point, `least` ≤ n ≤ `most`."""

    least: Decimal | int | None = None
    most: Decimal | int | None = None

    def parse(self, cell: str) -> Decimal:
        """Check form and bounds."""
        try:
            number = Decimal(cell)
        except InvalidOperation as error:
            raise ValueError(f"{cell!r} is not a number") from error
        if not number.is_finite():
            raise ValueError(f"{cell!r} is not a number")
        _check_bounds(number, self.least, self.most)
        return number


@dataclass(frozen=True)
class Boolean(Column):
    """`true` or `false`."""

    def parse(self, cell: str) -> bool:
        """Check the word."""
        if cell not in TRUE_FALSE:
            raise ValueError(f"{cell!r} is neither true nor false")
        return TRUE_FALSE[cell]


@dataclass(frozen=True)
class Day(Column):
    """An ISO date."""

    def parse(self, cell: str) -> date:
        """Check the form."""
        try:
            return date.fromisoformat(cell)
        except ValueError as error:
            raise ValueError(f"{cell!r} is not a date like 2026-01-31") from error


@dataclass(frozen=True)
class Items(Column):
    """A list inside a cell, separated by `separator`; an empty cell reads as []."""

    separator: str = ";"
    options: Iterable[str] = ()

    def read(self, cell: str) -> list[str]:
        """The parts, stripped, in their order."""
        if not cell and not self.blank:
            raise ValueError("is empty")
        parts = [part.strip() for part in cell.split(self.separator)] if cell else []
        known = [str(option) for option in self.options]
        for part in parts:
            if not part or (known and part not in known):
                raise ValueError(f"{part!r} is not allowed in the list")
        return parts


def _check_bounds(number: Decimal | int, least: Decimal | int | None, most: Decimal | int | None) -> None:
    if least is not None and number < least:
        raise ValueError(f"{number} is less than {least}")
    if most is not None and number > most:
        raise ValueError(f"{number} is more than {most}")
