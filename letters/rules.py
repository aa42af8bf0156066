"""Who may read a letter's file. Letters know no applications, so the apps above add their predicates."""

from collections.abc import Callable
from typing import Any

# (user, letter); not typed closer because rules stand below models.
Predicate = Callable[[Any, Any], bool]

_readers: list[Predicate] = []


def allow_reading(predicate: Predicate) -> Predicate:
    """Register a predicate of an app that keeps links to letters; any one that says yes opens the letter.

    Call it once, from `AppConfig.ready`. Usable as a decorator.
    """
    if predicate not in _readers:
        _readers.append(predicate)
    return predicate


def can_read_letter(user: Any, letter: Any) -> bool:
    """Tell whether some app grants this person the file. Nobody is granted anything by default."""
    return user.is_authenticated and user.is_active and any(grants(user, letter) for grants in _readers)
