"""Context of SERT_PELATIHAN: the food safety session (PKP) or the food handlers' training."""

from dataclasses import dataclass
from typing import ClassVar

from accounts.domain.officials import Signatory
from letters.content import Filled, LetterBody
from letters.wording import long_date
from licensing.domain.licences.issuing import Term
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import iso_words, lines


@dataclass(frozen=True, kw_only=True)
class Materi(Filled):
    """One subject of the training with its lesson hours."""

    nama_materi: str
    jam_pelajaran: str


@dataclass(frozen=True, kw_only=True)
class SertifikatPelatihan(LetterBody):
    """Certificate of attendance and result. PKP has no end date, so `berlaku_sampai` stays None there."""

    kind: ClassVar[str] = "SERT_PELATIHAN"

    judul_pelatihan: str
    nama_lengkap: str
    nama_usaha: str | None = None
    tanggal_kegiatan: str
    tempat_kegiatan: str
    jumlah_jam: str
    nilai_akhir: str
    berlaku_sampai: str | None = None
    daftar_materi: tuple[Materi, ...]


def training_certificate(about: Particulars, term: Term, who: Signatory) -> SertifikatPelatihan:  # noqa: ARG001
    """Return the certificate of a food safety session or training."""
    facts = about.facts
    handlers = about.application.type.code == "SERT-PENJAMAH-PANGAN"
    title = "Pelatihan Keamanan Pangan Siap Saji bagi Penjamah" if handlers else "Penyuluhan Keamanan Pangan"
    subjects = lines(facts.get("subjects"))
    return SertifikatPelatihan(
        judul_pelatihan=title,
        nama_lengkap=about.holder_name,
        nama_usaha=about.place_name if about.place_name != "-" else None,
        tanggal_kegiatan=iso_words(str(facts["held_on"])),
        tempat_kegiatan=str(facts["held_at_place"]),
        jumlah_jam=str(facts["hours"]),
        nilai_akhir=str(facts["score"]),
        berlaku_sampai=long_date(term.ends_on) if term.ends_on else None,
        daftar_materi=tuple(_subject(line) for line in subjects),
    )


def _subject(line: str) -> Materi:
    """Read "Cara produksi pangan | 2": subject and lesson hours; without a bar one lesson hour."""
    name, _bar, hours = line.partition("|")
    return Materi(nama_materi=name.strip(), jam_pelajaran=hours.strip() or "1")
