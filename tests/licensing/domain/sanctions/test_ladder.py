"""Which step of the ladder comes next, on the shipped ladder itself."""

import csv
from datetime import date
from pathlib import Path

import pytest

from licensing.domain.sanctions.ladder import Step, Taken, expected, is_open, steps_for

pytestmark = pytest.mark.unit

TODAY = date(2026, 3, 2)
BEFORE, AFTER = date(2026, 3, 1), date(2026, 3, 31)
FILE = Path("licensing/reference/sanctions.csv")
REASONS = Path("licensing/reference/reasons.csv")


def ladder() -> list[Step]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [
            Step(row["step"], row["verb"], row["next_step"], tuple(row["types"].split(";")))
            for row in csv.DictReader(lines)
        ]


def steps(product: str, code: str) -> list[Step]:
    return steps_for(ladder(), product=product, type_code=code)


CLINIC = ("izin", "IZIN-KLINIK-PRATAMA")
NURSE = ("SIP", "SIPP-PERAWAT")


def test_every_step_names_a_step_that_exists() -> None:
    rows = ladder()

    assert {row.next_code for row in rows if row.next_code} <= {row.code for row in rows}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (CLINIC, ["TEGURAN-1", "TEGURAN-2", "TEGURAN-3", "HENTI-SEMENTARA", "PEMBEKUAN", "PENCABUTAN", "PULIH"]),
        (NURSE, ["HENTI-SEMENTARA", "PEMBEKUAN", "PENCABUTAN", "PULIH", "SIP-TEGURAN", "SIP-CABUT"]),
    ],
)
def test_each_type_has_its_own_ladder(kind: tuple[str, str], codes: list[str]) -> None:
    assert [row.code for row in steps(*kind)] == codes


@pytest.mark.parametrize(
    ("step", "history", "reason", "is_allowed"),
    [
        ("TEGURAN-1", [], "", True),
        ("TEGURAN-2", [], "", False),
        ("TEGURAN-2", [Taken("TEGURAN-1", BEFORE, AFTER)], "", False),
        ("TEGURAN-2", [Taken("TEGURAN-1", BEFORE, BEFORE)], "", True),
        ("TEGURAN-2", [Taken("TEGURAN-1", BEFORE, BEFORE, repaired=True)], "", False),
        ("PEMBEKUAN", [Taken("TEGURAN-3", BEFORE, BEFORE)], "SUS_WARNING_IGNORED", True),
        ("PEMBEKUAN", [], "SUS_WARNING_IGNORED", False),
        ("PEMBEKUAN", [], "SUS_IMMEDIATE_RISK", True),
        ("PENCABUTAN", [], "REV_FALSE_DATA", True),
        ("PENCABUTAN", [Taken("PEMBEKUAN", BEFORE, BEFORE)], "REV_SUSPENSION_UNRESOLVED", True),
        ("PULIH", [], "", True),
    ],
)
def test_a_step_waits_for_the_one_before_it(step: str, history: list[Taken], reason: str, *, is_allowed: bool) -> None:
    rows = steps(*CLINIC)
    wanted = next(row for row in rows if row.code == step)

    assert is_open(wanted, rows, history, reason=reason, on=TODAY) is is_allowed


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ([], "TEGURAN-1"),
        ([Taken("TEGURAN-1", BEFORE, AFTER)], None),
        ([Taken("TEGURAN-1", BEFORE, BEFORE)], "TEGURAN-2"),
        ([Taken("TEGURAN-1", BEFORE, BEFORE), Taken("TEGURAN-2", TODAY, BEFORE)], "TEGURAN-3"),
        ([Taken("TEGURAN-1", BEFORE, BEFORE, repaired=True)], "TEGURAN-1"),
    ],
)
def test_ladder_says_what_comes_next(history: list[Taken], code: str | None) -> None:
    found = expected(steps(*CLINIC), history, on=TODAY)

    assert (found.code if found else None) == code
