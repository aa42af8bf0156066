"""Which stage of a network is open, what the next one waits for, and what is due when. Pure."""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

COMMITMENT, PROBLEM, PATHWAY, DELIVERY, MONITORING = range(1, 6)
LEAST_MEMBERS = 2
MONTHS = 12

# What a stage waits for.
MEMBERS = "members"
PAPER = "paper"
FIGURE = "problem"
TASKS = "tasks"
STRANGER = "stranger"
START = "start"


@dataclass(frozen=True)
class Facts:
    """What is known of a network.

    `papers` are the kinds that are there, `opening` those of each stage of which one is needed before the next opens.
    `members` and `workers` are ids of facilities: of the network, and of those named on the pathway.
    """

    members: frozenset[int] = frozenset()
    workers: frozenset[int] = frozenset()
    papers: frozenset[str] = frozenset()
    opening: Mapping[int, frozenset[str]] = field(default_factory=dict)
    has_problem: bool = False
    has_started: bool = False


def missing(stage: int, facts: Facts) -> tuple[str, ...]:
    """What `stage` itself still waits for before the next one opens; empty when it is complete."""
    own = {
        COMMITMENT: ((MEMBERS, len(facts.members) < LEAST_MEMBERS),),
        PROBLEM: ((FIGURE, not facts.has_problem),),
        PATHWAY: ((TASKS, not facts.workers), (STRANGER, bool(facts.workers - facts.members))),
        DELIVERY: ((START, not facts.has_started),),
    }.get(stage, ())
    opening = facts.opening.get(stage, frozenset())
    lacks_paper = bool(opening) and not (opening & facts.papers) and stage != MONITORING
    return (*((PAPER,) if lacks_paper else ()), *(code for code, lacks in own if lacks))


def open_stage(facts: Facts) -> int:
    """The furthest stage that is open: the first one that waits for something, else the last."""
    return next((stage for stage in (COMMITMENT, PROBLEM, PATHWAY, DELIVERY) if missing(stage, facts)), MONITORING)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return later(month.replace(day=1), 1)


def later(day: date, months: int) -> date:
    """The same day `months` months on; the last day of a month that has no such day."""
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def unmonitored(delivery_from: date, done: Collection[date], on: date) -> list[date]:
    """Months (first days) from the start of delivery to that of `on` that have no sheet yet."""
    found, month = [], delivery_from.replace(day=1)
    while month <= on:
        if month not in done:
            found.append(month)
        month = next_month(month)
    return found


def monitoring_due(delivery_from: date, done: Collection[date], on: date) -> date:
    """The last day of the earliest month without a sheet: the month itself is when it is watched (seed 004)."""
    open_months = unmonitored(delivery_from, done, on)
    return last_day(open_months[0] if open_months else next_month(max(*done, on, delivery_from)))


def evaluation_due(delivery_from: date, held: Collection[date], every: int) -> date:
    """`every` (6 or 12) months after the last evaluation, or after delivery began (seed 004)."""
    return later(max(held, default=delivery_from), every)
