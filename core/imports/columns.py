"""Columns of a sheet: by which headings they are known, and how a cell is read.

`reader()` gives a function made for one run; it returns the value or raises `CellError`. What repeats down a column
is read once.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from core.formats import masked_identity

Reader = Callable[[Any], Any]
SPACE = re.compile(r"\s+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")
# Excel counts days from here; day 60 is a leap day that never was.
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(61, 109_575)  # 1900-03-01 to 2199-12-31
MEMORY = 20_000
LIKENESS = 0.72


class CellError(Exception):
    """A cell that cannot be read: code of the reason, its parameters, and what was perhaps meant."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None, suggestion: str = "") -> None:
        super().__init__(code)
        self.code, self.params, self.suggestion = code, dict(params or {}), suggestion


class Blank:
    """Stands for an empty cell where None has a meaning of its own."""


def plain_name(text: str) -> str:
    """A heading or word as it is compared: lower case, words by single spaces."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def clean(cell: Any) -> str:
    """The text of a cell: spaces at the ends and doubled ones gone. Raises `CellError`."""
    text = cell if type(cell) is str else str(cell)
    if text.isprintable() and "  " not in text:
        return text.strip()
    if CONTROL.search(text):
        raise CellError("unprintable")
    return SPACE.sub(" ", text).strip()


@dataclass(frozen=True)
class Column:
    """A column by its name in code. `aliases` are other headings; `sensitive` cells are shown masked."""

    name: str
    label: Promise | str
    aliases: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False
    hint: Promise | str = ""
    example: str = ""

    def reader(self) -> Reader:
        """A function that reads cells that are not empty."""
        raise NotImplementedError

    def shown(self, cell: Any) -> str:
        """A cell as an error list may print it."""
        text = str(cell)[:80]
        return masked_identity(text) if self.sensitive else text

    @property
    def names(self) -> set[str]:
        """Every heading that means this column, as `plain_name` compares them, in every language of the portal."""
        labels = []
        for code, _language in settings.LANGUAGES:
            with override(code):
                labels.append(str(self.label))
        return {plain_name(each) for each in (self.name, *labels, *self.aliases)}


@dataclass(frozen=True)
class Text(Column):
    """Text of `least` to `longest` characters; `form` is a regular expression it matches whole."""

    longest: int = 200
    least: int = 1
    form: str = ""

    def reader(self) -> Reader:
        pattern = re.compile(self.form) if self.form else None
        longest, least = self.longest, self.least

        def read(cell: Any) -> str:
            text = clean(cell)
            if len(text) > longest:
                raise CellError("too_long", {"most": longest})
            if len(text) < least:
                raise CellError("too_short", {"least": least})
            if pattern is not None and not pattern.fullmatch(text):
                raise CellError("form", {"example": self.example})
            return text

        return read


@dataclass(frozen=True)
class Choice(Column):
    """One of `options()`: value → the words people write for it, the first of them its name."""

    options: Callable[[], Mapping[Any, tuple[str, ...]]] = dict

    def reader(self) -> Reader:
        meaning: dict[str, Any] = {}
        names: dict[str, str] = {}
        for value, words in self.options().items():
            for word in (*words, str(value)):
                meaning.setdefault(plain_name(word), value)
                names.setdefault(plain_name(word), words[0] if words else str(value))

        def read(cell: Any) -> Any:
            word = plain_name(clean(cell))
            if word in meaning:
                return meaning[word]
            near = difflib.get_close_matches(word, names, n=1, cutoff=LIKENESS)
            raise CellError("not_a_choice", suggestion=names[near[0]] if near else "")

        return remembering(read)


@dataclass(frozen=True)
class Day(Column):
    """A day between `least` and `most`; `words` are texts with a meaning of their own ("seumur hidup")."""

    least: date = date(1900, 1, 1)
    most: date = date(2199, 12, 31)
    words: Mapping[str, Any] | None = None

    def reader(self) -> Reader:
        words = {plain_name(word): value for word, value in (self.words or {}).items()}

        def read(cell: Any) -> Any:
            text = clean(cell)
            if plain_name(text) in words:
                return words[plain_name(text)]
            day = day_of(cell if type(cell) is int else text)
            if day is None:
                raise CellError("not_a_date", suggestion=other_day(text))
            if day < self.least:
                raise CellError("date_too_early", {"least": self.least.isoformat()})
            if day > self.most:
                raise CellError("date_too_late", {"most": self.most.isoformat()})
            return day

        return remembering(read)


@dataclass(frozen=True)
class YesNo(Column):
    """Ya or tidak."""

    def reader(self) -> Reader:
        words = dict.fromkeys(("ya", "y", "yes", "true", "1", "v", "x"), True)
        words |= dict.fromkeys(("tidak", "t", "no", "n", "false", "0"), False)

        def read(cell: Any) -> bool:
            if (known := words.get(str(cell).strip().casefold())) is None:
                raise CellError("not_yes_no")
            return known

        return read


@dataclass(frozen=True)
class Number(Column):
    """A decimal number with point or comma, `least` ≤ n ≤ `most`, rounded to `places`."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000_000)
    places: int = 0

    def reader(self) -> Reader:
        step = Decimal(1).scaleb(-self.places)

        def read(cell: Any) -> Decimal:
            try:
                number = Decimal(clean(cell).replace(",", "."))
            except InvalidOperation:
                raise CellError("not_a_number") from None
            if not number.is_finite():
                raise CellError("not_a_number")
            if number < self.least:
                raise CellError("number_too_small", {"least": str(self.least)})
            if number > self.most:
                raise CellError("number_too_large", {"most": str(self.most)})
            return number.quantize(step)

        return read


# --- reading ------------------------------------------------------------------------------------------------


def remembering(read: Reader) -> Reader:
    """`read`, once per different cell. Errors are remembered too: the same wrong word often fills a column."""
    known: dict[Any, tuple[Any, CellError | None]] = {}

    def remembered(cell: Any) -> Any:
        # True and 1 are one key of a dict but two cells.
        key = (type(cell), cell)
        if key not in known:
            if len(known) >= MEMORY:
                known.clear()
            try:
                known[key] = read(cell), None
            except CellError as error:
                known[key] = None, error
        value, refusal = known[key]
        if refusal is not None:
            raise refusal.with_traceback(None)
        return value

    return remembered


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "feb", "pebruari", "february"),
            ("maret", "mar", "march"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("agustus", "agu", "agt", "aug", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "oct", "october"),
            ("november", "nov", "nopember"),
            ("desember", "des", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_LOCAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WORDS = re.compile(r"(\d{1,2})[- ]([a-z]+)[- ](\d{4})")


def day_of(cell: Any) -> date | None:
    """The day a cell names: ISO, day first, with the month as a word, or a serial number of Excel. None = none."""
    if isinstance(cell, int):
        return EXCEL_EPOCH + timedelta(days=cell) if cell in SERIALS else None
    if found := _ISO.fullmatch(cell):
        year, month, day = map(int, found.groups())
    elif found := _LOCAL.fullmatch(cell):
        day, month, year = map(int, found.groups())
    elif (found := _WORDS.fullmatch(cell.casefold())) and found[2] in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def other_day(text: str) -> str:
    """What a date with the month first perhaps meant; empty when it is something else."""
    found = _LOCAL.fullmatch(text)
    swapped = day_of(f"{found[2]}/{found[1]}/{found[3]}") if found else None
    return swapped.isoformat() if swapped else ""
