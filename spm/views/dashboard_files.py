"""A dashboard as files: the same lines as on the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import formats
from core.pdf import render_pdf
from core.sheets import SheetOut
from spm.domain.dashboards.boards import Board, Drawing
from spm.domain.dashboards.figures import Line, parts_check
from spm.domain.dashboards.registers import RegisterRow
from spm.enums import Shape
from spm.views.dashboard_cut import groups, period
from spm.views.drawings import figure, parts_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLES = ("letters/letter.css", "letters/paper-a4.css")


def board_sheets(board: Board) -> Iterator[SheetOut]:
    """One sheet with every line; a hidden count is written "<5", never as a number."""
    header = (_("Panel"), _("Judul"), _("Indikator"), _("Nama"), _("Jumlah"), _("Dari"), _("Persen"))
    yield SheetOut(str(board.dashboard.label), header, _rows(board))
    about = [
        (_("Wilayah"), board.cut.area.name),
        (_("Periode"), period(board.cut)),
        (_("Kelompok"), groups(board.cut) or _("Semua")),
        (_("Data per"), formats.full_moment(timezone.localtime(board.data_at))),
        *([(_("Pilih satu pembagian saja"), _closed())] if board.is_closed else []),
    ]
    yield SheetOut(_("Keterangan"), (_("Hal"), _("Isi")), about)


def _rows(board: Board) -> Iterator[Sequence[Any]]:
    for drawing in () if board.is_closed else board.drawings:
        for row in drawing.rows:
            yield (drawing.code, drawing.title, row.head, row.label, row.count, row.whole, "")
        for line in drawing.lines:
            yield (line.wanted.panel, drawing.title, line.wanted.code, line.wanted.label, *_cells(line))


def _cells(line: Line) -> tuple[Any, Any, str]:
    due = line.due if line.has_share else None
    if line.count is None:
        return formats.NOTHING, formats.NOTHING if due is None or line.is_hidden else due, formats.NOTHING
    if line.is_hidden:
        return _("<5"), "", ""
    return line.count.served, due, figure(line) if due is not None else ""


def board_pdf(board: Board) -> bytes:
    """The dashboard on paper, in Indonesian whatever the page speaks."""
    with translation.override("id"):
        chosen = groups(board.cut)
        context = {
            "judul": f"Dasbor integrasi layanan primer: {board.dashboard.label}",
            "keterangan": f"{board.cut.area.name}, {period(board.cut)}{f', {chosen.lower()}' if chosen else ''}. "
            f"Data per {formats.full_moment(timezone.localtime(board.data_at))}.",
            "kepala": ("Nama", "Jumlah", "Dari", "Persen", "Grafik"),
            "kepala_daftar": ("Yang dihitung", "Menurut", "Jumlah", "Dari"),
            "tertutup": _closed() if board.is_closed else "",
            "kosong": "Belum ada data periode ini.",
            "panel": [] if board.is_closed else [_printed(drawing) for drawing in board.drawings],
        }
        return render_pdf("spm/ilp/print.html", context, stylesheets=STYLES)


def _closed() -> str:
    return _(
        "Di luar kabupaten/kota pemiliknya, angka setahun dibagi menurut satu hal: wilayah, jenis kelamin, "
        "kelompok umur, atau disabilitas. Hapus salah satu pilihan di atas."
    )


def _printed(drawing: Drawing) -> dict[str, Any]:
    rows = [_printed_line(line) for line in drawing.lines if line.count is not None]
    notes = list(drawing.notes)
    if drawing.shape == Shape.PARTS and parts_check(drawing.lines):
        notes.insert(0, parts_words(drawing.lines))
    return {
        "kode": drawing.code,
        "judul": drawing.title,
        "catatan": " ".join(notes),
        "daftar": [_printed_row(row) for row in drawing.rows],
        "baris": [
            {"nama": name, "jumlah": number, "dari": whole, "persen": share, "lebar": f"{width:.1f}%"}
            for name, number, whole, share, width in rows
        ],
    }


def _printed_row(row: RegisterRow) -> dict[str, str]:
    whole = formats.NOTHING if row.whole is None else formats.number(row.whole)
    return {"nama": row.label, "menurut": row.head, "jumlah": formats.number(row.count), "dari": whole}


def _printed_line(line: Line) -> tuple[str, str, str, str, float]:
    served, due, share = _cells(line)
    percent = float(min(line.percent or 0, 100))
    shown = formats.number(served) if isinstance(served, int) else served
    return line.wanted.label, shown, formats.number(due) if isinstance(due, int) else "", share, percent
