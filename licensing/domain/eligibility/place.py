"""Rules about licences and places: renewal window, place limits, hours, the facility and who answers for it."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from licensing.domain.eligibility.facts import Facts, Finding, HeldLicence, count_of, masked_name
from licensing.enums import ApplicationKind, Subject

RENEWAL_WINDOW = timedelta(days=90)  # roles.md section 2 (P)
LATE_RENEWAL = timedelta(days=14)
TRAVEL_MINUTES = 30
# One responsible pharmacist per pharmacy (Permenkes 9/2017).
RESPONSIBLE_TYPE = "SIPA-APOTEKER"
# Types whose independent practice needs professional education (Permenkes 26/2019, 28/2017), and levels that are none.
INDEPENDENT_NEEDS_PROFESSION = frozenset({"SIPP-PERAWAT", "SIPB-BIDAN"})
VOCATIONAL = frozenset({"smk", "d1", "d3", "d4"})


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
    elsewhere = count_of(facts.place_answers.get("other_city_sips"))
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
