"""Context of REKAP_JEMPUT: a month of pick-ups at one Puskesmas, under the portal's seal (DECISIONS 17). No person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from babel.dates import format_date
from django.utils import translation

from accounts.models import Office
from core import formats
from core.months import Month
from letters.content import Filled, LetterBody, LetterContent, LetterHead, SignatureBlock
from letters.wording import moment
from outreach.domain import clock
from outreach.domain.figures import MonthFigures
from outreach.domain.summary import Summary
from outreach.enums import Need
from outreach.models import Promise

TITLE = "Laporan Bulanan Layanan Jemput"


@dataclass(frozen=True, kw_only=True)
class BarisJemput(Filled):
    """One village, group or month; figures are text, a dash where nobody arrived. `lebar` draws the share on time."""

    nama: str
    permintaan: str
    tepat: str
    persen: str
    lewat: str
    median: str
    santunan: str
    lebar: str


@dataclass(frozen=True, kw_only=True)
class RekapJemput(LetterBody):
    """`kosong` is set for a month in which nobody called."""

    kind: ClassVar[str] = "REKAP_JEMPUT"

    periode: str
    nama_puskesmas: str
    kosong: bool
    janji: str
    jumlah_permintaan: str
    jumlah_didatangi: str
    jumlah_tepat: str
    persen_tepat: str
    median: str
    persentil_90: str
    jumlah_lewat: str
    jumlah_menunggu: str
    jumlah_batal: str
    isi_santunan: str
    jumlah_santunan: str
    jumlah_diserahkan: str
    jumlah_disahkan: str
    keluarga_terdaftar: str
    keluarga_dilayani: str
    persen_dilayani: str
    menurut_kelurahan: tuple[BarisJemput, ...]
    menurut_kelompok: tuple[BarisJemput, ...]
    enam_bulan: tuple[BarisJemput, ...]
    waktu_data: str


def month_name(month: Month) -> str:
    """Return for instance "Januari 2026"."""
    return format_date(month.start.date(), "MMMM y", locale="id")


def content_of(
    found: MonthFigures, office: Office, promise: Promise, *, villages: Mapping[str, str], at: datetime
) -> LetterContent:
    """Return the letter of a month, in Indonesian whatever the page speaks; `villages` are names by code."""
    with translation.override("id"):
        return LetterContent(
            kop=LetterHead.of(office),
            isi=_body(found, office, promise, villages, at),
            ttd=SignatureBlock(sebutan_jabatan=office.name),
            jenis=f"{TITLE}, {month_name(found.month)}",
            pemegang=office.name,
            berlaku_mulai=found.month.start.date(),
        )


def _body(
    found: MonthFigures, office: Office, promise: Promise, villages: Mapping[str, str], at: datetime
) -> RekapJemput:
    total, served = found.total, found.coverage
    return RekapJemput(
        periode=month_name(found.month),
        nama_puskesmas=office.name,
        kosong=total.reported == 0,
        janji=formats.duration(promise.limit_minutes),
        jumlah_permintaan=formats.number(total.reported),
        jumlah_didatangi=formats.number(total.arrived),
        jumlah_tepat=formats.number(total.on_time),
        persen_tepat=formats.percent(formats.share(total.on_time, total.arrived)),
        median=_span(total.median),
        persentil_90=_span(total.ninetieth),
        jumlah_lewat=formats.number(total.missed),
        jumlah_menunggu=formats.number(total.waiting),
        jumlah_batal=formats.number(total.cancelled),
        isi_santunan=f"{promise.item} {promise.kilograms} kg",
        jumlah_santunan=formats.number(total.owed),
        jumlah_diserahkan=formats.number(total.handed),
        jumlah_disahkan=formats.number(total.confirmed),
        keluarga_terdaftar=formats.number(served.registered),
        keluarga_dilayani=formats.number(served.served),
        persen_dilayani=formats.percent(formats.share(served.served, served.registered)),
        menurut_kelurahan=_rows((villages.get(code, code), row) for code, row in found.by_region.items()),
        menurut_kelompok=_rows((str(Need(need).label), row) for need, row in found.by_need.items()),
        enam_bulan=_rows((month_name(month), row) for month, row in found.trend),
        waktu_data=moment(at, zone=office.time_zone),
    )


def _rows(rows: Iterable[tuple[str, Summary]]) -> tuple[BarisJemput, ...]:
    return tuple(_row(name, row) for name, row in rows)


def _row(name: str, row: Summary) -> BarisJemput:
    part = formats.share(row.on_time, row.arrived)
    return BarisJemput(
        nama=name,
        permintaan=formats.number(row.reported),
        tepat=formats.number(row.on_time),
        persen=formats.percent(part),
        lewat=formats.number(row.missed),
        median=_span(row.median),
        santunan=formats.number(row.owed),
        lebar=f"{part or 0:.1f}%",
    )


def _span(span: timedelta | None) -> str:
    return formats.NOTHING if span is None else formats.duration(clock.minutes(span))
