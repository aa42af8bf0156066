"""The letters people sign: recommendation, refusal, and every end product, each from one application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.domain.officials import Signatory
from accounts.models import Office
from letters.content import Correspondence, LetterBody, LetterContent, LetterHead
from letters.wording import in_words, long_date
from licensing.domain.licences.issuing import Term, term_of
from licensing.domain.status_lines import OBJECTION_DAYS
from licensing.enums import Subject
from licensing.letters.facility_licence import izin
from licensing.letters.home_food_certificate import home_food_certificate
from licensing.letters.hygiene_certificate import hygiene_certificate
from licensing.letters.notices import cited, sentence
from licensing.letters.particulars import Particulars, signature_of
from licensing.letters.practice_licence import sip
from licensing.letters.recommendation import recommendation_body
from licensing.letters.refusal import Alasan, Penolakan
from licensing.letters.training_certificate import training_certificate
from licensing.models import Application, Reason

APPEAL_DAYS = 10  # working days, UU 30/2014 Ps. 78


@dataclass(frozen=True)
class Product:
    """A letter to sign: content, the parts its number adds, and the series it runs in."""

    content: LetterContent
    number_parts: dict[str, str]
    series: str | None


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
    term = term_of(application, on)
    body = recommendation_body(about, term)
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
    own_term = None if delegated else term
    content = _content(about, office, body, who, term=own_term, surat=surat, tembusan=copies)
    return Product(content, {}, None if delegated else application.type.product_series)


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


_BODIES: dict[str, Callable[[Particulars, Term, Signatory], LetterBody]] = {
    "SIP": sip,
    "IZIN": izin,
    "SERT_LAIK_HIGIENE": hygiene_certificate,
    "SERT_SPP_IRT": home_food_certificate,
    "SERT_PELATIHAN": training_certificate,
}
