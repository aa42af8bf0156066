from io import BytesIO
from typing import Any

import pytest
from rest_framework.exceptions import ParseError

from core.parsers import StrictJSONParser


def parse(body: bytes) -> Any:
    return StrictJSONParser().parse(BytesIO(body))


def test_json_is_read_as_it_is() -> None:
    assert parse(b'{"a": [1, null, "\\u00e9", "\\ud83d\\ude00"]}') == {"a": [1, None, "é", "😀"]}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"state": "draft", "state": "approved"}', "state"),
        (b'{"a": {"b": 1, "b": 2}}', "b"),
        (b"[" * 10_000 + b"]" * 10_000, "bersarang"),
        (b'{"share": NaN}', "NaN"),
        (b'{"name": "\\u0000"}', "NUL"),
        (b'{"name": "\\ud800"}', "surrogates"),
        (b'{"\\ud800": 1}', "surrogates"),
        (b"\xff", "utf-8"),
        (b"{", "Expecting"),
        (b"1" * 5000, "digits"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(body)
