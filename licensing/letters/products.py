"""The letters people sign: recommendation, refusal, and every end product, each from one application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.domain.officials import Signatory
from accounts.models import Office
from letters.content import Correspondence, LetterBody, LetterContent, LetterHead
from letters.wording import in_words, long_date
from licensing.domain.issuing import Term, term_of
from licensing.domain.product_facts import ACTIVITY_TYPES
from licensing.domain.status_lines import OBJECTION_DAYS
from licensing.enums import ApplicationKind, Subject
from licensing.letters.facility_licence import IzinFasilitas, IzinStpt, IzinUsaha
from licensing.letters.home_food_certificate import SertifikatSppIrt
from licensing.letters.hygiene_certificate import SertifikatLaikHigiene
from licensing.letters.notices import cited, sentence
from licensing.letters.particulars import UNLIMITED, Particulars, iso_words, signature_of
from licensing.letters.practice_licence import Sip
from licensing.letters.recommendation import (
    Rekomendasi,
    RekomendasiFasilitas,
    RekomendasiKegiatan,
    RekomendasiPraktisi,
    RekomendasiUsaha,
    Syarat,
)
from licensing.letters.refusal import Alasan, Penolakan
from licensing.letters.training_certificate import Materi, SertifikatPelatihan
from licensing.models import Application, Reason

APPEAL_DAYS = 10  # working days, UU 30/2014 Ps. 78


@dataclass(frozen=True)
class Product:
    """A letter to sign: content, the parts its number adds, and the series it runs in."""

    content: LetterContent
    number_parts: dict[str, str]
    series: str | None


def product_title(name: str) -> str:
    """Return "Surat Izin Praktik Perawat" as the thing granted in a sentence."""
    return name


def _content(
    about: Particulars,
    office: Office,
    body: LetterBody,
    who: Signatory,
    *,
    term: Term | None,
    surat: Correspondence | None = None,
    tembusan: tuple[str, ...] = (),
) -> LetterContent:
    person = about.application.type.subject == Subject.PRACTITIONER
    return LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        surat=surat,
        ttd=signature_of(who),
        tembusan=tembusan,
        jenis=about.type_name,
        pemegang=about.holder_initials if person else about.place_name,
        tempat=about.place_name if person and about.place_name != "-" else None,
        berlaku_mulai=term.starts_on if term else None,
        berlaku_sampai=term.ends_on if term else None,
    )


# --- recommendation -------------------------------------------------------------------------------------------


def recommendation(application: Application, who: Signatory, *, on: date) -> Product:
    """Return the surat rekomendasi; for types not delegated it is the office's own product."""
    about = Particulars(application)
    office = application.health_office
    delegated = application.type.delegated
    body = _recommendation_body(about, term_of(application, on))
    receiver = (
        (f"Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu {about.area}",)
        if delegated
        else (about.holder_name,)
    )
    surat = Correspondence(
        hal=f"Rekomendasi {about.type_name}".replace("Rekomendasi Rekomendasi", "Rekomendasi"),
        penerima=receiver,
        tempat_penerima=office.city or about.area,
    )
    copies: tuple[str, ...] = (f"Wali {about.area} (sebagai laporan)", about.holder_name, "Arsip")
    if not delegated:
        copies = (f"Wali {about.area} (sebagai laporan)", "Arsip")
    content = _content(about, office, body, who, term=None, surat=surat, tembusan=copies)
    return Product(content, {}, None if delegated else application.type.product_series)


def _recommendation_body(about: Particulars, term: Term) -> Rekomendasi:
    application = about.application
    if application.type.code in ACTIVITY_TYPES:
        return _activity(about)
    has_str = any(key in about.profession for key in ("str_number",)) and application.profession is not None
    if application.type.subject == Subject.PRACTITIONER and has_str:
        return _practitioner(about, term)
    if application.type.subject == Subject.FACILITY:
        return _facility(about, term)
    return _business(about, term)


def _shared(about: Particulars) -> dict[str, Any]:
    application = about.application
    row = application.assessments.order_by("-round").first()
    conditions = row.conditions if row else []
    previous = application.previous_licence
    return {
        "nama_daerah": about.area,
        "daftar_dasar": about.legal_basis,
        "daftar_syarat": tuple(
            Syarat(syarat=each["text"], batas_syarat=iso_words(each["until"]))
            for each in conditions
            if each.get("text")
        ),
        "nomor_izin_lama": previous.number if previous and application.kind == ApplicationKind.RENEWAL else None,
    }


def _practitioner(about: Particulars, term: Term) -> RekomendasiPraktisi:
    application = about.application
    number, day = about.letter("PERMINTAAN_REKOMENDASI")
    limit = application.profession.max_places_new if application.profession else None
    previous = application.previous_licence
    moved = application.kind == ApplicationKind.MOVE and previous is not None and previous.place is not None
    return RekomendasiPraktisi(
        **_shared(about),
        nomor_surat_permintaan=number or application.number,
        tanggal_surat_permintaan=day or about.day_filed,
        nama_lengkap=about.holder_name,
        profesi=about.profession_name,
        nomor_str=about.str_number,
        masa_str=about.str_term,
        nama_tempat=about.place_name,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        urutan_tempat=f"{application.slot} ({in_words(application.slot)})",
        batas_tempat=f"{limit or 1} ({in_words(limit or 1)})",
        jam_praktik=about.hours_text,
        nama_produk=product_title(about.type_name),
        berlaku_sampai=_until(term),
        nama_tempat_lama=previous.place.name if moved and previous and previous.place else None,
        lewat_dpmptsp=application.type.delegated,
    )


def _facility(about: Particulars, term: Term) -> RekomendasiFasilitas:
    number, day = about.letter("PERMINTAAN_REKOMENDASI")
    record, record_day = about.berita_acara
    return RekomendasiFasilitas(
        **_shared(about),
        nomor_surat_permintaan=number,
        tanggal_surat_permintaan=day,
        nomor_permohonan=about.application.number,
        tanggal_permohonan=about.day_filed,
        nomor_berita_acara=record,
        tanggal_berita_acara=record_day,
        nama_fasilitas=about.place_name,
        jenis_fasilitas=about.place_kind,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        nomor_sip_penanggung_jawab=str(about.business.get("responsible_sip") or "") or None,
        nib=str(about.business.get("nib") or "") or None,
        nama_produk=product_title(about.type_name),
        masa_berlaku=_term_phrase(term),
    )


def _business(about: Particulars, term: Term) -> RekomendasiUsaha:
    record, record_day = about.berita_acara
    visit = about.visit
    return RekomendasiUsaha(
        **_shared(about),
        nomor_permohonan=about.application.number,
        nomor_berita_acara=record,
        tanggal_berita_acara=record_day,
        nama_usaha=about.place_name,
        jenis_usaha=about.place_kind,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        nib=str(about.business.get("nib") or "") or None,
        nilai_pemeriksaan=_score(visit),
        hasil_uji=str(about.facts.get("test_result") or "") or None,
        nama_produk=product_title(about.type_name),
        masa_berlaku=_term_phrase(term),
    )


def _activity(about: Particulars) -> RekomendasiKegiatan:
    facts = about.facts
    return RekomendasiKegiatan(
        **_shared(about),
        nomor_permohonan=about.application.number,
        tanggal_permohonan=about.day_filed,
        uraian_kegiatan=str(facts["activity"]),
        tanggal_mulai=iso_words(str(facts["starts_on"])),
        tanggal_selesai=iso_words(str(facts["ends_on"])),
        tempat_kegiatan=str(facts["activity_place"]),
        daftar_ketentuan=_lines(facts.get("terms")),
    )


def _lines(text: Any) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(text or "").splitlines() if line.strip())


def _score(visit: Any) -> str | None:
    if visit is None or visit.score is None:
        return None
    return f"{visit.score:.1f}".replace(".", ",")


def _until(term: Term) -> str:
    return long_date(term.ends_on) if term.ends_on else UNLIMITED


def _term_phrase(term: Term) -> str:
    return f"sampai dengan {long_date(term.ends_on)}" if term.ends_on else UNLIMITED


# --- refusal --------------------------------------------------------------------------------------------------


def refusal(
    application: Application, who: Signatory, *, reason: Reason, note: str, rule: str, objection_until: date
) -> Product:
    """Return the reasoned refusal: reason, rule, objection and appeal, how to file anew."""
    about = Particulars(application)
    office = application.health_office
    answered = application.coordinations.filter(answered_at__isnull=False).order_by("-answered_at").first()
    body = Penolakan(
        jenis_permohonan=about.type_name,
        nomor_permohonan=application.number,
        tanggal_permohonan=about.day_filed,
        daftar_dasar=about.legal_basis,
        daftar_alasan=(
            Alasan(
                uraian_alasan=f"{sentence(reason.label_id)} {sentence(note)}", ketentuan=cited(rule or reason.rule_hint)
            ),
        ),
        pejabat_keberatan=who.title,
        hari_keberatan=str(OBJECTION_DAYS),
        hari_keberatan_terbilang=in_words(OBJECTION_DAYS),
        tanggal_keberatan=long_date(objection_until),
        pejabat_banding=f"Wali {about.area}",
        hari_banding=str(APPEAL_DAYS),
        hari_banding_terbilang=in_words(APPEAL_DAYS),
        instansi=answered.partner_name if answered else None,
        nomor_jawaban=answered.answer_number if answered else None,
        tanggal_jawaban=long_date(answered.answer_date) if answered and answered.answer_date else None,
    )
    surat = Correspondence(
        hal=f"Penolakan permohonan {about.type_name}",
        penerima=(about.holder_name,),
        tempat_penerima=office.city or about.area,
    )
    copies = (f"Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu {about.area}", "Arsip")
    return Product(_content(about, office, body, who, term=None, surat=surat, tembusan=copies), {}, None)


# --- end products ---------------------------------------------------------------------------------------------


def end_product(application: Application, who: Signatory, *, on: date) -> Product:
    """Return the product of the type (`product_letter`), in its own series; DPMPTSP's for delegated types."""
    if application.type.product_letter == "REKOMENDASI":
        return recommendation(application, who, on=on)
    about = Particulars(application)
    term = term_of(application, on)
    body = _BODIES[application.type.product_letter](about, term, who)
    office = application.licensing_office if application.type.delegated else application.health_office
    content = _content(about, office, body, who, term=term, tembusan=_copies(about))
    code = application.type.code
    parts = {"kode_sip": code.split("-")[0], "kode_izin": code, "nomor_pirt": str(about.facts.get("pirt_number", ""))}
    return Product(content, {name: value for name, value in parts.items() if value}, application.type.product_series)


def _copies(about: Particulars) -> tuple[str, ...]:
    head = f"Kepala Dinas Kesehatan {about.area}"
    match about.application.type.product_letter:
        case "SIP":
            own: tuple[str, ...] = (f"Pimpinan {about.place_name}",)
        case "IZIN":
            own = (f"Camat {about.kecamatan}",) if about.kecamatan != "-" else ()
        case "SERT_SPP_IRT":
            own = ("Balai Besar/Balai POM setempat",)
        case _:
            return ()
    return (head, *own) if about.application.type.delegated else own


def _sip(about: Particulars, term: Term, who: Signatory) -> Sip:
    application = about.application
    number, day = about.letter("REKOMENDASI")
    previous = application.previous_licence
    replaced = application.kind in (ApplicationKind.CHANGE, ApplicationKind.REPLACEMENT) and previous is not None
    prefix = application.type.code.split("-")[0]
    abroad = str(about.identity.get("nationality") or "")
    return Sip(
        judul_sip=f"{application.type.name.upper()} ({prefix})",
        dasar_hukum=", ".join(about.legal_basis),
        nama_daerah=about.area,
        penerbit=who.title,
        nomor_rekomendasi=number,
        tanggal_rekomendasi=day,
        nama_lengkap=about.holder_name,
        tempat_lahir=str(about.identity.get("birth_place") or "-"),
        tanggal_lahir=about.birth_date_words,
        alamat_rumah=str(about.identity.get("address") or "-"),
        profesi=about.profession_name,
        nomor_str=about.str_number,
        masa_str=about.str_term,
        nama_tempat=about.place_name,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        urutan_tempat=f"{application.slot} ({in_words(application.slot)})",
        jam_praktik=about.hours_text,
        berlaku_sampai=_until(term),
        kebangsaan=abroad if abroad and abroad != "WNI" else None,
        nama_tempat_lama=_old_place(application),
        nama_wahana=about.place_name if application.type.code == "SIP-INTERNSIP" else None,
        nomor_izin_lama=previous.number if replaced and previous else None,
        alasan_penggantian=about.kind_word if replaced else None,
    )


def _old_place(application: Application) -> str | None:
    previous = application.previous_licence
    if application.kind != ApplicationKind.MOVE or previous is None or previous.place is None:
        return None
    return str(previous.place.name)


def _izin(about: Particulars, term: Term, who: Signatory) -> LetterBody:  # noqa: ARG001  # one shape for all bodies
    application = about.application
    number, day = about.letter("REKOMENDASI")
    shared: dict[str, Any] = {
        "dasar_hukum": ", ".join(about.legal_basis),
        "nama_daerah": about.area,
        "nomor_rekomendasi": number,
        "tanggal_rekomendasi": day,
        "alamat_tempat": about.place_address,
        "kelurahan": about.kelurahan,
        "kecamatan": about.kecamatan,
    }
    if application.type.code == "STPT-HATTRA":
        return IzinStpt(
            **shared,
            nama_lengkap=about.holder_name,
            tempat_lahir=str(about.identity.get("birth_place") or "-"),
            tanggal_lahir=about.birth_date_words,
            metode_layanan=str(about.business.get("service_kind") or section_detail(about, "METODE") or "keterampilan"),
            berlaku_sampai=_until(term),
        )
    nib = str(about.business.get("nib") or "") or None
    if application.type.subject == Subject.FACILITY:
        return IzinFasilitas(
            **shared,
            judul_izin=application.type.name.upper(),
            nib=nib,
            nama_pemilik=about.owner_name,
            nama_fasilitas=about.place_name,
            jenis_fasilitas=about.place_kind,
            nama_penanggung_jawab=about.responsible_name,
            nomor_sip_penanggung_jawab=str(about.business.get("responsible_sip") or "") or None,
            jenis_layanan=str(about.business.get("service_kind") or "") or None,
            masa_berlaku=_term_phrase(term),
        )
    return IzinUsaha(
        **shared,
        judul_izin=application.type.name.upper(),
        nib=nib,
        nama_pemilik=about.owner_name,
        nama_usaha=about.place_name,
        jenis_usaha=about.place_kind,
        nama_penanggung_jawab=about.responsible_name,
        masa_berlaku=_term_phrase(term),
    )


def section_detail(about: Particulars, code: str) -> str:
    """Return a generic data row as typed."""
    details = about.application.answers.get("details") or {}
    return str(details.get(code) or "")


def _hygiene(about: Particulars, term: Term, who: Signatory) -> SertifikatLaikHigiene:  # noqa: ARG001
    code = about.application.type.code
    healthy = code in ("SLHS-HOTEL", "SLHS-KOLAM-RENANG")
    record, day = about.berita_acara
    tested = about.facts.get("test_date")
    return SertifikatLaikHigiene(
        judul_sertifikat="SERTIFIKAT LAIK SEHAT" if healthy else "SERTIFIKAT LAIK HIGIENE SANITASI",
        jenis_usaha=about.place_kind,
        dasar_hukum=", ".join(about.legal_basis),
        nomor_berita_acara=record,
        tanggal_berita_acara=day,
        nama_usaha=about.place_name,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        golongan_usaha=str(about.business.get("food_class") or "") or None,
        nilai_pemeriksaan=_score(about.visit),
        hasil_uji=str(about.facts.get("test_result") or "") or None,
        tanggal_uji=iso_words(str(tested)) if tested else None,
        syarat_dipenuhi="persyaratan kesehatan lingkungan" if healthy else "persyaratan higiene sanitasi",
        berlaku_sampai=_until(term),
    )


def _home_food(about: Particulars, term: Term, who: Signatory) -> SertifikatSppIrt:  # noqa: ARG001
    record, day = about.berita_acara
    return SertifikatSppIrt(
        nomor_pirt=str(about.facts["pirt_number"]),
        dasar_hukum=", ".join(about.legal_basis),
        nomor_berita_acara=record,
        tanggal_berita_acara=day,
        nama_usaha=about.place_name,
        nama_pemilik=about.owner_name,
        alamat_tempat=about.place_address,
        kelurahan=about.kelurahan,
        kecamatan=about.kecamatan,
        nib=str(about.business.get("nib") or "") or None,
        jenis_pangan=str(about.business.get("product") or section_detail(about, "JENIS-PANGAN") or "-"),
        nama_dagang=str(about.business.get("trade_name") or "-"),
        jenis_kemasan=str(about.business.get("packaging") or "-"),
        nomor_sertifikat_pkp=section_detail(about, "PKP") or None,
        berlaku_sampai=_until(term),
    )


def _training(about: Particulars, term: Term, who: Signatory) -> SertifikatPelatihan:  # noqa: ARG001
    facts = about.facts
    handlers = about.application.type.code == "SERT-PENJAMAH-PANGAN"
    title = "Pelatihan Keamanan Pangan Siap Saji bagi Penjamah" if handlers else "Penyuluhan Keamanan Pangan"
    subjects = _lines(facts.get("subjects"))
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


_BODIES: dict[str, Callable[[Particulars, Term, Signatory], LetterBody]] = {
    "SIP": _sip,
    "IZIN": _izin,
    "SERT_LAIK_HIGIENE": _hygiene,
    "SERT_SPP_IRT": _home_food,
    "SERT_PELATIHAN": _training,
}
