"""The eligibility meter: every finding at once, with code and params. Pure; the law of the file is an argument.

Texts, remedies and rules of law stand in `findings.csv`; a finding is advice to the officer as well, and only
level `block` stops sending. Findings a machine cannot judge (a wrong document in a slot, an unclear face) are
left to the technical team and have no rule here: see `JUDGED_BY_PEOPLE`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from licensing.domain.requirements import (
    RequirementLike,
    missing_documents,
    missing_statements,
)
from licensing.enums import ApplicationKind, LegalEra, Subject
from workforce.domain.nik import DEMO_PREFIX, LENGTH, digits_of, is_whole, read_nik

RENEWAL_WINDOW = timedelta(days=90)  # roles.md section 2 (P)
LATE_RENEWAL = timedelta(days=14)
ADULT = 18
OLD = 65
NIB_LENGTH = 13
WATER_TEST_MONTHS = 6
TRAVEL_MINUTES = 30
# One responsible pharmacist per pharmacy (Permenkes 9/2017).
RESPONSIBLE_TYPE = "SIPA-APOTEKER"
RELAXATION_END = date(2024, 12, 31)  # SE HK.02.01/MENKES/1063/2024
TITLE = re.compile(r"(?i)(,|\b(drg?|ners?|ns|apt|prof|hj?)\.)|\b(S\.?Kep|A\.?Md|S\.?Farm|Sp\.?[A-Z]|M\.?Kes)\b")
STR_SHAPE = re.compile(r"^[A-Z0-9][A-Z0-9 .\-/]{6,39}$", re.IGNORECASE)

JUDGED_BY_PEOPLE = frozenset(
    {
        "DOC_WRONG_SLOT",
        "PHOTO_UNFIT",
        "KBLI_UNFIT",
        "WATER_TEST_FAILED",
        "HANDLER_SHARE_LOW",
        "FACILITY_KIND_UNFIT",
    }
)


# Types whose independent practice needs professional education (Permenkes 26/2019, 28/2017), and levels that are none.
INDEPENDENT_NEEDS_PROFESSION = frozenset({"SIPP-PERAWAT", "SIPB-BIDAN"})
VOCATIONAL = frozenset({"smk", "d1", "d3", "d4"})


@dataclass(frozen=True)
class Finding:
    """One finding; `params` fill the text of `findings.csv`, `requirement` names the row it belongs to."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    requirement: str = ""
    section: str = ""


@dataclass(frozen=True)
class HeldLicence:
    """A licence in force the person already holds in this profession."""

    number: str
    place_id: int | None
    place_name: str
    slot: int
    ends_on: date | None
    practice_hours: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class PlaceFacts:
    """What the register knows of the place; `known` False when it was only typed."""

    known: bool
    place_id: int | None = None
    name: str = ""
    inside_region: bool = True
    needs_licence: bool = False
    licensed: bool = True
    suspended: bool = False
    closed: bool = False
    open_findings: int = 0
    other_responsible: bool = False


@dataclass(frozen=True)
class DocumentFacts:
    """The current file of one requirement row."""

    code: str
    label: str
    state: str
    refusal: str = ""
    sha256: str = ""
    valid_until: date | None = None
    uploaded_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at, gathered by `licensing.domain.findings`."""

    on: date
    subject: Subject
    kind: ApplicationKind
    era: LegalEra
    delegated: bool
    coordination: str
    coordination_days: int
    type_code: str
    is_foreign_type: bool
    slot: int
    requirements: tuple[RequirementLike, ...]
    identity: Mapping[str, object]
    profession: Mapping[str, object]
    place_answers: Mapping[str, object]
    business: Mapping[str, object]
    details: Mapping[str, object]
    statements: frozenset[str]
    documents: tuple[DocumentFacts, ...]
    place: PlaceFacts
    professions_of_type: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    nik_name_on_register: str = ""
    is_own_record: bool = False
    str_used_by_other: bool = False
    held: tuple[HeldLicence, ...] = ()
    # Licences of other types: they use no place of this profession, but nobody is at two places at once.
    held_of_other_types: tuple[HeldLicence, ...] = ()
    old_licence: HeldLicence | None = None
    place_limit: int | None = None
    skp_target: int | None = None
    skp_points: int | None = None
    responsible_elsewhere: str = ""
    open_duplicate: str = ""
    consent_missing_of: str = ""
    sanction_until: date | None = None
    education: frozenset[str] = frozenset()
    officer_is_tied: bool = False
    phone_verified: bool = True
    prior_findings: int = 0


Rule = Callable[[Facts], Iterable[Finding]]


def findings(facts: Facts) -> list[Finding]:
    """Return every finding, in the order of the task list; nothing stops at the first."""
    return [found for rule in RULES for found in rule(facts)]


# --- identity -------------------------------------------------------------------------------------------------


def identity_findings(facts: Facts) -> Iterator[Finding]:
    """NIK, age, nationality, name."""
    if facts.identity.get("identity_kind") == "passport":
        if not facts.is_foreign_type and facts.subject == Subject.PRACTITIONER:
            yield Finding("FOREIGN_NATIONAL", section="identity")
    else:
        yield from _nik_findings(facts)
    yield from _age_findings(facts)
    name = str(facts.identity.get("name", ""))
    if name and TITLE.search(name):
        yield Finding("NAME_TITLE_IN_NAME", section="identity")
    if not facts.phone_verified:
        yield Finding("PHONE_UNVERIFIED", section="identity")


def _nik_findings(facts: Facts) -> Iterator[Finding]:
    typed = str(facts.identity.get("identity_number", ""))
    if not is_whole(typed):
        yield Finding("NIK_LENGTH", {"jumlah": len(digits_of(typed))}, "NIK", "identity")
        return
    nik = digits_of(typed)
    reading = read_nik(nik, on=facts.on)
    if not reading.birth_dates:
        yield Finding("NIK_IMPLAUSIBLE", {}, "NIK", "identity")
    elif (birth := _date(facts.identity.get("birth_date"))) and birth not in reading.birth_dates:
        yield Finding("NIK_BIRTHDATE_DIFFERS", {}, "NIK", "identity")
    if nik.startswith(DEMO_PREFIX) or (facts.regions and f"{nik[:2]}.{nik[2:4]}" not in facts.regions):
        yield Finding("NIK_REGION_UNKNOWN", {}, "NIK", "identity")
    other = facts.nik_name_on_register
    if other and not same_name(other, str(facts.identity.get("name", ""))):
        # The name of the own record was read off the identity document when a file was verified.
        yield Finding("NAME_MISMATCH_ID" if facts.is_own_record else "NIK_OTHER_PERSON", {}, "NIK", "identity")


def _age_findings(facts: Facts) -> Iterator[Finding]:
    birth = _date(facts.identity.get("birth_date"))
    if birth is None:
        return
    age = facts.on.year - birth.year - ((facts.on.month, facts.on.day) < (birth.month, birth.day))
    if age < ADULT:
        yield Finding("IDENTITY_UNDERAGE", {"usia": ADULT}, "", "identity")
    elif age >= OLD and facts.subject == Subject.PRACTITIONER:
        yield Finding("AGE_OVER_CHECK", {"usia": age}, "", "identity")


def same_name(one: str, other: str) -> bool:
    """Compare two names without case, titles, dots and double spaces."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    core = TITLE.sub(" ", name.split(",", maxsplit=1)[0])
    return " ".join(re.sub(r"[^a-z' ]", " ", core.lower()).split())


# --- STR and SKP ----------------------------------------------------------------------------------------------


def str_findings(facts: Facts) -> Iterator[Finding]:
    """STR present, in time, right era, right person. Only where the requirements ask for an STR."""
    row = next((r.code for r in facts.requirements if r.code.startswith("STR-")), "")
    if facts.subject != Subject.PRACTITIONER or not row:
        return
    number = str(facts.profession.get("str_number", "")).strip()
    if not number:
        yield Finding("STR_MISSING", {}, row, "profession")
        return
    if not STR_SHAPE.match(number):
        yield Finding("STR_NUMBER_FORMAT", {}, row, "profession")
    if facts.str_used_by_other:
        yield Finding("STR_USED_BY_OTHER", {}, row, "profession")
    yield from _str_term(facts, row)
    yield from _str_person(facts, row)


def _str_term(facts: Facts, row: str) -> Iterator[Finding]:
    lifetime = bool(facts.profession.get("str_lifetime"))
    until = _date(facts.profession.get("str_valid_until"))
    if lifetime and facts.era == LegalEra.OLD:
        yield Finding("STR_ERA_WRONG_SLOT", {}, row, "profession")
    if lifetime:
        return
    if until is None:
        yield Finding("STR_MISSING", {}, row, "profession")
    elif until < facts.on:
        yield Finding("STR_EXPIRED", {"tanggal": until}, row, "profession")
    elif facts.era == LegalEra.NEW:
        yield Finding("STR_ERA_DATED", {"tanggal": until}, row, "profession")


def _str_person(facts: Facts, row: str) -> Iterator[Finding]:
    on_str = str(facts.profession.get("str_name", ""))
    if on_str and not same_name(on_str, str(facts.identity.get("name", ""))):
        yield Finding("NAME_MISMATCH_STR", {}, row, "profession")
    written = str(facts.profession.get("profession", ""))
    if written and facts.professions_of_type and written not in facts.professions_of_type:
        yield Finding("STR_PROFESSION_MISMATCH", {"profesi_str": written}, row, "profession")


def skp_findings(facts: Facts) -> Iterator[Finding]:
    """SKP adequacy on renewal under UU 17/2023 Ps. 264."""
    asked = any(row.code == "SKP" for row in facts.requirements)
    if facts.kind != ApplicationKind.RENEWAL or facts.era != LegalEra.NEW or not asked:
        return
    if facts.skp_target is None:
        yield Finding("SKP_TARGET_UNKNOWN", {}, "SKP", "profession")
    elif (facts.skp_points or 0) < facts.skp_target:
        short = facts.skp_target - (facts.skp_points or 0)
        yield Finding("SKP_SHORT", {"skp_kurang": short, "skp_target": facts.skp_target}, "SKP", "profession")
    if facts.details.get("SKP-RELAKSASI") and facts.on > RELAXATION_END:
        yield Finding("SKP_RELAXATION_LAPSED", {}, "SKP", "profession")


# --- licences and places --------------------------------------------------------------------------------------


def renewal_findings(facts: Facts) -> Iterator[Finding]:
    """The window of a renewal; a licence under renewal does not stay in force by itself."""
    old = facts.old_licence
    if facts.kind == ApplicationKind.MOVE and old is None:
        yield Finding("MOVE_WITHOUT_OLD_SIP", {}, "CABUT-SIP", "place")
    if facts.kind != ApplicationKind.RENEWAL or old is None or old.ends_on is None:
        return
    opens = old.ends_on - RENEWAL_WINDOW
    if facts.on < opens:
        yield Finding("RENEWAL_TOO_EARLY", {"tanggal": opens}, "SIP-LAMA", "place")
    elif facts.on > old.ends_on:
        yield Finding("RENEWAL_AFTER_END", {"tanggal": old.ends_on}, "SIP-LAMA", "place")
    elif old.ends_on - facts.on <= LATE_RENEWAL:
        yield Finding("RENEWAL_LATE", {"hari_sisa": (old.ends_on - facts.on).days}, "SIP-LAMA", "place")


def place_limit_findings(facts: Facts) -> Iterator[Finding]:
    """Number of places by profession and era, same address, order, other cities (PP 28/2024 Ps. 682)."""
    if facts.subject != Subject.PRACTITIONER:
        return
    replaced = facts.old_licence.number if facts.old_licence and facts.kind != ApplicationKind.NEW else ""
    others = [held for held in facts.held if held.number != replaced]
    elsewhere = _count(facts.place_answers.get("other_city_sips"))
    count = len(others) + elsewhere
    if facts.place_limit is not None and count >= facts.place_limit:
        yield Finding("PLACE_LIMIT_REACHED", {"jumlah": count, "batas_tempat": facts.place_limit}, "", "place")
    if facts.place.place_id is not None and any(held.place_id == facts.place.place_id for held in others):
        yield Finding("PLACE_SAME_ADDRESS", {}, "TEMPAT-PRAKTIK", "place")
    if facts.kind == ApplicationKind.NEW and facts.slot != count + 1 and facts.place_limit:
        yield Finding("PLACE_ORDER_MISMATCH", {}, "CEK-JUMLAH-SIP", "place")
    if elsewhere:
        yield Finding("SIP_OTHER_CITY_UNPROVEN", {}, "SIP-LAIN", "place")
    yield from _hour_findings(facts, [*others, *facts.held_of_other_types])


def _hour_findings(facts: Facts, others: Iterable[HeldLicence]) -> Iterator[Finding]:
    mine = list(_spans(facts.place_answers.get("practice_hours")))
    for held in others:
        for (day, start, end), (other_day, other_start, other_end) in _pairs(mine, list(_spans(held.practice_hours))):
            if day != other_day:
                continue
            if start < other_end and other_start < end:
                text = f"{_hhmm(other_start)}–{_hhmm(other_end)}"
                yield Finding("HOURS_CLASH", {"tempat_lain": held.place_name, "hari": day, "jam": text}, "", "place")
            elif (gap := max(start - other_end, other_start - end)) < TRAVEL_MINUTES:
                yield Finding("HOURS_TRAVEL_SHORT", {"menit": gap}, "", "place")


Span = tuple[str, int, int]


def _pairs(one: list[Span], other: list[Span]) -> Iterator[tuple[Span, Span]]:
    return ((a, b) for a in one for b in other)


def _spans(hours: object) -> Iterator[Span]:
    rows = hours if isinstance(hours, list | tuple) else ()
    for row in rows:
        start, end = _minutes(row.get("open", "")), _minutes(row.get("close", ""))
        if start is not None and end is not None:
            yield str(row.get("day", "")), start, end


def _minutes(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text.strip())
    return int(match[1]) * 60 + int(match[2]) if match else None


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def facility_findings(facts: Facts) -> Iterator[Finding]:
    """The place itself: region, register, licence, sanction, closure."""
    place = facts.place
    if not place.inside_region:
        yield Finding("REGION_OUTSIDE", {}, "", "place")
    if not place.known:
        if facts.place_answers.get("name") and facts.subject == Subject.PRACTITIONER:
            yield Finding("FACILITY_UNKNOWN", {}, "", "place")
        return
    name = {"fasilitas": place.name}
    if place.closed:
        yield Finding("FACILITY_CLOSED", name, "", "place")
    elif place.suspended:
        yield Finding("FACILITY_SUSPENDED", name, "", "place")
    elif place.needs_licence and not place.licensed and facts.subject == Subject.PRACTITIONER:
        yield Finding("FACILITY_UNLICENSED", name, "", "place")
    if place.open_findings:
        yield Finding("FINDING_OPEN", {"jumlah": place.open_findings}, "", "place")


def independence_findings(facts: Facts) -> Iterator[Finding]:
    """Vocational education alone does not carry an independent practice; an unknown education is left to people."""
    alone = facts.type_code in INDEPENDENT_NEEDS_PROFESSION and facts.place_answers.get("independent")
    if alone and facts.education and facts.education <= VOCATIONAL:
        yield Finding("INDEPENDENT_NOT_ALLOWED", {}, "", "place")


def responsible_findings(facts: Facts) -> Iterator[Finding]:
    """One responsible pharmacist per pharmacy, and one pharmacy per responsible pharmacist."""
    if facts.type_code == RESPONSIBLE_TYPE and facts.place_answers.get("responsible"):
        if facts.responsible_elsewhere:
            yield Finding("PHARMACIST_ALREADY_BOUND", {"fasilitas": facts.responsible_elsewhere}, "", "place")
        if facts.place.other_responsible:
            yield Finding("PHARMACY_HAS_RESPONSIBLE", {"fasilitas": facts.place.name}, "", "place")
    asked = any(row.code in ("SIPA-PJ", "PENANGGUNG-JAWAB") and row.mandatory for row in facts.requirements)
    if asked and facts.business.get("responsible_name") and not facts.business.get("responsible_sip"):
        yield Finding(
            "RESPONSIBLE_WITHOUT_SIP",
            {"nama_samar": masked_name(str(facts.business["responsible_name"]))},
            "PENANGGUNG-JAWAB",
            "business",
        )


def masked_name(name: str) -> str:
    """Return a name as initials and dots: "Sari Wulandari" → "S••• W•••"."""
    return " ".join(f"{part[0]}•••" for part in name.split() if part)


# --- business data, documents, statements ---------------------------------------------------------------------


def nib_findings(facts: Facts) -> Iterator[Finding]:
    """NIB of a business: 13 digits (PP 28/2025)."""
    row = next((r for r in facts.requirements if r.code == "NIB"), None)
    if row is None or facts.subject == Subject.PRACTITIONER:
        return
    typed = str(facts.business.get("nib", "")).strip()
    if not typed:
        if row.mandatory:
            yield Finding("NIB_MISSING", {}, "NIB", "business")
    elif len(digits_of(typed)) != NIB_LENGTH:
        yield Finding("NIB_FORMAT", {"jumlah": len(digits_of(typed))}, "NIB", "business")


# Rows whose absence has a finding of its own, more helpful than the general one.
_OWN_FINDING = {"TEMPAT-PRAKTIK": "PLACE_LETTER_MISSING", "PKP": "PKP_MISSING"}


def document_findings(facts: Facts) -> Iterator[Finding]:
    """Files: missing, refused, still being checked, the same twice, too old."""
    by_code = {document.code: document for document in facts.documents}
    labels = {row.code: getattr(row, "label", row.code) for row in facts.requirements}
    for row in missing_documents(facts.requirements, uploaded=set(by_code)):
        own = _OWN_FINDING.get(row.code)
        params = {} if own else {"persyaratan": labels[row.code]}
        yield Finding(own or "DOC_MISSING", params, row.code, "documents")
    for document in facts.documents:
        if document.code in labels:
            yield from _document_findings(facts, document, str(labels[document.code]))
    for one, other in combinations(facts.documents, 2):
        if one.sha256 and one.sha256 == other.sha256:
            yield Finding("DOC_DUPLICATE", {}, other.code, "documents")
    if any(document.state == "pending_scan" for document in facts.documents):
        yield Finding("FILE_STILL_CHECKING", {}, "", "documents")


def _document_findings(facts: Facts, document: DocumentFacts, label: str) -> Iterator[Finding]:
    if document.state == "refused":
        code = "DOC_LOCKED" if "encrypted" in document.refusal else "DOC_UNREADABLE"
        yield Finding(code, {"persyaratan": label}, document.code, "documents")
    until = document.valid_until
    if until is not None and until < facts.on:
        yield Finding("DOC_EXPIRED", {"persyaratan": label, "tanggal": until}, document.code, "documents")
    elif until is not None and until < facts.on + timedelta(days=14):
        yield Finding("DOC_ENDS_SOON", {"persyaratan": label, "tanggal": until}, document.code, "documents")
    if document.code == "UJI-AIR" and (tested := _date(facts.details.get("UJI-AIR-TANGGAL"))):
        months = (facts.on.year - tested.year) * 12 + facts.on.month - tested.month
        if months > WATER_TEST_MONTHS:
            yield Finding("WATER_TEST_OLD", {"bulan": WATER_TEST_MONTHS}, "UJI-AIR", "documents")


def statement_findings(facts: Facts) -> Iterator[Finding]:
    """Declarations the applicant must agree to."""
    if missing := missing_statements(facts.requirements, agreed=set(facts.statements)):
        yield Finding("STATEMENT_UNSIGNED", {}, missing[0].code, "statements")


def process_findings(facts: Facts) -> Iterator[Finding]:
    """What concerns the file as a whole."""
    if facts.open_duplicate:
        yield Finding("DUPLICATE_OPEN_REQUEST", {"nomor": facts.open_duplicate})
    if facts.consent_missing_of:
        yield Finding("CONSENT_MISSING", {"nama_samar": masked_name(facts.consent_missing_of)})
    if facts.sanction_until is not None:
        yield Finding("SANCTION_ACTIVE", {"tanggal": facts.sanction_until})
    if facts.officer_is_tied:
        yield Finding("OWN_FACILITY_CONFLICT")
    if not facts.delegated:
        yield Finding("TYPE_NOT_DELEGATED")
    if facts.coordination != "none":
        yield Finding("COORDINATION_NEEDED", {"instansi": facts.coordination, "hari_kerja": facts.coordination_days})


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _count(value: object) -> int:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else 0


RULES: tuple[Rule, ...] = (
    identity_findings,
    str_findings,
    skp_findings,
    renewal_findings,
    place_limit_findings,
    facility_findings,
    independence_findings,
    responsible_findings,
    nib_findings,
    document_findings,
    statement_findings,
    process_findings,
)

__all__ = ["LENGTH", "Facts", "Finding", "findings"]
