"""Context of DAFTAR_KEPATUHAN: a facility's staff and permits on a day, under the portal's seal (DECISIONS 17).

The QR holds the facility's name and no person; the list itself is given to the coordinator and officers only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils import translation

from accounts.models import Office
from core import formats
from facilities.models import Facility
from letters.content import Filled, LetterBody, LetterContent, LetterHead
from letters.wording import long_date, moment
from licensing.domain.rosters.permits import Permit
from licensing.domain.rosters.roster import Entry, Roster
from licensing.domain.rosters.standing import SipState
from licensing.enums import ComplianceVariant, State
from licensing.letters.particulars import seal_of

TITLE = "Daftar Kepatuhan Perizinan Tenaga Kesehatan"
PERMITS_TITLE = "Daftar Kepatuhan Perizinan Fasilitas"
NOTHING = "–"
_REMARKS = {
    SipState.NONE: "Belum memiliki SIP di sini",
    SipState.EXPIRED: "Habis masa berlaku",
    SipState.SUSPENDED: "Dibekukan",
    SipState.REVOKED: "Dicabut",
    SipState.SURRENDERED: "Dikembalikan",
    SipState.NOT_NEEDED: "Tidak wajib SIP",
}


@dataclass(frozen=True, kw_only=True)
class TenagaTercatat(Filled):
    """One line of staff; `unit` only where the list covers a network."""

    nama_tenaga: str
    profesi: str
    unit: str | None = None
    nomor_izin: str
    berlaku_sampai: str
    keterangan: str


@dataclass(frozen=True, kw_only=True)
class IzinTercatat(Filled):
    """One permit of the facility itself."""

    nama_izin: str
    nomor_izin: str
    berlaku_sampai: str
    keterangan: str


@dataclass(frozen=True, kw_only=True)
class _Tempat(LetterBody):
    kind: ClassVar[str] = "DAFTAR_KEPATUHAN"

    nama_fasilitas: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    waktu_data: str
    nama_daerah: str


@dataclass(frozen=True, kw_only=True)
class _DaftarTenaga(_Tempat):
    """Figures are text and those of everybody; `persen_berizin` is a dash where nobody needs a licence."""

    jumlah_tenaga: str
    jumlah_berizin: str
    persen_berizin: str
    jumlah_proses: str
    jumlah_tanpa: str
    dengan_unit: bool = False
    daftar_tenaga: tuple[TenagaTercatat, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DaftarKepatuhan(_DaftarTenaga):
    """All staff who need a licence."""


@dataclass(frozen=True, kw_only=True)
class DaftarPerluTindakan(_DaftarTenaga):
    """Only those without a licence, about to lose it within 90 days, or whose data do not agree."""

    varian: ClassVar[str] = "perlu_tindakan"


@dataclass(frozen=True, kw_only=True)
class DaftarIzinFasilitas(_Tempat):
    """The facility's own permits."""

    varian: ClassVar[str] = "izin_fasilitas"

    jumlah_wajib: str
    jumlah_berlaku: str
    persen_berlaku: str
    daftar_izin: tuple[IzinTercatat, ...] = ()


def staff_content(
    facility: Facility,
    roster: Roster,
    *,
    numbers: dict[int, str],
    variant: ComplianceVariant,
    office: Office,
    at: datetime,
) -> LetterContent:
    """Return the list of staff; `numbers` are licence numbers by primary key."""
    rows = [row for row in roster.entries if row.placement.needs_sip]
    shown = [row for row in rows if row.needs_action] if variant == ComplianceVariant.ACTION else rows
    figures = roster.figures
    body: type[_DaftarTenaga] = DaftarPerluTindakan if variant == ComplianceVariant.ACTION else DaftarKepatuhan
    with_unit = len(roster.facilities) > 1
    with translation.override("id"):
        isi = body(
            **_place(facility, office, at),
            jumlah_tenaga=formats.number(figures.needed),
            jumlah_berizin=formats.number(figures.held),
            persen_berizin=formats.percent(formats.share(figures.held, figures.needed)),
            jumlah_proses=formats.number(figures.in_process),
            jumlah_tanpa=formats.number(figures.missing),
            dengan_unit=with_unit,
            daftar_tenaga=tuple(_staff(row, numbers, with_unit=with_unit) for row in _by_name(shown)),
        )
    return _content(isi, facility, office, title=TITLE, on=roster.on)


def permits_content(
    facility: Facility, permits: Sequence[Permit], *, office: Office, on: date, at: datetime
) -> LetterContent:
    """Return the list of the facility's own permits."""
    held = sum(row.is_held for row in permits)
    with translation.override("id"):
        isi = DaftarIzinFasilitas(
            **_place(facility, office, at),
            jumlah_wajib=formats.number(len(permits)),
            jumlah_berlaku=formats.number(held),
            persen_berlaku=formats.percent(formats.share(held, len(permits))),
            daftar_izin=tuple(_permit(row) for row in permits),
        )
    return _content(isi, facility, office, title=PERMITS_TITLE, on=on)


def _content(isi: LetterBody, facility: Facility, office: Office, *, title: str, on: date) -> LetterContent:
    return LetterContent(
        kop=LetterHead.of(office),
        isi=isi,
        ttd=seal_of(office),
        jenis=title,
        pemegang=facility.name,
        berlaku_mulai=on,
    )


def _place(facility: Facility, office: Office, at: datetime) -> dict[str, str]:
    region = facility.region
    district = region.parent
    return {
        "nama_fasilitas": facility.name,
        "alamat_tempat": facility.address or region.name,
        "kelurahan": f"Kelurahan {region.name}" if region.level == "kelurahan" else f"Desa {region.name}",
        "kecamatan": f"Kecamatan {district.name}" if district is not None else NOTHING,
        "waktu_data": moment(at, zone=office.time_zone),
        "nama_daerah": office.region.name,
    }


def _by_name(rows: Sequence[Entry]) -> list[Entry]:
    return sorted(rows, key=lambda row: (row.placement.facility.name, row.name, row.placement.pk))


def _staff(row: Entry, numbers: dict[int, str], *, with_unit: bool) -> TenagaTercatat:
    sip = row.standing.sip
    ends = sip.ends_on if sip else None
    return TenagaTercatat(
        nama_tenaga=row.name,
        profesi=row.placement.practitioner.profession.name,
        unit=row.placement.facility.name if with_unit else None,
        nomor_izin=numbers.get(sip.pk, NOTHING) if sip else NOTHING,
        berlaku_sampai=long_date(ends) if ends else ("tidak dibatasi" if row.standing.is_held else NOTHING),
        keterangan=_remark(row),
    )


def _remark(row: Entry) -> str:
    at = row.standing
    if at.state == SipState.ENDING:
        words = f"Berakhir dalam {at.days_left} hari"
    else:
        words = "Berlaku" if at.is_held else _REMARKS[at.state]
    in_process = row.filing is not None and row.filing.state != State.DRAFT
    return f"{words}; dalam proses" if in_process else words


def _permit(row: Permit) -> IzinTercatat:
    if row.licence is None:
        return IzinTercatat(nama_izin=row.name, nomor_izin=NOTHING, berlaku_sampai=NOTHING, keterangan="Belum ada")
    ends = row.licence.ends_on
    return IzinTercatat(
        nama_izin=row.name,
        nomor_izin=row.licence.number,
        berlaku_sampai=long_date(ends) if ends else "tidak dibatasi",
        keterangan="Berlaku" if row.is_held else "Tidak berlaku",
    )
