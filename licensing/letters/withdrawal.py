"""The paper of a licence given back: the certificate of a SIP, or the end on own request of any other licence.

Sealed by the portal: nobody decides anything, the holder asked for it and waits for the paper (docs/adr/0009).
"""

from datetime import datetime

from django.db.models import Q

from letters.content import Correspondence, LetterBody, LetterContent, LetterHead
from letters.domain import issuing as letters
from letters.models import Letter
from letters.wording import long_date
from licensing.domain.licences import life
from licensing.enums import LicenceVerb, SanctionState
from licensing.letters.licence_acts import KeteranganPencabutanSip, PencabutanPermintaanSendiri
from licensing.letters.licence_words import LicenceWords, copies, town
from licensing.letters.particulars import seal_of
from licensing.models import LicenceStatus, Sanction

REASONS = {
    "move": "pindah tempat praktik di daerah yang sama",
    "other_city": "pindah tempat praktik ke daerah lain",
    "end": "berhenti berpraktik di tempat tersebut",
}
CLEAR = "tidak sedang dikenai sanksi administratif"


def queue_certificate(row: LicenceStatus, *, at: datetime) -> Letter:
    """Queue the paper of a licence given back and keep it with the status; one per status."""
    licence, words = row.licence, LicenceWords(row.licence)
    office = licence.office
    is_sip = words.type.product == "SIP" and licence.holder_person is not None
    body: LetterBody = _certificate(row, words) if is_sip else _own_request(row, words, at)
    hal = f"Pencabutan izin nomor {licence.number} atas permintaan sendiri"
    content = LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=None
        if is_sip
        else Correspondence(hal=hal, penerima=(words.holder,), tempat_penerima=town(office, words)),
        ttd=seal_of(office),
        tembusan=(f"Kepala Dinas Kesehatan {words.area}",)
        if is_sip
        else copies(words, delegated=life.is_delegated(licence)),
        jenis="Surat keterangan pencabutan SIP" if is_sip else hal,
        pemegang=words.holder_public,
        tempat=words.place,
    )
    letter = letters.queue(content, office=office, key=f"withdrawal:{licence.public_id}:{row.pk}", at=at)
    row.letter = letter
    row.save(update_fields=["letter"])
    return letter


def _certificate(row: LicenceStatus, words: LicenceWords) -> KeteranganPencabutanSip:
    return KeteranganPencabutanSip(
        nama_daerah=words.area,
        nama_lengkap=words.holder,
        profesi=words.profession,
        nomor_str=words.str_number,
        nomor_izin=row.licence.number,
        nama_tempat=words.place,
        alamat_tempat=words.address,
        tanggal_mulai_cabut=long_date(row.valid_from),
        alasan_pindah=REASONS["move"] if row.verb == LicenceVerb.MOVE else REASONS.get(row.note, REASONS["end"]),
        keterangan_sanksi=_sanctioned(row),
        jumlah_sip_lain=words.others_in_force(row.valid_from),
    )


def _sanctioned(row: LicenceStatus) -> str:
    rows = Sanction.objects.filter(
        Q(licence__holder_person=row.licence.holder_person), state=SanctionState.DONE, repaired_at__isnull=True
    ).exclude(verb=LicenceVerb.REINSTATE)
    last = rows.select_related("letter").order_by("-done_at").first()
    if last is None or last.letter is None:
        return CLEAR
    return f"sedang dikenai sanksi berdasarkan surat nomor {last.letter.number}"


def _own_request(row: LicenceStatus, words: LicenceWords, at: datetime) -> PencabutanPermintaanSendiri:
    return PencabutanPermintaanSendiri(
        nama_daerah=words.area,
        nama_produk=words.product,
        nomor_izin=row.licence.number,
        nama_pemegang=words.holder,
        nama_tempat=words.place,
        daftar_dasar=words.legal_basis,
        tanggal_permohonan=long_date(life.today_of(row.licence, at)),
        tanggal_mulai_cabut=long_date(row.valid_from),
    )
