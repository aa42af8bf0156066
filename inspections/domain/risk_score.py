"""The risk score of a facility. Pure: facts in, points with their reasons out (risk-factors.csv)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspections.enums import RiskBand, VisitConclusion

HIGH_KINDS = frozenset({"rumah_sakit", "utd", "radiologi", "laboratorium"})
MEDIUM_KINDS = frozenset({"klinik", "puskesmas", "apotek", "dam", "jasaboga"})
HIGH_CHECKLISTS = frozenset({"KLINIK-UTAMA", "KLINIK-HD"})
MEDIUM_CHECKLISTS = frozenset({"PM-BIDAN"})
NEAR_END = 90  # days, IZIN-HABIS
MARGIN = 5  # percentage points above the threshold, NILAI-AKHIR
WORST_LEVELS = 3
GOOD_IN_A_ROW = 2
# No source feeds these yet: nothing in the registers says them. They add nothing, and pages say so.
UNFED = ("KLB", "UJI-LAB", "VOLUME", "RENTAN", "AKREDITASI")
BANDS = ((70, RiskBand.VERY_HIGH), (50, RiskBand.HIGH), (25, RiskBand.MEDIUM), (0, RiskBand.LOW))


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one place on `on`. None = not known, and then it adds nothing."""

    on: date
    facility_kind: str = ""
    checklist: str = ""
    last_visit: date | None = None
    open_critical: int = 0
    open_other: int = 0
    overdue: int = 0
    last_conclusion: str = ""
    last_percent: float | None = None
    last_threshold: int | None = None
    last_level: int | None = None
    clean_visits: int = 0
    complaints_confirmed: int = 0
    complaints_open: int = 0
    licence_ends_on: date | None = None
    staff_without_sip: int | None = None
    under_sanction: bool = False
    pj_changed: bool = False
    urgent_reason: str = ""


@dataclass(frozen=True)
class Reason:
    """Points one factor adds, and the figure it rests on."""

    code: str
    points: int
    figure: str = ""


@dataclass(frozen=True)
class Score:
    """Total from 0 to 100, its band, what it is made of. `urgent` comes before every score."""

    total: int
    band: RiskBand
    reasons: tuple[Reason, ...]
    urgent: bool = False


def months_between(start: date, end: date) -> int:
    """Whole months passed."""
    return max(0, (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


def score(facts: Facts, points: Mapping[str, int | None]) -> Score:
    """Add the factors up; `points` are the fixed ones of the table by code."""
    reasons = tuple(row for row in _reasons(facts, {code: value or 0 for code, value in points.items()}) if row.points)
    total = max(0, min(100, sum(row.points for row in reasons)))
    band = next(band for least, band in BANDS if total >= least)
    return Score(total, band, reasons, urgent=bool(facts.urgent_reason))


def _reasons(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    kind = _kind(facts)
    yield Reason(kind, points[kind])
    if facts.last_visit is None:
        yield Reason("BELUM-PERNAH", points["BELUM-PERNAH"])
    else:
        months = months_between(facts.last_visit, facts.on)
        yield Reason("WAKTU-KUNJUNGAN", min(20, months // 3 * 2), str(months))
    yield Reason("TEMUAN-KRITIS", min(30, 15 * facts.open_critical), str(facts.open_critical))
    yield Reason("TEMUAN-LAIN", min(10, 2 * facts.open_other), str(facts.open_other))
    yield Reason("TEMUAN-LEWAT", min(15, 5 * facts.overdue), str(facts.overdue))
    if _was_poor(facts):
        yield Reason("NILAI-AKHIR", points["NILAI-AKHIR"])
    yield Reason("PENGADUAN", min(20, 10 * facts.complaints_confirmed), str(facts.complaints_confirmed))
    if facts.complaints_open:
        yield Reason("PENGADUAN-BUKA", points["PENGADUAN-BUKA"], str(facts.complaints_open))
    yield from _licence(facts, points)
    if facts.staff_without_sip:
        yield Reason("SIP-TENAGA", min(15, 5 * facts.staff_without_sip), str(facts.staff_without_sip))
    if facts.under_sanction:
        yield Reason("SANKSI", points["SANKSI"])
    if facts.pj_changed:
        yield Reason("PINDAH-PJ", points["PINDAH-PJ"])
    if facts.clean_visits >= GOOD_IN_A_ROW and not facts.complaints_confirmed:
        yield Reason("PATUH", points["PATUH"])


def without_data(facts: Facts) -> list[str]:
    """Return the factors nothing is known of, by code: they are unknown, not zero."""
    unknown = list(UNFED)
    if facts.licence_ends_on is None:
        unknown += ["IZIN-HABIS", "IZIN-LEWAT"]
    if facts.staff_without_sip is None:
        unknown.append("SIP-TENAGA")
    return unknown


def _kind(facts: Facts) -> str:
    if facts.facility_kind in HIGH_KINDS or facts.checklist in HIGH_CHECKLISTS:
        return "JENIS-TINGGI"
    if facts.facility_kind in MEDIUM_KINDS or facts.checklist in MEDIUM_CHECKLISTS:
        return "JENIS-SEDANG"
    return "JENIS-RENDAH"


def _was_poor(facts: Facts) -> bool:
    if facts.last_conclusion == VisitConclusion.FIT_WITH_REPAIR:
        return True
    if facts.last_level is not None and facts.last_level >= WORST_LEVELS:
        return True
    known = facts.last_percent is not None and facts.last_threshold is not None
    return known and (facts.last_percent or 0) < (facts.last_threshold or 0) + MARGIN


def _licence(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    if facts.licence_ends_on is None:
        return
    left = (facts.licence_ends_on - facts.on).days
    if left < 0:
        yield Reason("IZIN-LEWAT", points["IZIN-LEWAT"], str(-left))
    elif left <= NEAR_END:
        yield Reason("IZIN-HABIS", points["IZIN-HABIS"], str(left))
