"""A coverage list as a file: the same rows as on the page, in their order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, formats, sheets
from core.pdf import render_pdf
from licensing.domain.coverage.rows import CoverageRow

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
SHEETS: Final = ("letters/letter.css", "letters/paper-a4-landscape.css")


@dataclass(frozen=True)
class CoverageSheet:
    """What is written: rows with the words above them."""

    title: str
    subtitle: str
    on: date
    rows: Iterable[CoverageRow]


def heads() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("Nama"), _("Profesi atau jenis"), _("Tempat atau izin wajib"), _("Kecamatan"), _("Kepemilikan"),
        _("Keadaan"), _("Nomor izin"), _("Berlaku sampai"), _("Proses"),
    ]  # fmt: skip


def lines(rows: Iterable[CoverageRow]) -> Iterator[list[Any]]:
    """Yield the cells of each row."""
    for row in rows:
        yield [row.title, row.note, row.place, row.area, row.ownership, row.state, row.licences, row.ends_on or "",
               row.process]  # fmt: skip


def content(sheet: CoverageSheet, file_format: str) -> bytes:
    """Return the file. No cell of it can become a formula."""
    if file_format == "xlsx":
        book = BytesIO()
        sheets.write(book, [sheets.SheetOut(sheet.title, heads(), lines(sheet.rows))])
        return book.getvalue()
    if file_format == "csv":
        text = StringIO(newline="")
        sheets.write_csv(text, heads(), lines(sheet.rows))
        return text.getvalue().encode("utf-8-sig")
    return _pdf(sheet)


def _pdf(sheet: CoverageSheet) -> bytes:
    printed = [
        [formats.plain_date(cell) if isinstance(cell, date) else cell for cell in line] for line in lines(sheet.rows)
    ]
    context = {
        "judul": sheet.title,
        "keterangan": sheet.subtitle,
        "kepala": heads(),
        "baris": printed,
        "jumlah": _("Jumlah: %(count)s") % {"count": formats.number(len(printed))},
    }
    return render_pdf("licensing/coverage/print.html", context, stylesheets=SHEETS)


@transaction.atomic
def export(
    sheet: CoverageSheet, file_format: str, *, by: Any, office: Any, role: str, reason: str, at: datetime,
    facts: dict[str, Any],
) -> bytes:  # fmt: skip
    """Return the file and leave an audit row with its list, its length and the typed reason."""
    rows = list(sheet.rows)
    file = content(CoverageSheet(sheet.title, sheet.subtitle, sheet.on, rows), file_format)
    audit.record(
        action="coverage.export",
        by=by,
        office=office,
        role=role,
        reason=reason,
        payload={**facts, "on": sheet.on.isoformat(), "rows": len(rows), "format": file_format},
        at=at,
    )
    return file
