"""Letters of the system on the way: receipt, return, request for recommendation, coordination (DECISIONS 17)."""

from accounts.models import User
from letters.content import Correspondence, LetterContent, LetterHead
from letters.domain import issuing
from letters.models import Letter
from letters.wording import clock_time, in_words, long_date, weekday_date, weekday_moment
from licensing.domain.clocks import read_clocks
from licensing.domain.requirements import needing_upload
from licensing.domain.rulebook.catalogue import requirements_of
from licensing.domain.status_lines import COORDINATION_NAMES
from licensing.enums import ClockName, Verdict
from licensing.letters.coordination_request import Koordinasi
from licensing.letters.particulars import Particulars, complaint_channel, local_day, seal_of, track_link
from licensing.letters.receipt import DokumenDiterima, TandaTerima
from licensing.letters.recommendation_request import PermintaanRekomendasi
from licensing.letters.return_letter import Kekurangan, Pengembalian
from licensing.models import Application, ApplicationEvent, ApplicationLetter, Coordination
from licensing.querysets import FACILITY_CHANNEL


def link(application: Application, letter: Letter, event: ApplicationEvent | None) -> Letter:
    """Note that a letter belongs to an application; the same letter twice is one link."""
    ApplicationLetter.objects.get_or_create(letter=letter, defaults={"application": application, "event": event})
    return letter


def queue_receipt(application: Application, event: ApplicationEvent) -> Letter:
    """Queue the receipt of a submission; one per submission."""
    about = Particulars(application)
    office = application.licensing_office
    reading = read_clocks(application, at=event.at).get(ClockName.VERIFICATION)
    due = reading.due_at if reading and reading.due_at else event.at
    days = application.type.recommendation_days
    coordination = application.type.needs_coordination
    term = application.type.sla_working_days
    body = TandaTerima(
        nomor_permohonan=application.number,
        hari_tanggal=weekday_date(local_day(event.at, office)),
        waktu=clock_time(event.at, zone=office.time_zone),
        nama_pemohon=about.holder_name,
        jenis_permohonan=about.type_name,
        sifat_permohonan=about.kind_word,
        nama_tempat=about.place_name,
        saluran=about.channel_word,
        nama_petugas=application.filed_by.name if application.channel == "desk" and application.filed_by else "sistem",
        daftar_dokumen=tuple(_received(application)),
        batas_verifikasi=weekday_moment(due, zone=office.time_zone),
        hari_janji=str(days),
        hari_janji_terbilang=in_words(days),
        tautan_lacak=track_link(),
        saluran_pengaduan=complaint_channel(),
        **_coordinator(application),
        instansi=str(COORDINATION_NAMES.get(application.type.coordination, "")) or None if coordination else None,
        hari_kerja=str(term) if coordination else None,
        hari_kerja_terbilang=in_words(term) if coordination else None,
    )
    content = LetterContent(kop=LetterHead.of(office), isi=body, jenis=about.type_name, pemegang=about.holder_initials)
    key = f"receipt:{application.number}:{event.seq}"
    return link(application, issuing.queue(content, office=office, key=key, at=event.at), event)


def _coordinator(application: Application) -> dict[str, str]:
    """Return who filed for the applicant, for which facility and by the consent of which day; empty otherwise."""
    consent = application.consents.filter(granted=True).select_related("request__placement__facility").first()
    if application.channel != FACILITY_CHANNEL or consent is None or application.filed_by is None:
        return {}
    place = consent.request.placement.facility if consent.request else application.place
    return {
        "nama_pj": application.filed_by.name,
        "nama_fasilitas": place.name if place else "-",
        "tanggal_persetujuan": long_date(local_day(consent.answered_at or consent.asked_at, application.health_office)),
    }


def _received(application: Application) -> list[DokumenDiterima]:
    labels = {row.code: row.label_id for row in needing_upload(requirements_of(application))}
    current = application.documents.filter(superseded_at__isnull=True).order_by("id")
    return [
        DokumenDiterima(nama_dokumen=labels[row.requirement_code], jumlah_halaman_dokumen=str(row.pages or 1))
        for row in current
        if row.requirement_code in labels
    ]


def queue_return(application: Application, event: ApplicationEvent) -> Letter:
    """Queue the letter that lists every gap once, with the officer's own words."""
    about = Particulars(application)
    office = application.licensing_office
    gaps = list(application.corrections.filter(round=event.payload["round"]).select_related("requirement", "reason"))
    body = Pengembalian(
        nomor_permohonan=application.number,
        tanggal_permohonan=about.day_filed,
        jenis_permohonan=about.type_name,
        jumlah_kekurangan=str(len(gaps)),
        jumlah_kekurangan_terbilang=in_words(len(gaps)),
        daftar_kekurangan=tuple(
            Kekurangan(
                nama_persyaratan=gap.requirement.label_id,
                uraian_kekurangan=sentence(gap.reason.label_id),
                petunjuk=gap.instruction.rstrip("."),
                dasar_aturan=cited(gap.requirement.citation),
            )
            for gap in gaps
        ),
        batas_perbaikan=weekday_date(application.correct_by or local_day(event.at, office)),
        nama_petugas=event.actor.name if event.actor else "Tim Teknis Kesehatan",
        saluran_pengaduan=complaint_channel(),
        hal_baru=event.note or None,
    )
    content = LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=Correspondence(
            hal=f"Pengembalian berkas permohonan {about.type_name}",
            penerima=(about.holder_name,),
            tempat_penerima=office.city or about.area,
        ),
        ttd=seal_of(office),
        jenis=about.type_name,
        pemegang=about.holder_initials,
    )
    key = f"return:{application.number}:{event.seq}"
    return link(application, issuing.queue(content, office=office, key=key, at=event.at), event)


def queue_request(application: Application, event: ApplicationEvent) -> Letter:
    """Queue DPMPTSP's request to the health office; made with the move, so it never delays registration."""
    about = Particulars(application)
    office = application.licensing_office
    verdicts = list(
        application.judgements.order_by("requirement_id", "-round").values_list("requirement_id", "verdict")
    )
    last: dict[int, str] = {}
    for requirement, verdict in verdicts:
        last.setdefault(requirement, verdict)
    body = PermintaanRekomendasi(
        nomor_permohonan=application.number,
        nama_pemohon=about.holder_name,
        jenis_permohonan=about.type_name,
        sifat_permohonan=about.kind_word,
        nama_tempat=about.place_name,
        alamat_tempat=about.place_address,
        masa_hukum=about.era_words,
        jumlah_sesuai=str(sum(verdict == Verdict.FITS for verdict in last.values())),
        jumlah_tidak_berlaku=str(sum(verdict == Verdict.NOT_APPLICABLE for verdict in last.values())),
        nama_tim_teknis=event.actor.name if event.actor else "Tim Teknis Kesehatan",
        waktu_verifikasi=weekday_moment(event.at, zone=office.time_zone),
    )
    content = LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=Correspondence(
            hal=f"Permintaan rekomendasi {about.type_name}",
            penerima=(f"Kepala Dinas Kesehatan {about.area}",),
            tempat_penerima=office.city or about.area,
            sifat_surat="Segera",
            lampiran="1 (satu) berkas",
        ),
        ttd=seal_of(office),
        tembusan=(about.holder_name,),
        jenis=about.type_name,
        pemegang=about.holder_initials,
    )
    key = f"request:{application.number}:{event.seq}"
    return link(application, issuing.queue(content, office=office, key=key, at=event.at), event)


def queue_coordination(
    application: Application, event: ApplicationEvent, coordination: Coordination, *, by: User | None
) -> Letter:
    """Queue the question to the outside body, sealed by the portal so that no absent signer holds the clock."""
    about = Particulars(application)
    office = application.health_office
    reading = read_clocks(application, at=event.at).get(ClockName.COORDINATION)
    due = reading.due_at if reading else None
    body = Koordinasi(
        jenis_permohonan=about.type_name,
        nama_pemohon=about.holder_name,
        nomor_permohonan=application.number,
        nomor_register=application.register_number or "-",
        daftar_pertanyaan=tuple(coordination.questions),
        daftar_lampiran="berkas permohonan yang telah diverifikasi",
        batas_jawaban=weekday_moment(due, zone=office.time_zone) if due else long_date(local_day(event.at, office)),
        tautan_terbatas="tautan terbatas yang dikirim melalui pos-el",
    )
    content = LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=Correspondence(
            hal=f"Permintaan pertimbangan atas permohonan {about.type_name}",
            penerima=(coordination.partner_title,),
            tempat_penerima="tempat",
            sifat_surat="Segera",
        ),
        ttd=seal_of(office),
        tembusan=(f"Wali {office.region.name} (sebagai laporan)",),
        jenis=about.type_name,
        pemegang=about.holder_initials,
    )
    key = f"coordination:{coordination.public_id}"
    return link(application, issuing.queue(content, office=office, key=key, at=event.at, by=by), event)


def sentence(text: str) -> str:
    """Return text ending in a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def cited(citation: str) -> str:
    """Return the citation as a letter quotes it; `jenis:` marks the type's own basis (DECISIONS 23)."""
    return citation.removeprefix("jenis:").strip()
