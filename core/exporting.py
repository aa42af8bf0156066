"""Rows that leave in bulk, as CSV, NDJSON or XLSX, with flat memory however many there are.

    extract = Extract(rows, columns, zone=office.zone)
    csv_chunks(extract), ndjson_chunks(extract)      # generators of text, some thousand rows each
    write_xlsx(target, extract, name="Izin")

`rows` is a scoped queryset. On PostgreSQL a server-side cursor hands it out in one snapshot, and the database writes
instants, dates and JSON itself; on SQLite, whose readers hold up no writer, Python does. Both give the same text.
Text that a spreadsheet would run gets an apostrophe in CSV and XLSX (`core.sheets.inert`); JSON is never run.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import CharField, DurationField, Expression, F, Func, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Replace
from django.utils import timezone
from django.utils.functional import Promise

from core.sheets import SheetOut, csv_text, write

BATCH = 2_000
# Of 1,048,576 lines a sheet may have, one names the columns.
SHEET_ROWS = 1_000_000
LIST_MARK = ";"
Row = tuple[Any, ...]


class Cells(StrEnum):
    """What a column holds; decides how a cell is written."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    CODES = "codes"  # a JSON list of codes


@dataclass(frozen=True)
class Column:
    """`key` heads CSV and JSON, `label` the sheet for people; `source` is a field or an expression.

    `shown` changes a text on its way out, for instance to initials where the matrix masks.
    """

    key: str
    label: str | Promise
    source: str | Expression | Subquery
    cells: Cells = Cells.TEXT
    shown: Callable[[str], str] | None = None

    @property
    def expression(self) -> Any:
        """What the database is asked for."""
        return F(self.source) if isinstance(self.source, str) else self.source


@dataclass(frozen=True)
class Extract:
    """What leaves: rows in the order of their keys, instants in `zone`; `on_rows` is told the size of each batch."""

    rows: QuerySet[Any]
    columns: Sequence[Column]
    zone: tzinfo
    on_rows: Callable[[int], None] = lambda _count: None

    @property
    def keys(self) -> list[str]:
        """Names of the columns for machines."""
        return [column.key for column in self.columns]

    @property
    def by_database(self) -> bool:
        """Whether the database writes the cells as text."""
        return connection.vendor == "postgresql" and not any(column.shown for column in self.columns)


def csv_chunks(extract: Extract) -> Iterator[str]:
    """CSV with commas and one line of keys; no cell of it is a formula."""
    yield csv_text([extract.keys])
    for batch in text_batches(extract):
        yield csv_text(batch)


def ndjson_chunks(extract: Extract) -> Iterator[str]:
    """A JSON object a line."""
    if extract.by_database:
        # The keys are words of our own code.
        asked = f"SELECT row_to_json(r)::text FROM ({{}}) AS r ({', '.join(map(_quoted, extract.keys))})"  # noqa: S608
        values = [_native(column, extract.zone) for column in extract.columns]
        for batch in _cursor_batches(extract, values, asked):
            yield "".join(f"{line}\n" for (line,) in batch)
        return
    keys = extract.keys
    for batch in _python_batches(extract, json_cell):
        yield "".join(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) + "\n" for row in batch)


def _quoted(key: str) -> str:
    return connection.ops.quote_name(key)


def write_xlsx(target: Path | IO[bytes], extract: Extract, *, name: str) -> None:
    """A workbook; rows beyond a million go on in a further sheet."""
    write(target, _sheets(extract, name))


def _sheets(extract: Extract, name: str) -> Iterator[SheetOut]:
    numbers = [place for place, column in enumerate(extract.columns) if column.cells is Cells.NUMBER]
    rows = (row for batch in text_batches(extract) for row in batch)
    header = [str(column.label) for column in extract.columns]
    first = next(rows, None)
    page = 1
    while page == 1 or first is not None:
        filled = [] if first is None else [first]
        part = (_numbered(row, numbers) for rest in (filled, islice(rows, SHEET_ROWS - 1)) for row in rest)
        yield SheetOut(name if page == 1 else f"{name[:25]} ({page})", header, part)
        first, page = next(rows, None), page + 1


def _numbered(row: Row, numbers: Sequence[int]) -> Sequence[Any]:
    cells = list(row)
    for place in numbers:
        cells[place] = None if cells[place] is None else float(cells[place])
    return cells


# --- cells ----------------------------------------------------------------------------------------------------


def text_batches(extract: Extract) -> Iterator[list[Row]]:
    """Rows as text or None, in batches."""
    if extract.by_database:
        values = [_text(column, extract.zone) for column in extract.columns]
        yield from _cursor_batches(extract, values, "{}")
    else:
        yield from _python_batches(extract, text_cell)


def text_cell(value: Any, zone: tzinfo) -> str | None:
    """A value as CSV and sheets hold it; None stays None."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case datetime():
            return instant_text(value, zone)
        case date():
            return value.isoformat()
        case list():
            return LIST_MARK.join(map(str, value))
        case _:
            return str(value)


def json_cell(value: Any, zone: tzinfo) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return float(value)
    return text_cell(value, zone) if isinstance(value, date) else value


def instant_text(value: datetime, zone: tzinfo) -> str:
    """An instant in a zone, as the API writes it: microseconds only when there are some, UTC as `Z`."""
    text = value.astimezone(zone).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


class InstantText(Func):
    """The same by PostgreSQL. The zone must keep one offset, as those of Indonesia do since 1988."""

    output_field = TextField()

    def __init__(self, instant: Any, zone: tzinfo) -> None:
        # By its distance: PostgreSQL takes twice the time to look up a zone by its name.
        distance = Value(timezone.now().astimezone(zone).utcoffset(), output_field=DurationField())
        local = Func(distance, instant, function="timezone", output_field=TextField())
        text = Func(local, Value('YYYY-MM-DD"T"HH24:MI:SS.US'), function="to_char", output_field=TextField())
        whole = Replace(text, Value(".000000"), Value(""), output_field=TextField())
        # Not Concat, which makes an empty text of null.
        super().__init__(whole, Value(offset_of(zone)), template="(%(expressions)s)", arg_joiner=" || ")


def offset_of(zone: tzinfo) -> str:
    """`+07:00`, or `Z` for none, as it is now."""
    text = instant_text(timezone.now().astimezone(UTC), zone)
    return "Z" if text.endswith("Z") else text[-6:]


def _native(column: Column, zone: tzinfo) -> Any:
    """For JSON: numbers, flags and lists stay what they are."""
    return InstantText(column.expression, zone) if column.cells is Cells.INSTANT else column.expression


def _text(column: Column, zone: tzinfo) -> Any:
    match column.cells:
        case Cells.TEXT:
            return column.expression
        case Cells.INSTANT:
            return InstantText(column.expression, zone)
        case Cells.CODES:
            template = f"array_to_string(array(SELECT jsonb_array_elements_text(%(expressions)s)), '{LIST_MARK}')"
            return Func(column.expression, template=template, output_field=CharField())
        case _:
            return Cast(column.expression, TextField())


# --- rows -----------------------------------------------------------------------------------------------------


def _cursor_batches(extract: Extract, values: Sequence[Any], asked: str) -> Iterator[list[Row]]:
    """Batches from a server-side cursor, in one transaction: one snapshot, and nothing kept on either side.

    `asked` is SQL with `{}` for the query of the rows.
    """
    query = extract.rows.order_by("pk").values_list(*values).query
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    with transaction.atomic(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(asked.replace("{}", sql), parameters)
        while batch := cursor.fetchmany(BATCH):
            extract.on_rows(len(batch))
            yield batch


def _python_batches(extract: Extract, cell: Callable[[Any, tzinfo], Any]) -> Iterator[list[Row]]:
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield from _read(extract, cell)
    else:
        # IMMEDIATE would hold every writer up for as long as the reader takes.
        yield from _read(extract, cell)


def _read(extract: Extract, cell: Callable[[Any, tzinfo], Any]) -> Iterator[list[Row]]:
    zone, shown = extract.zone, [column.shown for column in extract.columns]
    rows = extract.rows.order_by("pk").values_list(*(column.expression for column in extract.columns))
    found = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        extract.on_rows(len(batch))
        yield [
            tuple(
                cell(change(value) if change and value else value, zone)
                for value, change in zip(row, shown, strict=True)
            )
            for row in batch
        ]
