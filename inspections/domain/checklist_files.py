"""The items of a checklist as a CSV: written out to be edited, read in again with every error at once.

The headings are those of the shipped `checklists.csv`; XLSX and ODS are read as well.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.imports import CellError, Choice, Column, Number, Text, YesNo, reason_of
from core.refdata import Flaw
from core.sheets import Limits, SheetFlaw, UnreadableSheet, read, write_csv
from inspections.domain.checklist_lines import Line, LineFlaw, line_flaws
from inspections.enums import ItemSeverity, Scoring

LIMITS = Limits(rows=500, cells=10_000, size=1024 * 1024, unpacked=16 * 1024 * 1024)
KIND = "checklist_code"
# Heading → field of a line.
FIELDS = {
    "item_code": "code",
    "part_id": "part",
    "seq": "seq",
    "question_id": "question",
    "weight": "weight",
    "critical": "critical",
    "severity": "severity",
    "photo_when_no": "photo_when_no",
    "evidence_hint_id": "hint",
    "rule": "rule",
    "applies_when": "applies_when",
}
HEADINGS = {field: heading for heading, field in FIELDS.items()}
COLUMNS: tuple[Column, ...] = (
    Text(KIND, KIND, longest=40),
    Text("item_code", "item_code", required=True, form=r"[A-Z][A-Z0-9]{0,9}", example="A01"),
    Text("part_id", "part_id", required=True, longest=80),
    Number("seq", "seq", required=True, least=Decimal(1), most=Decimal(999)),
    Text("question_id", "question_id", required=True, longest=300),
    Number("weight", "weight", required=True, least=Decimal(1), most=Decimal(9)),
    YesNo("critical", "critical", required=True),
    Choice("severity", "severity", options=lambda: {value: (value,) for value in ItemSeverity.values}),
    YesNo("photo_when_no", "photo_when_no", required=True),
    Text("evidence_hint_id", "evidence_hint_id", longest=200),
    Text("rule", "rule", longest=200),
    Text("applies_when", "applies_when", longest=80),
)


def as_csv(kind: str, lines: Sequence[Line]) -> str:
    """Write the lines as a CSV that `read_lines` takes back unchanged."""
    text = StringIO(newline="")
    rows = [[kind, *(_cell(getattr(line, field)) for field in FIELDS.values())] for line in lines]
    write_csv(text, [KIND, *FIELDS], rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def read_lines(path: Path, *, name: str, kind: str, scoring: Scoring) -> tuple[list[Line], list[Flaw]]:
    """The lines of a file, and everything wrong with it; lines that cannot be read are left out.

    `name` is what the person calls the file, `kind` the checklist it must be about. Raises `UnreadableSheet`.
    """
    return _Reader(name, kind).read(path, scoring)


class _Reader:
    """Reads one file and notes what is wrong on the way."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self.flaws: list[Flaw] = []
        self.readers: dict[str, Callable[[Any], Any]] = {column.name: column.reader() for column in COLUMNS}

    def read(self, path: Path, scoring: Scoring) -> tuple[list[Line], list[Flaw]]:
        rows = read(path, limits=LIMITS)
        first = next(rows, None)
        if first is None:
            raise UnreadableSheet(SheetFlaw.EMPTY, LIMITS)
        header = [str(cell).strip() for cell in first.cells]
        self._check_header(first.number, header)
        found = [(row.number, self._line(row.number, header, row.cells)) for row in rows if row.sheet == first.sheet]
        numbers = [number for number, line in found if line is not None]
        lines = [line for _number, line in found if line is not None]
        if not found:
            raise UnreadableSheet(SheetFlaw.EMPTY, LIMITS)
        if lines:
            self.flaws += self._between(line_flaws(lines, scoring), numbers)
        return lines, sorted(self.flaws, key=lambda flaw: flaw.line)

    def _check_header(self, number: int, header: list[str]) -> None:
        for column in COLUMNS:
            if column.name not in header and column.required:
                self._note(number, column.name, reason_of("column_missing", {}))
        for heading in dict.fromkeys(header):
            if heading not in (KIND, *FIELDS) or header.count(heading) > 1:
                self._note(number, heading, _("Kolom ini tidak dikenal atau ada dua kali."))

    def _line(self, number: int, header: list[str], cells: Sequence[Any]) -> Line | None:
        given = dict(zip(header, cells, strict=False))
        values: dict[str, Any] = {}
        before = len(self.flaws)
        for column in COLUMNS:
            if column.name not in header:
                continue
            try:
                values[column.name] = self._value(column, given.get(column.name, ""))
            except CellError as error:
                self._note(number, column.name, reason_of(error.code, error.params, error.suggestion))
        if values.get(KIND) not in (None, "", self.kind):
            self._note(
                number, KIND, _("Berkas ini untuk daftar tilik lain; seharusnya %(code)s.") % {"code": self.kind}
            )
        whole = all(column.name in values for column in COLUMNS if column.required)
        if len(self.flaws) > before or not whole:
            return None
        return Line(**{FIELDS[name]: value for name, value in values.items() if name != KIND})

    def _value(self, column: Column, cell: Any) -> Any:
        if cell in ("", None):
            if column.required:
                raise CellError("required")
            return ""
        value = self.readers[column.name](cell)
        return int(value) if isinstance(value, Decimal) else value

    def _between(self, flaws: Sequence[LineFlaw], numbers: Sequence[int]) -> Iterator[Flaw]:
        for flaw in flaws:
            number = 0 if flaw.place is None else numbers[flaw.place]
            yield Flaw(self.name, number, HEADINGS.get(flaw.field, ""), flaw.reason)

    def _note(self, line: int, column: str, reason: str) -> None:
        self.flaws.append(Flaw(self.name, line, column, reason))
