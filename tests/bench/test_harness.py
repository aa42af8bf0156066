"""The frame of the benches: what it refuses, and how it judges. No timing is asserted."""

import gc
import subprocess
from collections.abc import Iterator

import pytest

from bench.harness import (
    REGISTRY,
    Bench,
    Fact,
    Run,
    Subject,
    UnequalError,
    at_least,
    at_most,
    child,
    judged,
)

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True, scope="module")
def _young_heap() -> Iterator[None]:
    """The harness collects garbage before each sample; the heap of the whole suite is left out of that."""
    gc.freeze()
    yield
    gc.unfreeze()


CALM = Run(scale="city", rounds=5, load=0.0)


def bench_of(*subjects: Subject | Fact) -> Bench:
    return Bench("sample", lambda _: subjects, database=False)


def test_two_sides_that_answer_differently_are_never_timed() -> None:
    asked: list[str] = []

    def product() -> list[int]:
        asked.append("product")
        return [1, 2]

    with pytest.raises(UnequalError, match="at 1: 2 and 3"):
        list(judged(bench_of(Subject("sum", product, lambda: [1, 3], at_least(1))), CALM))

    assert asked == ["product"]


def test_a_busy_machine_is_no_judge() -> None:
    subject = Subject("same", lambda: 1, lambda: 1, at_least(0.0))

    (verdict,) = judged(bench_of(subject), Run(scale="city", rounds=5, load=1.5))

    assert verdict.judgement == "REFUSED(load=1.50)"


def test_busy_machine_judges_a_count_but_no_time_of_its_own() -> None:
    facts = (Fact("queries", 9, at_most(12)), Fact("p95", 9, at_most(12), unit="ms", is_time=True))

    verdicts = judged(bench_of(*facts), Run(scale="city", rounds=5, load=1.5))

    assert [each.judgement for each in verdicts] == ["PASS", "REFUSED(load=1.50)"]


@pytest.mark.parametrize(
    ("fact", "judgement"),
    [(Fact("queries", 12, at_most(12)), "PASS"), (Fact("queries", 13, at_most(12)), "FAIL")],
)
def test_a_fact_is_held_against_its_bound(fact: Fact, judgement: str) -> None:
    (verdict,) = judged(bench_of(fact), CALM)

    assert verdict.judgement == judgement


def test_a_line_names_everything_needed_to_doubt_it() -> None:
    (verdict,) = judged(bench_of(Fact("memory", 1.0, at_most(1.05), "peak/peak")), CALM)

    assert str(verdict) == (
        "sample subject=memory[peak/peak] median=1.000 min=1.000 max=1.000 limit=- ratio=1 goal=<=1.05 PASS spread=1.00"
    )


def test_a_child_reports_its_output_and_peak() -> None:
    result = child("print('done')")

    assert result.output == "done"
    assert result.peak_kib > 1000


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        child("import time; time.sleep(60)", timeout=0.2)


def test_the_clock_bench_is_registered_under_its_name() -> None:
    import bench.clock  # noqa: F401 — registers on import

    assert REGISTRY["clock"].name == "clock"
