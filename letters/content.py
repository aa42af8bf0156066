"""Typed content of a letter: what other apps fill in and what is frozen on the row as JSON.

Field names are the Indonesian placeholders of the agreed texts, so a template reads like the text it
prints. Rule of filling: a required text is never blank, an absent fact is None, nothing is "".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar

from accounts.domain.officials import Signatory
from accounts.enums import ActingKind
from accounts.models import Office
from letters.enums import SignatureForm
from letters.exceptions import BlankPlaceholder

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# A "{nama}" that survived into a value is a forgotten replacement, not a text.
_LEFT_OVER = re.compile(r"\{[#/]?[a-z_]+\}")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Base of all content. Raises `BlankPlaceholder` at once when a text is blank or holds a `{name}`."""

    def __post_init__(self) -> None:
        for field in fields(self):
            _refuse_blank(f"{type(self).__name__}.{field.name}", getattr(self, field.name))

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; dates in ISO form, tuples as lists."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _refuse_blank(name: str, value: Any) -> None:
    if isinstance(value, str) and (not value.strip() or _LEFT_OVER.search(value)):
        raise BlankPlaceholder(name)
    if isinstance(value, tuple):
        for position, item in enumerate(value, start=1):
            _refuse_blank(f"{name}[{position}]", item)


def _plain(value: Any) -> Any:
    if isinstance(value, Filled):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value) or isinstance(value, Mapping):
        msg = f"letter content holds only Filled dataclasses, not {type(value).__name__}"
        raise TypeError(msg)
    return value


@dataclass(frozen=True, kw_only=True)
class LetterHead(Filled):
    """Kop: first page only.

    `lambang` is a static file of the city's crest, None draws the neutral shield; `warna` (#rrggbb)
    colours the frame of licences and certificates.
    """

    pemerintah: str
    nama_perangkat_daerah: str
    alamat: str
    hubungan: str | None = None
    warna: str | None = None
    lambang: str | None = None
    tempat_surat: str

    @classmethod
    def of(cls, office: Office) -> "LetterHead":
        """Return the kop of an office from its own row."""
        address = ", ".join(part for part in (office.address, f"{office.city} {office.postal_code}".strip()) if part)
        contact = (
            ("Telepon", office.phone),
            ("pos-el", office.email),
            ("laman", office.website),
        )
        return cls(
            pemerintah=office.government or office.region.name,
            nama_perangkat_daerah=_unit_name(office),
            alamat=address or office.region.name,
            hubungan=", ".join(f"{label} {value}" for label, value in contact if value) or None,
            warna=office.brand_hex if _COLOUR.fullmatch(office.brand_hex) else None,
            lambang=office.crest or None,
            tempat_surat=office.city or office.region.name,
        )


def _unit_name(office: Office) -> str:
    """Return "Dinas Kesehatan" for "Dinas Kesehatan Kota Prabumulih": the line above names the city."""
    place = office.government.removeprefix("Pemerintah ").strip()
    return office.name.removesuffix(place).strip() or office.name


@dataclass(frozen=True, kw_only=True)
class Correspondence(Filled):
    """Kepala surat of a letter that is sent to somebody. Each of `penerima` is a printed line."""

    hal: str
    penerima: tuple[str, ...]
    tempat_penerima: str
    sifat_surat: str = "Biasa"
    lampiran: str = "-"


@dataclass(frozen=True, kw_only=True)
class SignatureBlock(Filled):
    """Who signs and in whose name (domain/letters.md section 0.3).

    `sebutan_jabatan` is the signer's own post; `sebutan_jabatan_pemberi` the post in whose name (a.n.),
    `sebutan_jabatan_atas_nama` the middle one of an u.b. block. A sealed letter names a unit and no person.
    """

    bentuk: str = SignatureForm.DEFINITIVE.value
    sebutan_jabatan: str
    sebutan_jabatan_pemberi: str | None = None
    sebutan_jabatan_atas_nama: str | None = None
    nama_penanda_tangan: str | None = None
    pangkat_golongan: str | None = None
    nip: str | None = None
    nomor_penunjukan: str | None = None

    @classmethod
    def of(cls, who: Signatory) -> "SignatureBlock":
        """Return the block of the person who signs: holder, Plt., Plh. or a.n."""
        form = {
            ActingKind.PLT.value: SignatureForm.ACTING_VACANT,
            ActingKind.PLH.value: SignatureForm.ACTING_ABSENT,
            ActingKind.AN.value: SignatureForm.ON_BEHALF,
        }.get(who.acting, SignatureForm.DEFINITIVE)
        on_behalf = who.acting == ActingKind.AN
        return cls(
            bentuk=form.value,
            sebutan_jabatan=who.own_title if on_behalf and who.own_title else who.title,
            sebutan_jabatan_pemberi=who.title if on_behalf else None,
            nama_penanda_tangan=who.name,
            pangkat_golongan=who.rank or None,
            nip=who.nip or None,
            nomor_penunjukan=who.decree or None,
        )


@dataclass(frozen=True, kw_only=True)
class LetterBody(Filled):
    """Base of the contexts each app defines: one class per kind, or per main text of a kind.

    `varian` chooses the main text inside the template of the kind.
    """

    kind: ClassVar[str]
    varian: ClassVar[str] = "utama"


@dataclass(frozen=True, kw_only=True)
class LetterContent(Filled):
    """All that is printed, and what the check page may show.

    `jenis` is the document in words ("Surat Izin Praktik Perawat"); `pemegang` the holder's initials or the
    name of a facility; `tempat` the place of practice, or the product of a food number; `tanda` how it came about
    when that was out of the ordinary (issued by silence). All of these and the dates are public, so no other fact
    about a person belongs in them.
    """

    kop: LetterHead
    isi: LetterBody
    surat: Correspondence | None = None
    ttd: SignatureBlock | None = None
    tembusan: tuple[str, ...] = ()
    jenis: str
    pemegang: str | None = None
    tempat: str | None = None
    berlaku_mulai: date | None = None
    berlaku_sampai: date | None = None
    tanda: str | None = None

    @property
    def kind(self) -> str:
        return self.isi.kind

    @property
    def varian(self) -> str:
        return self.isi.varian
