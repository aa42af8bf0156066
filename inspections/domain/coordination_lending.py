"""What outside bodies were asked, about a visit and in a month; licensing, which keeps coordination, lends it.

Without a lender nothing was asked and nobody can ask.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Office
from inspections.models import Visit


@dataclass(frozen=True)
class AskedBody:
    """One question to one body. `answer` is empty while it is open; `minutes` is office time used until now.

    `favourable` is None while it is open; `paper_url` opens the scan of the answer.
    """

    body: str
    questions: tuple[str, ...]
    asked_at: datetime
    answered_at: datetime | None
    due_at: datetime | None
    minutes: int
    is_late: bool
    answer: str = ""
    favourable: bool | None = None
    reference: str = ""
    paper_url: str = ""
    letter_url: str = ""


@dataclass(frozen=True)
class VisitCoordinations:
    """What was asked, the newest first; `ask_url` is empty for who may not ask now."""

    asked: tuple[AskedBody, ...] = ()
    ask_url: str = ""


@dataclass(frozen=True)
class BodyTime:
    """One body in a month: questions asked, answers, answers in time; `url` opens the questions.

    `median_minutes` and `longest_minutes` are office minutes of the answered ones, None without any.
    """

    body: str
    asked: int
    answered: int
    on_time: int
    median_minutes: int | None
    longest_minutes: int | None
    url: str


# (visit, user, at) → what that person sees of it.
Lender = Callable[[Visit, Any, datetime], VisitCoordinations]
# (office, year, month, at) → each body asked in that month of the office, by name.
TimesLender = Callable[[Office, int, int, datetime], tuple[BodyTime, ...]]
_lenders: list[tuple[Lender, TimesLender]] = []


def register(lender: Lender, times: TimesLender) -> None:
    """Name who answers; the app that coordinates calls it once when the apps are ready."""
    _lenders[:] = [(lender, times)]


def coordinations_of(visit: Visit, user: Any, *, at: datetime) -> VisitCoordinations:
    """Return what was asked about a visit, as `user` may see it."""
    return _lenders[0][0](visit, user, at) if _lenders else VisitCoordinations()


def times_of(office: Office, year: int, month: int, *, at: datetime) -> tuple[BodyTime, ...]:
    """Return how long each body took that was asked in a month of the office."""
    return _lenders[0][1](office, year, month, at) if _lenders else ()
