"""The letter KOORDINASI about a visit, sealed by the portal so that no absent signer holds the clock."""

from letters.content import Correspondence, LetterContent, LetterHead
from letters.domain import issuing
from letters.models import Letter
from letters.wording import weekday_date, weekday_moment
from licensing.domain.visit_coordinating import office_of
from licensing.letters.coordination_request import Koordinasi
from licensing.letters.particulars import local_day, seal_of
from licensing.models import VisitCoordination


def queue_letter(coordination: VisitCoordination) -> Letter:
    """Queue the question and note the letter on the row; twice is one letter."""
    visit, office = coordination.visit, office_of(coordination.visit)
    day = weekday_date(local_day(visit.held_at or visit.scheduled_at, office))
    under = f" berdasarkan surat tugas nomor {visit.surat_tugas_number}" if visit.surat_tugas_number else ""
    body = Koordinasi(
        dasar_kunjungan=f"pemeriksaan {visit.place_name} pada {day}{under}",
        daftar_pertanyaan=tuple(coordination.questions),
        daftar_lampiran="keterangan pemeriksaan pada tautan terbatas",
        batas_jawaban=weekday_moment(coordination.due_at, zone=office.time_zone),
        tautan_terbatas="tautan terbatas yang dikirim melalui pos-el",
    )
    content = LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=Correspondence(
            hal=f"Permintaan pertimbangan atas pemeriksaan {visit.place_name}",
            penerima=(coordination.partner_title,),
            tempat_penerima="tempat",
            sifat_surat="Segera",
        ),
        ttd=seal_of(office),
        tembusan=(f"Wali {office.region.name} (sebagai laporan)",),
        jenis="Koordinasi pemeriksaan",
    )
    key = f"visit-coordination:{coordination.public_id}"
    letter = issuing.queue(content, office=office, key=key, at=coordination.asked_at, by=coordination.asked_by)
    VisitCoordination.objects.filter(pk=coordination.pk).update(letter=letter)
    return letter
