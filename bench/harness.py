"""Measure the product against a limit or a peer, in turn, in one run; judge ratios and never times.

A bench is a module of this package with one function decorated by `@bench(NAME, …)` that yields subjects:

    @bench("queue", database=True)
    def queue(run: Run) -> Iterator[Subject | Fact]:
        yield Subject("board", product=…, limit=…, goal=at_most(1.5))
        yield Fact("queries", value=9, goal=at_most(12))

`python -m bench NAME` finds it. Both sides of a subject do the same work and return equal answers; that is
checked before anything is timed. `at_least(x)` asks for x times the speed of the other side, `at_most(x)`
for no more than x times its time.
"""

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

SCALES = ("city", "national")
MIN_ROUNDS = 5
MAX_LOAD = 1.0
MAX_SPREAD = 2.0
SAMPLE_SECONDS = 0.05
MAX_LOOPS = 1_000_000
STATEMENT_TIMEOUT_MS = 120_000
_LINE_PACKAGES = ("Django", "psycopg2-binary", "holidays", "weasyprint")


class UnequalError(AssertionError):
    """Product and limit do not do the same work: their answers differ."""


class Goal(NamedTuple):
    """A bound of a ratio or a figure."""

    value: float
    least: bool

    def is_met(self, value: float) -> bool:
        return value >= self.value if self.least else value <= self.value

    def __str__(self) -> str:
        return f"{'>=' if self.least else '<='}{self.value:g}"


def at_least(value: float) -> Goal:
    return Goal(value, least=True)


def at_most(value: float) -> Goal:
    return Goal(value, least=False)


@dataclass(frozen=True)
class Subject:
    """Two programs for the same work. `limit` is the best hand-written one, or a peer."""

    name: str
    product: Callable[[], Any]
    limit: Callable[[], Any]
    goal: Goal


@dataclass(frozen=True)
class Fact:
    """A figure with a bound: memory, a count of queries. Where `is_time`, a busy machine is no judge of it."""

    name: str
    value: float
    goal: Goal
    unit: str = ""
    is_time: bool = False


@dataclass(frozen=True)
class Run:
    """What a bench is told about the run."""

    scale: str
    rounds: int
    notes: dict[str, Any] = field(default_factory=dict)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def is_national(self) -> bool:
        return self.scale == "national"

    def note(self, **facts: Any) -> None:
        """Facts for the header, such as the number of rows."""
        self.notes.update(facts)


class Bench(NamedTuple):
    name: str
    subjects: Callable[[Run], Iterable[Subject | Fact]]
    database: bool


@dataclass(frozen=True)
class Verdict:
    """One printed line. Times in milliseconds; a fact has its value as median and no limit."""

    bench: str
    subject: str
    median: float
    low: float
    high: float
    limit: float | None
    ratio: float
    goal: str
    judgement: str
    spread: float

    def __str__(self) -> str:
        limit = "-" if self.limit is None else f"{self.limit:.3f}"
        return (
            f"{self.bench} subject={self.subject} median={self.median:.3f} min={self.low:.3f} "
            f"max={self.high:.3f} limit={limit} ratio={self.ratio:.3g} goal={self.goal} "
            f"{self.judgement} spread={self.spread:.2f}"
        )


REGISTRY: dict[str, Bench] = {}


def bench(
    name: str, *, database: bool = False
) -> Callable[[Callable[[Run], Iterable[Subject | Fact]]], Callable[[Run], Iterable[Subject | Fact]]]:
    """Register a bench; with `database` Django is set up and its connection guarded by a timeout."""

    def register(
        subjects: Callable[[Run], Iterable[Subject | Fact]],
    ) -> Callable[[Run], Iterable[Subject | Fact]]:
        REGISTRY[name] = Bench(name, subjects, database)
        return subjects

    return register


def judged(chosen: Bench, run: Run) -> Iterator[Verdict]:
    """Run a bench and yield its lines. Raises UnequalError before any timing of an unequal subject."""
    for subject in chosen.subjects(run):
        if isinstance(subject, Fact):
            yield _fact_verdict(chosen.name, subject, load=run.load)
        else:
            yield _verdict(chosen.name, subject, rounds=max(run.rounds, MIN_ROUNDS), load=run.load)


def _fact_verdict(name: str, fact: Fact, *, load: float) -> Verdict:
    refusal = _refusal(load, 1.0) if fact.is_time else ""
    judgement = refusal or ("PASS" if fact.goal.is_met(fact.value) else "FAIL")
    subject = f"{fact.name}[{fact.unit}]" if fact.unit else fact.name
    value = fact.value
    return Verdict(name, subject, value, value, value, None, value, str(fact.goal), judgement, 1.0)


def _verdict(name: str, subject: Subject, *, rounds: int, load: float) -> Verdict:
    _require_equal(subject)
    product, limit = _alternate(subject, rounds)
    mine, other = statistics.median(product), statistics.median(limit)
    ratio = other / mine if subject.goal.least else mine / other
    judgement = _refusal(load, max(limit) / min(limit))
    return Verdict(
        bench=name,
        subject=subject.name,
        median=mine * 1000,
        low=min(product) * 1000,
        high=max(product) * 1000,
        limit=other * 1000,
        ratio=ratio,
        goal=str(subject.goal),
        judgement=judgement or ("PASS" if subject.goal.is_met(ratio) else "FAIL"),
        spread=max(product) / min(product),
    )


def _refusal(load: float, spread: float) -> str:
    """Why this machine cannot judge now; empty when it can."""
    if load > MAX_LOAD:
        return f"REFUSED(load={load:.2f})"
    return f"REFUSED(limit_spread={spread:.2f})" if spread > MAX_SPREAD else ""


def _require_equal(subject: Subject) -> None:
    mine, other = subject.product(), subject.limit()
    if mine != other:
        message = f"{subject.name}: the two sides answer differently: {_difference(mine, other)}"
        raise UnequalError(message)


def _difference(mine: Any, other: Any) -> str:
    if isinstance(mine, Sequence) and isinstance(other, Sequence) and not isinstance(mine, str | bytes):
        for place, (left, right) in enumerate(zip(mine, other, strict=False)):
            if left != right:
                return f"at {place}: {left!r} and {right!r}"
        return f"{len(mine)} and {len(other)} items"
    return f"{mine!r:.200} and {other!r:.200}"


def _alternate(subject: Subject, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds per call of each side, A B A B, each sample long enough to trust the clock."""
    loops = {side: _loops(side) for side in (subject.product, subject.limit)}
    product, limit = [], []
    for _ in range(rounds):
        product.append(_sample(subject.product, loops[subject.product]))
        limit.append(_sample(subject.limit, loops[subject.limit]))
    return product, limit


def _loops(side: Callable[[], Any]) -> int:
    once = _sample(side, 1)
    return min(max(1, round(SAMPLE_SECONDS / max(once, 1e-9))), MAX_LOOPS)


def _sample(side: Callable[[], Any], loops: int) -> float:
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        for _ in range(loops):
            side()
        return (time.perf_counter() - began) / loops
    finally:
        gc.enable()


class Child(NamedTuple):
    """What became of a child process; `peak_kib` is its largest resident set."""

    output: str
    seconds: float
    peak_kib: int


def child(code: str, *arguments: str, timeout: float = 600) -> Child:
    """Run Python code in a process of its own and measure it; ends it by its id when it takes too long."""
    began = time.perf_counter()
    command = [sys.executable, "-c", f"{code}\n{_REPORT_PEAK}", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "bench child", output)
    text, _, peak = output.rstrip().rpartition("\n")
    return Child(text, time.perf_counter() - began, int(peak))


_REPORT_PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def header(run: Run, *, database: bool) -> Iterator[str]:
    """Machine, versions, scale and load, then the backends that share the database."""
    packages = " ".join(f"{name}={_version(name)}" for name in _LINE_PACKAGES)
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    yield f"# cores={os.cpu_count()} python={platform.python_version()} {packages}"
    yield f"# scale={run.scale} rounds={max(run.rounds, MIN_ROUNDS)} load_before={load}"
    if database:
        yield from _guarded_database()


def footer(run: Run) -> str:
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    rows = " ".join(f"{key}={value}" for key, value in run.notes.items())
    return f"# {rows} load_after={load}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def _guarded_database() -> Iterator[str]:
    """Set Django up, bound every statement, refuse a distant server, and name who else is active."""
    import django  # slow import, and only some benches need it
    from django.db import connection

    django.setup()
    host = connection.settings_dict["HOST"] or "localhost"
    if host not in {"localhost", "127.0.0.1", "::1"} and not host.startswith("/"):
        message = f"benches run on loopback only, not on {host}"
        raise ValueError(message)
    if connection.vendor != "postgresql":
        yield f"# database={connection.vendor}"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}")
        cursor.execute("SHOW server_version")
        yield f"# postgresql={cursor.fetchone()[0]} statement_timeout={STATEMENT_TIMEOUT_MS}ms"
        cursor.execute(
            "SELECT pid, application_name, state FROM pg_stat_activity"
            " WHERE state = 'active' AND pid <> pg_backend_pid()"
        )
        for pid, application, state in cursor.fetchall():
            yield f"# active backend pid={pid} application={application or '-'} state={state}"


def as_json(run: Run, verdicts: Sequence[Verdict]) -> str:
    facts = {"scale": run.scale, "rounds": run.rounds, "notes": run.notes}
    return json.dumps({**facts, "verdicts": [asdict(verdict) for verdict in verdicts]}, indent=2, default=str)
