"""JSON of the API, read strictly: nothing that two readers could understand in two ways."""

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """Refuses (400) a name that stands twice in an object, NaN, nesting without end, and broken characters.

    Of two equal names one reader takes the first, another the last: a check could look at one and the
    work be done with the other. NUL and lone surrogates have no place in a database.
    """

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002 - DRF's signature
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> Any:
        """The parsed body. Raises `ParseError`."""
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
            if "\\u" in text or "\0" in text:
                _check_characters(value)
        except RecursionError as error:
            raise ParseError(_("JSON bersarang terlalu dalam.")) from error
        except ValueError as error:
            raise ParseError(_("JSON tidak dapat dibaca: %(reason)s") % {"reason": error}) from error
        return value


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _value in members]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ParseError(_("Nama berikut ditulis dua kali: %(names)s") % {"names": ", ".join(twice)})
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_characters(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL character")
        value.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    elif isinstance(value, Mapping):
        _check_all([*value.keys(), *value.values()])
    elif isinstance(value, list):
        _check_all(value)


def _check_all(values: Iterable[Any]) -> None:
    for value in values:
        _check_characters(value)
