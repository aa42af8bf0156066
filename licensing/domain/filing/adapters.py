"""What an incoming adapter is: it turns a file into the bodies `POST /applications/` takes, and nothing else.

Whoever adds one registers it (docs/how-to/add-an-adapter.md); page, endpoint, dry run, errors and references follow.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.exceptions import UnreadableBatch

MOST_ROWS = 1_000


@dataclass(frozen=True)
class Record:
    """One application as it was sent: the line the sender knows it by, and the body of `POST /applications/`."""

    number: int
    body: Any


@dataclass(frozen=True)
class Adapter:
    """`read` yields records or raises UnreadableBatch (or core.sheets' UnreadableSheet); it judges nothing.

    `suffixes` choose it by the name of the file, in lower case with the dot. `name_of` says what the sender's file
    calls the member at a JSON pointer of the body. `example` writes a file to begin with, or is None.
    """

    code: str
    label: Promise
    suffixes: tuple[str, ...]
    read: Callable[[Path], Iterator[Record]]
    name_of: Callable[[str], str]
    example: Callable[[Any], None] | None = None
    example_name: str = ""


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Add an adapter; the same code again replaces it. Call it in `AppConfig.ready`."""
    _adapters[adapter.code] = adapter


def adapters() -> list[Adapter]:
    """Every adapter, in the order they were registered."""
    return list(_adapters.values())


def adapter_of(code: str) -> Adapter:
    """The adapter of a code. Raises KeyError."""
    return _adapters[code]


def chosen(file_name: str) -> Adapter:
    """The adapter for a file by its name. Raises UnreadableBatch with the names there are."""
    suffix = Path(file_name).suffix.lower()
    for adapter in _adapters.values():
        if suffix in adapter.suffixes:
            return adapter
    known = ", ".join(suffix for adapter in _adapters.values() for suffix in adapter.suffixes)
    raise UnreadableBatch(params={"reason": _("kirim %(known)s") % {"known": known}})


def whole(pointer: str) -> str:
    """A pointer as a reader of JSON knows it."""
    return pointer or "/"
