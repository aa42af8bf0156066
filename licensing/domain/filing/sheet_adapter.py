"""A spreadsheet (XLSX, ODS, CSV): one application a row, columns by their headings in either language.

A heading may also be the path in the body (`applicant.nik`), and `details.KODE` fills the data requirement KODE.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now, gettext_lazy as _, override

from core import sheets
from core.imports.columns import CellError, Choice, Column, Day, Text, YesNo, day_of, plain_name
from licensing.domain.filing.adapters import MOST_ROWS, Adapter, Record
from licensing.enums import ApplicationKind
from licensing.exceptions import UnreadableBatch

CODE = "sheet"
HEADER_WITHIN = 15
HEADER_NAMES = 3  # so many known headings make a header
DETAILS = "details."


def _words(label: Any) -> tuple[str, ...]:
    """A label in every language of the portal."""
    found = []
    for code, _language in settings.LANGUAGES:
        with override(code):
            found.append(str(label))
    return tuple(found)


COLUMNS: tuple[Column, ...] = (
    Text("external_reference", _("Nomor referensi pengirim"), ("referensi",), required=True, example="SICANTIK-0001"),
    Text("type", _("Kode jenis izin"), ("jenis izin", "kode jenis"), required=True, example="SIPP-PERAWAT"),
    Choice(
        "kind",
        _("Jenis permohonan"),
        ("permohonan",),
        required=True,
        example="Baru",
        options=lambda: {kind.value: _words(kind.label) for kind in ApplicationKind},
    ),
    Text("slot", _("Tempat praktik ke"), ("slot",), example="1"),
    Text("previous_licence", _("Nomor izin sebelumnya")),
    Text("applicant.name", _("Nama pemohon"), ("nama",), required=True, example="Sari Wulandari"),
    Text("applicant.nik", _("NIK"), sensitive=True, example="9901011504940000"),
    Text("applicant.passport", _("Nomor paspor"), sensitive=True),
    Text("applicant.phone", _("Nomor WhatsApp"), ("telepon", "hp"), required=True, example="0800 0000 123"),
    Text("applicant.email", _("Pos-el"), ("email",)),
    Text("applicant.degrees", _("Gelar")),
    Text("applicant.birth_place", _("Tempat lahir"), example="Prabumulih"),
    Day("applicant.birth_date", _("Tanggal lahir"), example="1994-04-15"),
    Text("applicant.sex", _("Jenis kelamin"), example="P"),
    Text("applicant.address", _("Alamat rumah"), ("alamat pemohon",), example="Jalan Contoh Nomor 2"),
    Text("practitioner.str_number", _("Nomor STR"), example="AA00000000000001"),
    Text("practitioner.str_name", _("Nama pada STR"), example="Sari Wulandari"),
    YesNo("practitioner.str_lifetime", _("STR seumur hidup"), example="ya"),
    Day("practitioner.str_valid_until", _("STR berlaku sampai")),
    Text("practitioner.skp_points", _("SKP")),
    Text("facility.owner_name", _("Nama pemilik")),
    Text("facility.responsible_name", _("Nama penanggung jawab")),
    Text("facility.nib", _("NIB")),
    Text("place.facility", _("Id fasilitas")),
    Text("place.name", _("Nama tempat"), ("tempat praktik",), example="Klinik Contoh Medika"),
    Text("place.kind", _("Jenis tempat"), example="klinik_pratama"),
    Text("place.address", _("Alamat tempat"), example="Jalan Melati Nomor 00"),
    Text("place.region", _("Kode kelurahan"), ("kode wilayah",), example="16.74.02.1007"),
    YesNo("place.independent", _("Praktik mandiri"), example="tidak"),
    Text("place.hours_text", _("Jam praktik"), example="Senin 08.00–12.00"),
    Text("statements", _("Pernyataan yang disetujui"), ("pernyataan",), hint=_("Kode, dipisah koma.")),
)
_BY_NAME = {column.name: column for column in COLUMNS}


def read(path: Path) -> Iterator[Record]:
    """One record a row below the header, numbered as the program shows it. Raises UnreadableSheet, UnreadableBatch.

    The guess at a CSV's delimiter may fall for a title ("Prabumulih, 26 Januari 2026"); the headings then decide.
    """
    damaged: sheets.UnreadableSheet | None = None
    for delimiter in ("", *sheets.DELIMITERS):
        rows = sheets.read(path, limits=sheets.Limits(rows=MOST_ROWS + HEADER_WITHIN), delimiter=delimiter)
        try:
            sheet, places = _heading(rows)
        except sheets.UnreadableSheet as error:
            if error.flaw != sheets.SheetFlaw.DAMAGED:
                raise
            damaged = damaged or error  # quotation marks look broken between wrong delimiters
            continue
        if places:
            # Notes and examples stand on later sheets.
            below = takewhile(lambda row: row.sheet == sheet, rows)  # noqa: B023  read before the next turn
            yield from (Record(row.number, _body(row.cells, places)) for row in below)
            return
        if sheet:
            break  # a named sheet has no delimiter
    if damaged is not None:
        raise damaged
    required = ", ".join(str(column.label) for column in COLUMNS if column.required)
    reason = _now("judul kolom tidak ditemukan dalam %(lines)s baris pertama. Kolom wajib: %(columns)s")
    raise UnreadableBatch(params={"reason": reason % {"lines": HEADER_WITHIN, "columns": required}})


def _heading(rows: Iterator[sheets.SheetRow]) -> tuple[str, dict[int, str]]:
    """Read up to the header: the first sheet's name, and which column stands where; nothing where there is none."""
    sheet = ""
    for row in islice(rows, HEADER_WITHIN):
        sheet = sheet or row.sheet
        if row.sheet != sheet:
            break
        if places := _header(row.cells):
            return sheet, places
    return sheet, {}


def _header(cells: Sequence[Any]) -> dict[int, str]:
    """Place → name of the column, where enough headings are known; else nothing."""
    known = {name: column.name for column in COLUMNS for name in column.names}
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        text = str(cell).strip()
        name = text if text.startswith(DETAILS) or text in _BY_NAME else known.get(plain_name(text))
        if name and name not in found.values():
            found[place] = name
    return found if len(found) >= HEADER_NAMES else {}


def _body(cells: Sequence[Any], places: dict[int, str]) -> dict[str, Any]:
    """What is not filled in is not sent; what cannot be read goes out as it is, for the API to refuse."""
    body: dict[str, Any] = {}
    for place, name in places.items():
        cell = cells[place] if place < len(cells) else ""
        if cell in ("", None):
            continue
        section, _dot, member = name.partition(".")
        if member:
            body.setdefault(section, {})[member] = _value(name, cell)
        else:
            body[name] = _value(name, cell)
    return body


def _value(name: str, cell: Any) -> Any:
    column = _BY_NAME.get(name)
    text = str(cell).strip()
    if name == "statements":
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(column, Day):
        day = day_of(cell if isinstance(cell, int) else text)
        return day.isoformat() if day else text
    if isinstance(column, (Choice, YesNo)):
        return _meaning(column, cell, text)
    return text


def _meaning(column: Column, cell: Any, text: str) -> Any:
    try:
        return column.reader()(cell)
    except CellError:
        return text


def name_of(pointer: str) -> str:
    """The heading of the column at a pointer; the pointer itself where the sheet has none."""
    parts = [part for part in pointer.split("/") if part]
    for length in (2, 1):
        column = _BY_NAME.get(".".join(parts[:length]))
        if column is not None:
            return str(column.label)
    return ".".join(parts) or _now("Seluruh baris")


def write_example(target: Any) -> None:
    """An XLSX with the headings and one invented row."""
    header = [str(column.label) for column in COLUMNS]
    sheets.write(target, [sheets.SheetOut(_now("Permohonan"), header, [[column.example for column in COLUMNS]])])


ADAPTER = Adapter(
    CODE,
    _("Lembar kerja (XLSX, ODS, CSV)"),
    (".xlsx", ".ods", ".csv"),
    read,
    name_of,
    example=write_example,
    example_name="permohonan.xlsx",
)
