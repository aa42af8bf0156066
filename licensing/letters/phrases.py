"""Dates, terms and lists in the words letters print. Pure."""

from datetime import date
from typing import Any

from letters.wording import long_date
from licensing.domain.licences.issuing import Term

UNLIMITED = "selama kegiatan berlangsung dan tidak dicabut"


def iso_words(text: str) -> str:
    """Return "26 Januari 2026" for an ISO date."""
    return long_date(date.fromisoformat(text))


def until_words(term: Term) -> str:
    """Return the last day of a term, or that it lasts as long as the activity."""
    return long_date(term.ends_on) if term.ends_on else UNLIMITED


def term_words(term: Term) -> str:
    """Return a term as a phrase: "sampai dengan 26 Januari 2031"."""
    return f"sampai dengan {long_date(term.ends_on)}" if term.ends_on else UNLIMITED


def score_words(visit: Any) -> str | None:
    """Return the score of a visit with the Indonesian comma, or None without one."""
    if visit is None or visit.score is None:
        return None
    return f"{visit.score:.1f}".replace(".", ",")


def lines(text: Any) -> tuple[str, ...]:
    """Return what stands on each line that is not empty."""
    return tuple(line.strip() for line in str(text or "").splitlines() if line.strip())
