"""Context of SERT_SPP_IRT: one product of a home food business."""

from dataclasses import dataclass
from typing import ClassVar

from accounts.domain.officials import Signatory
from letters.content import LetterBody
from licensing.domain.licences.issuing import Term
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import until_words


@dataclass(frozen=True, kw_only=True)
class SertifikatSppIrt(LetterBody):
    """Fulfilled commitment. `nomor_pirt` comes from OSS as 15 digits; it is stored, never invented."""

    kind: ClassVar[str] = "SERT_SPP_IRT"

    nomor_pirt: str
    dasar_hukum: str
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    nama_usaha: str
    nama_pemilik: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    nib: str | None = None
    jenis_pangan: str
    nama_dagang: str
    jenis_kemasan: str
    nomor_sertifikat_pkp: str | None = None
    berlaku_sampai: str


def home_food_certificate(about: Particulars, term: Term, who: Signatory) -> SertifikatSppIrt:  # noqa: ARG001
    """Return the certificate of one product."""
    return SertifikatSppIrt(
        nomor_pirt=str(about.facts["pirt_number"]),
        dasar_hukum=", ".join(about.legal_basis),
        **about.record_words,
        nama_usaha=about.place_name,
        nama_pemilik=about.owner_name,
        **about.place_words,
        nib=about.nib,
        jenis_pangan=str(about.business.get("product") or about.detail("JENIS-PANGAN") or "-"),
        nama_dagang=str(about.business.get("trade_name") or "-"),
        jenis_kemasan=str(about.business.get("packaging") or "-"),
        nomor_sertifikat_pkp=about.detail("PKP") or None,
        berlaku_sampai=until_words(term),
    )
