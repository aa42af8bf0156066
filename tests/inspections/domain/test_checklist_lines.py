"""Items as people edit them: every flaw at once, differences by code."""

from dataclasses import replace

import pytest

from inspections.domain.checklist_lines import Line, line_flaws, ordered, paired, threshold_flaw
from inspections.enums import Scoring

A = Line(code="A01", part="Umum", seq=10, question="Izin ada", critical=True)
B = Line(code="A02", part="Umum", seq=20, question="Papan nama terpasang")
C = Line(code="B01", part="Rawat inap", seq=30, question="Tempat tidur bersih", applies_when="rawat inap")


def test_good_lines_have_no_flaw():
    assert line_flaws([A, B, C], Scoring.PASS_ALL) == []


@pytest.mark.parametrize(
    ("lines", "scoring", "fields"),
    [
        ([A, replace(B, code="A01")], Scoring.PASS_ALL, [(1, "code")]),
        ([replace(A, severity="mayor")], Scoring.PERCENT, [(0, "severity")]),
        ([B], Scoring.SEVERITY, [(0, "severity")]),
        ([replace(B, severity="serius")], Scoring.SEVERITY, [(0, "critical")]),
        ([C], Scoring.PASS_ALL, [(None, "")]),
        ([], Scoring.PASS_ALL, [(None, "")]),
        ([replace(A, code=f"A{n}") for n in range(81)], Scoring.PASS_ALL, [(None, "")]),
    ],
)
def test_what_is_wrong_is_said_by_line_and_field(lines, scoring, fields):
    assert [(flaw.place, flaw.field) for flaw in line_flaws(lines, scoring)] == fields


def test_all_flaws_come_at_once_in_the_order_of_the_lines():
    lines = [replace(A, severity="mayor"), replace(A, severity="minor"), C]

    found = [(flaw.place, flaw.field) for flaw in line_flaws(lines, Scoring.PASS_ALL)]

    assert found == [(0, "severity"), (1, "severity"), (1, "code")]


@pytest.mark.parametrize(
    ("scoring", "threshold", "is_wrong"),
    [("severity", 5, True), ("severity", 2, False), ("pass_all", 90, True), ("pass_all", 100, False),
     ("percent", 80, False)],
)  # fmt: skip
def test_mark_fits_the_way_of_scoring(scoring, threshold, is_wrong):
    assert bool(threshold_flaw(Scoring(scoring), threshold)) == is_wrong


def test_items_are_numbered_again_in_their_order():
    between = replace(C, seq=15)

    assert [(row["code"], row["seq"]) for row in ordered([A, B, between])] == [("A01", 1), ("B01", 2), ("A02", 3)]


def test_differences_are_told_by_code():
    after = [A, replace(C, seq=1, code="N01"), replace(B, weight=2), replace(C, part="Umum")]

    pairs = paired([A, B, C], after)

    assert [(pair.after.code, pair.change) for pair in pairs if pair.after] == [
        ("A01", "same"), ("N01", "added"), ("A02", "changed"), ("B01", "changed"),
    ]  # fmt: skip
    assert [pair.changed for pair in pairs[2:]] == [("weight",), ("part",)]


def test_swapped_items_moved_and_a_dropped_one_stands_last():
    pairs = paired([A, B, C], [B, A])

    assert [pair.change for pair in pairs] == ["moved", "moved", "removed"]
