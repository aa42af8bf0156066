"""Letters of sanctions, signed in two transactions as every personal letter (DECISIONS 16).

The head of the health office signs warnings, advices and acts on the office's own products; the head of DPMPTSP signs
acts on delegated types. An agency's system that reports an act gets a letter sealed by the portal.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.domain.offices import office_for
from accounts.domain.officials import Signatory, signatories
from accounts.enums import ActingKind, OfficeKind, Position
from accounts.models import Office
from core.formats import plain_date
from letters.content import Correspondence, LetterBody, LetterContent, LetterHead, SignatureBlock
from letters.domain import issuing as letters
from letters.models import Letter
from letters.signing import Passphrase
from letters.wording import in_words, long_date
from licensing.domain.licences import life
from licensing.domain.sanctions import steps
from licensing.domain.sanctions.ladder import AT_ONCE
from licensing.enums import LicenceVerb, SanctionState
from licensing.exceptions import ActingMayNotSanction, NoSignatory
from licensing.letters.licence_acts import LicenceAct, Pembekuan, PemberlakuanKembali, Pencabutan, SaranSanksi
from licensing.letters.licence_words import LicenceWords, copies, lowered, named, rules_of, town
from licensing.letters.notices import sentence
from licensing.letters.particulars import seal_of, signature_of
from licensing.letters.signing import require_signatory
from licensing.letters.warning import Pelanggaran, Teguran, TeguranLanjutan, WarningLetter
from licensing.models import Sanction, SanctionStep
from licensing.rules import Actor

RETURN_DAYS = 7  # calendar days to bring the paper of a revoked licence back; a proposal, as in sanctions.csv
WORDS = {LicenceVerb.SUSPEND: "dibekukan", LicenceVerb.REVOKE: "dicabut", LicenceVerb.REINSTATE: "diberlakukan kembali"}
NOUNS = {
    LicenceVerb.SUSPEND: "Pembekuan",
    LicenceVerb.REVOKE: "Pencabutan",
    LicenceVerb.REINSTATE: "Pemberlakuan kembali",
}
ORDINALS = {"TEGURAN-1": "Teguran I", "TEGURAN-2": "Teguran II", "TEGURAN-3": "Teguran III"}


@dataclass(frozen=True)
class Desk:
    """Whose letter it is: office, post, and whether it only advises."""

    office: Office
    position: Position
    advises: bool = False


def deciding_desk(sanction: Sanction) -> Desk:
    """Return the desk that decides: the health office; an advice where DPMPTSP carries it out."""
    licence = sanction.licence
    health = office_for(licence.office.region_id, OfficeKind.HEALTH)
    return Desk(health, Position.HEALTH_HEAD, advises=steps.needs_execution(sanction))


def executing_desk(sanction: Sanction) -> Desk:
    """Return the desk of the head of DPMPTSP."""
    return Desk(sanction.licence.office, Position.LICENCE_HEAD)


def desk_of(sanction: Sanction) -> Desk:
    """Return the desk whose turn it is."""
    return executing_desk(sanction) if sanction.state == SanctionState.ADVISED else deciding_desk(sanction)


def preview(sanction: Sanction, *, at: datetime) -> bytes:
    """Return the letter that would be signed next, marked as a concept. Raises NoSignatory."""
    desk = desk_of(sanction)
    usual = signatories(desk.office, desk.position, at.astimezone(desk.office.zone).date())
    if not usual:
        raise NoSignatory(params={"date": plain_date(at.astimezone(desk.office.zone).date())})
    content = content_of(sanction, desk, signature_of(usual[0]), title=usual[0].title, at=at)
    return letters.preview(content, office=desk.office, at=at)


@sensitive_variables("passphrase")
def sign_decision(
    sanction: Sanction,
    *,
    by: Actor,
    passphrase: Passphrase,
    at: datetime,
    version: int | None = None,
    note: str = "",
) -> Sanction:
    """Head of the health office signs: the warning, the act on an own product, or the advice to DPMPTSP."""
    steps.check_decision(sanction, by=by, at=at, version=version)
    desk = deciding_desk(sanction)
    letter = _reserved(sanction, desk, by=by, at=at)
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored = letters.store(letter, signed=signed, at=at)
        return steps.decide(sanction, by=by, at=at, letter=stored, version=version, note=note)


@sensitive_variables("passphrase")
def sign_execution(
    sanction: Sanction, *, by: Actor, passphrase: Passphrase, at: datetime, version: int | None = None
) -> Sanction:
    """Head of DPMPTSP signs the act the health office advised."""
    steps.check_execution(sanction, by=by, at=at, version=version)
    desk = executing_desk(sanction)
    letter = _reserved(sanction, desk, by=by, at=at)
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored = letters.store(letter, signed=signed, at=at)
        return steps.execute(sanction, by=by, at=at, letter=stored, version=version)


@transaction.atomic
def execute_by_system(sanction: Sanction, *, by: Actor, at: datetime, version: int | None = None) -> Sanction:
    """DPMPTSP's own system carries out an advice: the paper is sealed by the portal, no person signs it."""
    steps.check_execution(sanction, by=by, at=at, version=version)
    desk = executing_desk(sanction)
    content = content_of(sanction, desk, seal_of(desk.office), title=desk.office.name, at=at)
    letter = letters.queue(content, office=desk.office, key=_key(sanction), at=at)
    return steps.execute(sanction, by=by, at=at, letter=letter, version=version)


def require_sanctioner(by: Actor, desk: Desk, verb: str, on: date) -> Signatory:
    """Return who signs; a Plh. signs no suspension or revocation unless the office's settings allow it."""
    who = require_signatory(by, desk.office, desk.position, on)
    strict = verb in (LicenceVerb.SUSPEND, LicenceVerb.REVOKE) and not desk.advises
    if who.acting == ActingKind.PLH and strict and not desk.office.letter_settings.get("plh_may_sanction"):
        raise ActingMayNotSanction
    return who


def _reserved(sanction: Sanction, desk: Desk, *, by: Actor, at: datetime) -> Letter:
    who = require_sanctioner(by, desk, sanction.verb, at.astimezone(desk.office.zone).date())
    content = content_of(sanction, desk, signature_of(who), title=who.title, at=at)
    series = None if desk.advises or sanction.verb == LicenceVerb.WARN or _is_delegated(sanction) else OWN_SERIES
    return letters.reserve(content, office=desk.office, key=_key(sanction), at=at, by=by.user, series=series)


OWN_SERIES = "DINKES-SANKSI"


def _is_delegated(sanction: Sanction) -> bool:
    return life.is_delegated(sanction.licence)


def _key(sanction: Sanction) -> str:
    return f"sanction:{sanction.public_id}:{sanction.state}"


# --- content --------------------------------------------------------------------------------------------------


def content_of(sanction: Sanction, desk: Desk, block: SignatureBlock, *, title: str, at: datetime) -> LetterContent:
    """Return the letter of a step at a desk; `title` is the post an objection goes to."""
    words = LicenceWords(sanction.licence)
    on = steps.day_of(sanction, at)
    if desk.advises:
        body: LetterBody = _advice(sanction, words, on)
        hal = f"Saran {NOUNS[LicenceVerb(sanction.verb)].lower()} izin nomor {sanction.licence.number}"
        receiver: tuple[str, ...] = (f"Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu {words.area}",)
        copy: tuple[str, ...] = (f"Wali {words.area} (sebagai laporan)",)
    elif sanction.verb == LicenceVerb.WARN:
        body = _warning(sanction, words, on)
        hal, receiver = body.sebutan, (words.holder, words.place)
        copy = (f"Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu {words.area}",)
        if isinstance(body, TeguranLanjutan):
            copy = (f"Wali {words.area}", *copy)
    else:
        body = _ACTS[LicenceVerb(sanction.verb)](sanction, words, on, title, at)
        hal = f"{NOUNS[LicenceVerb(sanction.verb)]} izin nomor {sanction.licence.number}"
        receiver, copy = (words.holder,), copies(words, delegated=_is_delegated(sanction))
    return LetterContent(
        kop=LetterHead.of(desk.office),
        isi=body,
        surat=Correspondence(
            hal=hal, penerima=receiver, tempat_penerima=town(desk.office, words), sifat_surat="Segera"
        ),
        ttd=block,
        tembusan=copy,
        jenis=hal.split(" nomor ")[0] if desk.advises else hal,
        pemegang=words.holder_public,
        tempat=words.place,
    )


def _shared(sanction: Sanction, words: LicenceWords) -> dict[str, object]:
    number, day = named(sanction.advice)
    return {
        "nama_daerah": words.area,
        "nama_produk": words.product,
        "nomor_izin": sanction.licence.number,
        "nama_pemegang": words.holder,
        "nama_tempat": words.place,
        "daftar_dasar": rules_of(sanction.step.basis, sanction.reason.rule_hint if sanction.reason else "")
        or words.legal_basis,
        "nomor_saran": number,
        "tanggal_saran": day,
        "nomor_berita_acara": sanction.record_number or None,
        "tanggal_berita_acara": long_date(sanction.record_date) if sanction.record_date else None,
    }


def _reason(sanction: Sanction) -> str:
    return lowered(sanction.reason.label_id if sanction.reason else sanction.step.label_id).rstrip(".")


def _rule(sanction: Sanction) -> str:
    return "; ".join(rules_of(sanction.reason.rule_hint if sanction.reason else "", sanction.step.basis))


def _last(sanction: Sanction, *verbs: LicenceVerb) -> Sanction | None:
    rows = sanction.licence.sanctions.filter(state=SanctionState.DONE, verb__in=verbs, letter__isnull=False)
    return rows.select_related("letter", "step").order_by("-done_at").first()


def _advice(sanction: Sanction, words: LicenceWords, on: date) -> SaranSanksi:
    earlier = sanction.licence.sanctions.filter(state=SanctionState.DONE, letter__isnull=False).select_related("letter")
    return SaranSanksi(
        **_shared(sanction, words),  # type: ignore[arg-type]  # texts and tuples by name
        tindakan=WORDS[LicenceVerb(sanction.verb)],
        alasan=sentence(sanction.reason.label_id if sanction.reason else sanction.step.label_id),
        uraian=sentence(sanction.note),
        ketentuan=_rule(sanction),
        tanggal_mulai=long_date(on),
        surat_sebelumnya=tuple(
            f"surat nomor {row.letter.number} tanggal {long_date(row.letter.number_date)}"
            for row in earlier.order_by("done_at")
            if row.letter
        ),
    )


def _warning(sanction: Sanction, words: LicenceWords, on: date) -> WarningLetter:
    days = sanction.step.repair_days or 0
    until = steps.repair_day(sanction, on) or on
    shared: dict[str, object] = {
        "sebutan": ORDINALS.get(sanction.step_id, "Teguran"),
        "sebutan_tempat": words.place_word,
        "nomor_izin": sanction.licence.number,
        "daftar_dasar": rules_of(sanction.step.basis) or words.legal_basis,
        "daftar_pelanggaran": tuple(
            Pelanggaran(uraian_pelanggaran=sentence(row["text"]), ketentuan=row["rule"].rstrip("."))
            for row in sanction.breaches
        )
        or (Pelanggaran(uraian_pelanggaran=sentence(sanction.note), ketentuan=_rule(sanction)),),
        "nomor_berita_acara": sanction.record_number or None,
        "tanggal_berita_acara": long_date(sanction.record_date) if sanction.record_date else None,
        "hari_pembenahan": str(days),
        "hari_pembenahan_terbilang": in_words(days),
        "batas_pembenahan": long_date(until),
        "langkah_berikut": _what_follows(sanction),
    }
    before = _last(sanction, LicenceVerb.WARN)
    if before is None or before.letter is None or before.step.next_code != sanction.step_id:
        return Teguran(**shared)  # type: ignore[arg-type]
    number, day = named(before.letter)
    return TeguranLanjutan(
        **shared,  # type: ignore[arg-type]
        nomor_teguran_sebelumnya=number or "-",
        tanggal_teguran_sebelumnya=day or "-",
        sebutan_sebelumnya=ORDINALS.get(before.step_id, "Teguran"),
        batas_pembenahan_sebelumnya=long_date(before.repair_by) if before.repair_by else "-",
        terakhir=_follows(sanction) not in ORDINALS,
    )


def _follows(sanction: Sanction) -> str:
    return sanction.step.next_code


def _what_follows(sanction: Sanction) -> str:
    code = _follows(sanction)
    if code in ORDINALS:
        return f"akan diterbitkan {ORDINALS[code]}"
    verb = SanctionStep.objects.filter(code=code).values_list("verb", flat=True).first() or LicenceVerb.REVOKE
    word = WORDS[LicenceVerb(verb)]
    if _is_delegated(sanction):
        head = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
        return f"kami akan menyarankan kepada {head} agar izin nomor {sanction.licence.number} {word}"
    return f"izin nomor {sanction.licence.number} akan kami nyatakan {word}"


def _suspension(sanction: Sanction, words: LicenceWords, on: date, title: str, at: datetime) -> LicenceAct:
    warned = _last(sanction, LicenceVerb.WARN)
    at_once = warned is None or (sanction.reason is not None and sanction.reason_id in AT_ONCE)
    number, day = named(None if at_once or warned is None else warned.letter)
    until = steps.repair_day(sanction, on) or on + timedelta(days=30)
    return Pembekuan(
        **_shared(sanction, words),  # type: ignore[arg-type]
        alasan=_reason(sanction),
        nomor_teguran=number,
        tanggal_teguran=day,
        uraian_bahaya=sentence(lowered(sanction.note)) if at_once else None,
        tanggal_mulai_beku=long_date(on),
        hal_pembenahan=_to_mend(sanction),
        batas_pembenahan=long_date(until),
        pejabat_keberatan=title,
        tanggal_keberatan=long_date(steps.objection_day(sanction, at)),
    )


def _to_mend(sanction: Sanction) -> str:
    texts = [row["text"].rstrip(".") for row in sanction.breaches]
    return "; ".join(texts) or (sanction.reason.instruction_id.rstrip(".") if sanction.reason else sanction.note)


def _revocation(sanction: Sanction, words: LicenceWords, on: date, title: str, at: datetime) -> LicenceAct:
    suspended = _last(sanction, LicenceVerb.SUSPEND)
    number, day = named(suspended.letter if suspended else None)
    return Pencabutan(
        **_shared(sanction, words),  # type: ignore[arg-type]
        alasan_pencabutan=_reason(sanction),
        nomor_pembekuan=number,
        tanggal_pembekuan=day,
        tanggal_mulai_cabut=long_date(on),
        batas_pengembalian=long_date(on + timedelta(days=RETURN_DAYS)),
        pejabat_keberatan=title,
        tanggal_keberatan=long_date(steps.objection_day(sanction, at)),
    )


def _reinstatement(sanction: Sanction, words: LicenceWords, on: date, title: str, at: datetime) -> LicenceAct:  # noqa: ARG001  # one shape for all acts
    suspended = _last(sanction, LicenceVerb.SUSPEND)
    number, day = named(suspended.letter if suspended else None)
    return PemberlakuanKembali(
        **_shared(sanction, words),  # type: ignore[arg-type]
        nomor_pembekuan=number,
        tanggal_pembekuan=day,
        uraian_pembenahan=sentence(lowered(sanction.note)),
        tanggal_berlaku_kembali=long_date(on),
        berlaku_sampai=words.until,
    )


_ACTS = {
    LicenceVerb.SUSPEND: _suspension,
    LicenceVerb.REVOKE: _revocation,
    LicenceVerb.REINSTATE: _reinstatement,
}
