"""What the monthly report shows: head figures, charts and tables, each with the address of its list."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Office
from core import formats
from core.components import Bar, BarChart, Cell, Column, Edge, Kind, Kpi, Row, Slice, StackedBar, Table
from core.months import Month
from licensing.domain.reports.coordination_times import BodyFigures, CoordinationTime
from licensing.domain.reports.promise_month import FinishedFile, PromiseReport, Share, share_of
from licensing.domain.surveys.index import printed
from licensing.enums import Holder

# Counts below this are hidden from whoever reads totals only (PRODUCT 9).
FEW = 5
NOT_NOTED = "-"


def address(name: str, month: Month, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'bulan': str(month), **more})}"


def month_words(month: Month) -> str:
    """`Januari 2026`, in the reader's language."""
    return formats.plain_date(month.start.date()).split(" ", 1)[1]


def shown_count(count: int, *, rows: bool) -> str:
    """A count; hidden below five for whoever reads totals only."""
    return formats.number(count) if rows or count == 0 or count >= FEW else "<5"


def head_figures(report: PromiseReport, month: Month, *, rows: bool) -> list[Kpi]:
    total, apart = report.total, share_of(report.coordinated)
    hidden = not rows and 0 < total.finished < FEW

    def url(name: str, count: int) -> str:
        return address("promise_files", month, apa=name) if rows and count else ""

    share = formats.NOTHING if hidden else formats.percent(formats.share(total.on_time, total.finished))
    basis = _("%(part)s dari %(whole)s rekomendasi berjanji satu hari") % {
        "part": formats.NOTHING if hidden else formats.number(total.on_time),
        "whole": shown_count(total.finished, rows=rows),
    }
    method = _("persentil 90 %(ninety)s (peringkat terdekat)") % {
        "ninety": time_words(total.ninetieth_minutes, hidden=hidden)
    }
    apart_hidden = not rows and 0 < apart.finished < FEW
    return [
        Kpi("on-time", _("Selesai tepat waktu"), share, basis, url("selesai", total.finished), _("Lihat berkasnya")),
        Kpi(
            "late",
            _("Melewati janji"),
            formats.NOTHING if hidden else shown_count(total.late, rows=rows),
            _("dari penyebut yang sama"),
            url("lewat", total.late),
            _("Lihat berkasnya"),
        ),
        Kpi("median", _("Nilai tengah waktu kerja"), time_words(total.median_minutes, hidden=hidden), method),
        Kpi(
            "coordination",
            _("Dengan koordinasi, dihitung terpisah"),
            shown_count(apart.finished, rows=rows),
            _("%(part)s dalam batasnya sendiri")
            % {"part": formats.NOTHING if apart_hidden else formats.number(apart.on_time)},
            url("koordinasi", apart.finished),
            _("Lihat berkasnya"),
        ),
    ]


def time_words(minutes: int | None, *, hidden: bool = False) -> str:
    return formats.NOTHING if minutes is None or hidden else formats.duration(minutes)


def type_chart(report: PromiseReport, month: Month) -> BarChart:
    names = {row.type_code: row.type_name for row in report.files}
    bars = [
        Bar(names[code], share.on_time, share.finished, url=address("promise_files", month, apa="selesai", jenis=code))
        for code, share in list(report.by_type().items())[:10]
    ]
    return BarChart(
        name="types",
        title=_("Tepat waktu menurut jenis"),
        bars=bars,
        good_from=95,
        note=_("Sepuluh jenis dengan berkas terbanyak."),
        columns=(_("Tepat waktu"), _("Selesai"), _("Bagian")),
    )


def type_table(report: PromiseReport, month: Month) -> Table:
    names = {row.type_code: row.type_name for row in report.files}
    columns = (
        Column(_("Jenis")),
        Column(_("Selesai"), numeric=True),
        Column(_("Tepat waktu"), numeric=True),
        Column(_("Bagian"), numeric=True),
        Column(_("Nilai tengah"), numeric=True),
        Column(_("Persentil 90"), numeric=True),
    )
    rows = [
        Row(
            (
                Cell(names[code], url=address("promise_files", month, apa="selesai", jenis=code)),
                *_share_cells(share),
            )
        )
        for code, share in report.by_type().items()
    ]
    total = (Cell(_("Semua jenis")), *_share_cells(report.total))
    return Table(_("Menurut jenis"), columns, rows, tight=True, total=total)


def _share_cells(share: Share) -> tuple[Cell, ...]:
    return (
        Cell(formats.number(share.finished)),
        Cell(formats.number(share.on_time)),
        Cell(formats.percent(formats.share(share.on_time, share.finished)), strong=True),
        Cell(time_words(share.median_minutes), whole=True),
        Cell(time_words(share.ninetieth_minutes), whole=True),
    )


KEYS: dict[str, Callable[[FinishedFile], str]] = {
    "jenis": lambda row: row.type_code,
    "meja": lambda row: row.desk,
    "alasan": lambda row: row.reason,
}


def late_table(report: PromiseReport, month: Month, key: str, caption: str) -> Table:
    rows = [
        Row(
            (
                Cell(
                    key_words(key, value),
                    url=address("promise_files", month, apa="lewat", **{key: value or NOT_NOTED}),
                ),
                Cell(formats.number(count)),
            )
        )
        for value, count in report.late_by(KEYS[key]).items()
    ]
    return Table(caption, (Column(caption), Column(_("Berkas"), numeric=True)), rows)


def key_words(key: str, value: str) -> str:
    if value in ("", NOT_NOTED):
        return _("tidak dicatat")
    if key == "meja":
        return str(Role(value).label) if value in Role.values else value
    return value


def held_bar(report: PromiseReport) -> StackedBar:
    kinds = {Holder.APPLICANT: Kind.FIX, Holder.DPMPTSP: Kind.WAIT, Holder.DINKES: Kind.OK, Holder.OUTSIDE: Kind.NONE}
    slices = [
        Slice(f"{holder.label}, {time_words(minutes)}", minutes, kinds[holder])
        for holder, minutes in report.held_minutes().items()
        if minutes
    ]
    return StackedBar(
        name="held",
        title=_("Siapa memegang berkas"),
        slices=slices,
        note=_("Menit kantor dari pengajuan sampai keputusan; bagian-bagiannya menjumlah ke seluruhnya."),
    )


def complaint_facts(report: PromiseReport, month: Month, *, open_list: bool) -> list[dict[str, str]]:
    """Counts; only the bureau and the auditor get links and small figures: no one else may count who is missing."""
    figures = report.complaints

    def link(name: str) -> str:
        return f"{reverse(name)}?bulan={month}" if open_list else ""

    return [
        {
            "label": _("Laporan permintaan uang"),
            "figure": shown_count(figures.integrity, rows=open_list),
            "url": link("integrity_list"),
        },
        {"label": _("Pengaduan masuk"), "figure": shown_count(figures.received, rows=open_list), "url": ""},
        {"label": _("Pengaduan dijawab"), "figure": shown_count(figures.answered, rows=open_list), "url": ""},
        {
            "label": _("Dijawab dalam waktu janji"),
            "figure": shown_count(figures.answered_on_time, rows=open_list),
            "url": "",
        },
    ]


def survey_line(report: PromiseReport, *, rows: bool) -> str:
    figures = report.survey
    if not figures.respondents:
        return _("belum ada responden")
    if figures.few and not rows:
        return _("kurang dari 5 responden")
    index = formats.fixed_number(printed(figures.index), 2) if figures.index is not None else formats.NOTHING
    return _("%(index)s, mutu %(band)s, %(count)s responden") % {
        "index": index,
        "band": figures.band,
        "count": formats.number(figures.respondents),
    }


def survey_query(month: Month) -> str:
    last = month.shifted(1).start.date().toordinal() - 1
    return urlencode({"dari": month.start.date().isoformat(), "sampai": datetime.fromordinal(last).date().isoformat()})


def file_table(rows: list[FinishedFile], visible: set[str], office: Office) -> Table:
    columns = (
        Column(_("Permohonan")),
        Column(_("Selesai")),
        Column(_("Waktu kerja"), numeric=True),
        Column(_("Janji")),
        Column(_("Meja dan alasan")),
    )
    drawn = [
        Row(
            (
                Cell(
                    row.type_name,
                    note=row.number,
                    url=reverse("application_detail", args=[row.number]) if row.number in visible else "",
                ),
                Cell(formats.short_moment(row.ended_at, office.time_zone), whole=True),
                Cell(time_words(row.minutes), whole=True),
                Cell(_("Tepat waktu"), kind=Kind.OK)
                if row.on_time
                else Cell(_("Lewat %(time)s") % {"time": time_words(row.over_minutes)}, kind=Kind.BAD),
                Cell("" if row.on_time else key_words("meja", row.desk), note=row.reason),
            ),
            edge=Edge.NONE if row.on_time else Edge.LATE,
        )
        for row in rows
    ]
    return Table(_("Berkas"), columns, drawn, hide_caption=True)


def body_table(bodies: list[BodyFigures], month: Month) -> Table:
    """Return the figures per body; the name opens its questions."""
    columns = (
        Column(_("Instansi")),
        Column(_("Ditanya"), numeric=True),
        Column(_("Dijawab"), numeric=True),
        Column(_("Dalam batas"), numeric=True),
        Column(_("Nilai tengah"), numeric=True),
        Column(_("Terlama"), numeric=True),
    )
    rows = [
        Row(
            (
                Cell(each.body, url=address("coordination_times", month, instansi=each.body), strong=True),
                Cell(formats.number(each.asked)),
                Cell(formats.number(each.answered)),
                Cell(formats.number(each.on_time)),
                Cell(time_words(each.median_minutes), whole=True),
                Cell(time_words(each.longest_minutes), whole=True),
            )
        )
        for each in bodies
    ]
    return Table(_("Koordinasi menurut instansi"), columns, rows, tight=True)


def outcome(row: CoordinationTime) -> tuple[str, Kind]:
    """Return the state of a question in words, and its tone."""
    if row.ended_at is None:
        return (_("Lewat batas, belum dijawab"), Kind.BAD) if row.on_time is False else (_("Menunggu"), Kind.WAIT)
    if row.answered_at is None:
        return _("Berkas ditutup tanpa jawaban"), Kind.NONE
    return (_("Tepat waktu"), Kind.OK) if row.on_time else (_("Terlambat"), Kind.FIX)
