"""Rules about the person: identity, STR, SKP."""

import re
from collections.abc import Iterator
from datetime import date

from licensing.domain.eligibility.facts import Facts, Finding, date_of
from licensing.enums import ApplicationKind, LegalEra, Subject
from workforce.domain.nik import DEMO_PREFIX, digits_of, is_whole, read_nik

ADULT = 18
OLD = 65
RELAXATION_END = date(2024, 12, 31)  # SE HK.02.01/MENKES/1063/2024
TITLE = re.compile(r"(?i)(,|\b(drg?|ners?|ns|apt|prof|hj?)\.)|\b(S\.?Kep|A\.?Md|S\.?Farm|Sp\.?[A-Z]|M\.?Kes)\b")
STR_SHAPE = re.compile(r"^[A-Z0-9][A-Z0-9 .\-/]{6,39}$", re.IGNORECASE)


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
    elif (birth := date_of(facts.identity.get("birth_date"))) and birth not in reading.birth_dates:
        yield Finding("NIK_BIRTHDATE_DIFFERS", {}, "NIK", "identity")
    if nik.startswith(DEMO_PREFIX) or (facts.regions and f"{nik[:2]}.{nik[2:4]}" not in facts.regions):
        yield Finding("NIK_REGION_UNKNOWN", {}, "NIK", "identity")
    other = facts.nik_name_on_register
    if other and not same_name(other, str(facts.identity.get("name", ""))):
        # The name of the own record was read off the identity document when a file was verified.
        yield Finding("NAME_MISMATCH_ID" if facts.is_own_record else "NIK_OTHER_PERSON", {}, "NIK", "identity")


def _age_findings(facts: Facts) -> Iterator[Finding]:
    birth = date_of(facts.identity.get("birth_date"))
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
    until = date_of(facts.profession.get("str_valid_until"))
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
