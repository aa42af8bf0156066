"""The API's own way in, lent to the domain by `licensing.api`: a row is checked by what checks a request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.exceptions import Finding
from licensing.models import Application, FilingBatch


class RowRefused(Exception):
    """What the API would answer for this body: every reason with its pointer, code and words."""

    def __init__(self, errors: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(each.code for each in errors))
        self.errors = errors


@dataclass(frozen=True)
class Door:
    """`caller(batch)` is who sent it, or None when they may no longer; `create(body, caller, at)` makes the draft.

    `create` and `submit` raise RowRefused with what the API would have answered.
    """

    caller: Callable[[FilingBatch], Any]
    create: Callable[[Any, Any, datetime], Application]
    submit: Callable[[Application, Any, datetime], None]


_doors: list[Door] = []


def open_door(door: Door) -> None:
    """Say how a body becomes a draft; the API calls it once."""
    _doors[:] = [door]


def door() -> Door:
    """The way in. Raises IndexError before `AppConfig.ready`."""
    return _doors[0]
