"""Figures and tables of the report of a month, on the page and in print."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Kpi, Row, Table
from inspections.domain.coordination_lending import BodyTime
from inspections.domain.inspection_report import InspectionReport, Line, Period


def month_words(period: Period) -> str:
    """Return "Januari 2026"."""
    return formats.month(period.first)


def address(name: str, period: Period, **query: str) -> str:
    """Return the address of a page of the report for a month."""
    kept = {key: value for key, value in query.items() if value}
    return f"{reverse(name)}?{urlencode({'bulan': str(period), **kept})}"


def head_figures(found: InspectionReport) -> list[Kpi]:
    """Return the four head figures; each opens its list."""
    period, total = found.period, found.total
    share = formats.percent(formats.share(total.done, total.planned)) if total.planned else "–"
    days = _("nilai tengah %(median)s hari, sembilan dari sepuluh dalam %(ninetieth)s hari") % {
        "median": "–" if total.median is None else total.median,
        "ninetieth": "–" if total.ninetieth is None else total.ninetieth,
    }
    see = _("Lihat")
    basis = _("%(share)s dari %(count)s yang direncanakan") % {"share": share, "count": formats.number(total.planned)}
    visits = address("report_visits", period)
    return [
        Kpi("done", _("Kunjungan selesai"), formats.number(total.done), basis, visits, see),
        Kpi(
            "found",
            _("Temuan baru"),
            formats.number(total.found),
            _("dari kunjungan bulan ini"),
            address("report_findings", period),
            see,
        ),
        Kpi(
            "repaired",
            _("Temuan selesai"),
            formats.number(total.repaired),
            days,
            address("report_findings", period, apa="selesai"),
            see,
        ),
        Kpi(
            "overdue",
            _("Temuan lewat batas"),
            formats.number(found.overdue),
            _("terbuka hari ini"),
            address("report_findings", period, apa="lewat"),
            see,
        ),
    ]


HEADS = ("planned", "done", "found", "repaired", "median", "ninetieth")


def head_words() -> list[str]:
    """Heads of the figures of a line, in the order of `HEADS`."""
    return [
        _("Rencana"),
        _("Selesai"),
        _("Temuan"),
        _("Diperbaiki"),
        _("Nilai tengah (hari)"),
        _("Persentil 90 (hari)"),
    ]


def line_table(caption: str, noun: str, key: str, lines: list[Line], period: Period) -> Table | None:
    """Return one breakdown, its first column headed `noun`; counts open their lists."""
    if not lines:
        return None
    columns = (Column(noun), *(Column(word, numeric=True) for word in head_words()))
    return Table(caption, columns, [_line_row(line, key, period) for line in lines], tight=True)


def _line_row(line: Line, key: str, period: Period) -> Row:
    def linked(value: int, page: str, what: str = "") -> Cell:
        url = address(page, period, apa=what, **{key: line.key}) if value else ""
        return Cell(formats.number(value), url=url)

    return Row(
        (
            Cell(line_words(line), strong=True),
            linked(line.planned, "report_visits", "rencana"),
            linked(line.done, "report_visits"),
            linked(line.found, "report_findings"),
            linked(line.repaired, "report_findings", "selesai"),
            Cell("–" if line.median is None else formats.number(line.median)),
            Cell("–" if line.ninetieth is None else formats.number(line.ninetieth)),
        )
    )


def line_words(line: Line) -> str:
    """Return what a row is called; findings of paper belong to no part of a checklist, some visits to no place."""
    if line.is_paper:
        return _("Tanpa daftar tilik")
    return _("Di luar register fasilitas") if line.key == "-" else line.label


PART_HEADS = ("found", "critical", "repaired", "median", "ninetieth")


def part_head_words() -> list[str]:
    """Heads of the figures of a kind of finding, in the order of `PART_HEADS`."""
    _planned, _done, found, repaired, *times = head_words()
    return [found, _("Kritis"), repaired, *times]


def part_table(lines: list[Line], period: Period) -> Table | None:
    """Return findings by their kind, the part of the checklist; counts open their lists."""
    if not lines:
        return None
    caption = _("Menurut jenis temuan")
    columns = (Column(_("Jenis temuan")), *(Column(word, numeric=True) for word in part_head_words()))
    return Table(caption, columns, [_part_row(line, period) for line in lines], tight=True)


def _part_row(line: Line, period: Period) -> Row:
    def linked(value: int, what: str = "") -> Cell:
        return Cell(
            formats.number(value), url=address("report_findings", period, apa=what, bagian=line.key) if value else ""
        )

    return Row(
        (
            Cell(line_words(line), strong=True),
            linked(line.found),
            linked(line.critical, "kritis"),
            linked(line.repaired, "selesai"),
            *(Cell(text) for text in _printed(_figures(line, PART_HEADS[3:]))),
        )
    )


def body_head_words() -> list[str]:
    """Heads of the figures of an outside body."""
    return [_("Ditanya"), _("Dijawab"), _("Dalam batas"), _("Nilai tengah"), _("Terlama")]


def body_table(rows: Iterable[BodyTime]) -> Table | None:
    """Return the time outside bodies used; each name opens its questions."""
    lines = list(rows)
    if not lines:
        return None
    caption = _("Waktu koordinasi menurut instansi")
    columns = (Column(_("Instansi")), *(Column(word, numeric=True) for word in body_head_words()))
    drawn = [
        Row((Cell(row.body, url=row.url, strong=True), *(Cell(text, whole=True) for text in _body_texts(row))))
        for row in lines
    ]
    return Table(caption, columns, drawn, tight=True)


def _body_texts(row: BodyTime) -> list[str]:
    times = (row.median_minutes, row.longest_minutes)
    counts = [formats.number(count) for count in (row.asked, row.answered, row.on_time)]
    return [*counts, *(formats.NOTHING if each is None else formats.duration(each) for each in times)]


@dataclass(frozen=True)
class Block:
    """One breakdown as it is filed: `heads` and `rows` of numbers for a sheet, the same in words for print."""

    title: str
    heads: list[str]
    rows: list[list[Any]]
    printed_heads: list[str]
    printed: list[list[str]]


def _line_block(title: str, noun: str, words: list[str], names: Sequence[str], lines: list[Line]) -> Block:
    labelled = [(line_words(line), _figures(line, names)) for line in lines]
    return Block(
        title,
        [noun, *words],
        [[label, *("" if value is None else value for value in values)] for label, values in labelled],
        [noun, *words],
        [[label, *_printed(values)] for label, values in labelled],
    )


def _body_block(rows: Sequence[BodyTime]) -> Block:
    *counts, median, longest = body_head_words()
    minutes = [_("%(what)s (menit kantor)") % {"what": word} for word in (median, longest)]
    return Block(
        _("Waktu koordinasi"),
        [_("Instansi"), *counts, *minutes],
        [["" if value is None else value for value in astuple(row)[:-1]] for row in rows],  # all but the address
        [_("Instansi"), *body_head_words()],
        [[row.body, *_body_texts(row)] for row in rows],
    )


def total_block(found: InspectionReport) -> Block:
    """Return the month as one row."""
    return _line_block(_("Ringkasan"), "", head_words(), HEADS, [replace(found.total, label=_("Jumlah"))])


def blocks(found: InspectionReport, bodies: Sequence[BodyTime]) -> list[Block]:
    """Return every breakdown of a month, in the order of the page."""
    words = head_words()
    return [
        _line_block(_("Menurut kecamatan"), _("Kecamatan"), words, HEADS, found.districts),
        _line_block(_("Menurut pengawas"), _("Pengawas"), words, HEADS, found.inspectors),
        _line_block(_("Menurut jenis fasilitas"), _("Jenis fasilitas"), words, HEADS, found.kinds),
        _line_block(_("Menurut jenis temuan"), _("Jenis temuan"), part_head_words(), PART_HEADS, found.parts),
        _body_block(bodies),
    ]


def _figures(line: Line, names: Sequence[str]) -> list[int | None]:
    return [getattr(line, name) for name in names]


def _printed(values: Iterable[int | None]) -> list[str]:
    return [formats.NOTHING if value is None else formats.number(value) for value in values]
