"""Points with their reasons, as risk-factors.csv says."""

from datetime import date

import pytest

from inspections.domain.risk_score import Facts, score
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
