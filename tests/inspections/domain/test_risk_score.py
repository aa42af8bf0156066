"""Points with their reasons, as risk-factors.csv says."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspections.domain.risk_score import UNFED, Facts, score, without_data
from inspections.enums import RiskBand

ON = date(2026, 1, 26)
POINTS = {
    "JENIS-TINGGI": 25, "JENIS-SEDANG": 15, "JENIS-RENDAH": 5, "BELUM-PERNAH": 20, "NILAI-AKHIR": 10,
    "PENGADUAN-BUKA": 5, "IZIN-HABIS": 8, "IZIN-LEWAT": 20, "SANKSI": 10, "PINDAH-PJ": 5, "PATUH": -10,
}  # fmt: skip


def reasons(**facts: object) -> dict[str, int]:
    given = Facts(on=ON, last_visit=ON, **facts)  # type: ignore[arg-type]
    return {row.code: row.points for row in score(given, POINTS).reasons}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {"JENIS-RENDAH": 5}),
        ({"facility_kind": "dam", "open_critical": 3}, {"JENIS-SEDANG": 15, "TEMUAN-KRITIS": 30}),
        ({"open_other": 7, "overdue": 2}, {"JENIS-RENDAH": 5, "TEMUAN-LAIN": 10, "TEMUAN-LEWAT": 10}),
        ({"last_percent": 84.9, "last_threshold": 80}, {"JENIS-RENDAH": 5, "NILAI-AKHIR": 10}),
        ({"licence_ends_on": date(2026, 1, 25)}, {"JENIS-RENDAH": 5, "IZIN-LEWAT": 20}),
        ({"clean_visits": 2}, {"JENIS-RENDAH": 5, "PATUH": -10}),
    ],
)
def test_each_factor_adds_its_points(facts: dict[str, object], expected: dict[str, int]) -> None:
    assert reasons(**facts) == expected


def test_a_place_never_visited_counts_in_full() -> None:
    result = score(Facts(on=ON, facility_kind="utd", open_critical=2), POINTS)

    assert (result.total, result.band) == (75, RiskBand.VERY_HIGH)


def test_every_factor_of_the_sheet_is_computed_or_said_to_have_no_data() -> None:
    sheet = Path(__file__).parents[3] / "inspections" / "reference" / "risk-factors.csv"
    with sheet.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "factor"]
    points = {row["code"]: int(row["points"] or 0) for row in rows}
    bad: dict[str, object] = {
        "open_critical": 1, "open_other": 1, "overdue": 1, "last_conclusion": "fit_with_repair",
        "complaints_confirmed": 1, "complaints_open": 1, "staff_without_sip": 1, "under_sanction": True,
        "pj_changed": True,
    }  # fmt: skip
    places: tuple[dict[str, object], ...] = (
        bad | {"facility_kind": "utd", "licence_ends_on": ON, "last_visit": ON - timedelta(days=400)},
        {"facility_kind": "dam", "licence_ends_on": ON - timedelta(days=1)},
        {"clean_visits": 2, "last_visit": ON},
    )

    computed = {row.code for facts in places for row in score(Facts(on=ON, **facts), points).reasons}  # type: ignore[arg-type]

    assert computed | set(UNFED) == set(points)
    assert computed & set(UNFED) == set()


def test_what_is_not_known_is_said_and_not_counted_as_zero() -> None:
    nothing = without_data(Facts(on=ON))
    known = without_data(Facts(on=ON, licence_ends_on=ON, staff_without_sip=0))

    assert set(nothing) - set(known) == {"IZIN-HABIS", "IZIN-LEWAT", "SIP-TENAGA"}
    assert known == list(UNFED)
