"""JSON: an array of bodies, or an object with `applications`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _now, gettext_lazy as _

from licensing.domain.filing.adapters import Adapter, Record, whole
from licensing.exceptions import UnreadableBatch

CODE = "json"
MEMBER = "applications"


def read(path: Path) -> Iterator[Record]:
    """One record an element, numbered from 1. Raises UnreadableBatch."""
    try:
        value = json.loads(path.read_bytes().decode(), object_pairs_hook=_object, parse_constant=_refuse)
        _check_characters(value)
    except (ValueError, RecursionError) as error:
        raise UnreadableBatch(params={"reason": error}) from error
    rows = value.get(MEMBER) if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise UnreadableBatch(params={"reason": _now("kirim larik, atau objek dengan applications")})
    yield from (Record(number, body) for number, body in enumerate(rows, start=1))


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice could mean two things."""
    found = dict(members)
    if len(found) < len(members):
        raise ValueError(_now("nama yang sama dua kali dalam satu objek"))
    return found


def _check_characters(value: Any) -> None:
    """NUL and lone surrogates have no place in a database."""
    if "\0" in json.dumps(value, ensure_ascii=False).encode().decode().replace("\\u0000", "\0"):
        raise ValueError("NUL")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


ADAPTER = Adapter(CODE, _("Berkas JSON"), (".json",), read, whole)
