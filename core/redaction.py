"""Log lines without personal data: NIK, phones, mails, tokens and passphrases are masked before a line is written.

Masks are whole: half of a NIK is a birth date. What a page shows of a number is `core.formats`' matter.
"""

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

HIDDEN = "[…]"
SECRET_NAMES = re.compile(
    r"pass(word|phrase|code)|secret|token|authorization|cookie|csrf|session_?key|signature|otp|(^|_)nik(_|$)|salt",
    re.IGNORECASE,
)
# A number of 16 digits, also in the groups people write: 4-4-4-4 or 6-6-4.
IDENTITY_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4})(?![0-9A-Za-z])"
)
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"), r"\1 " + HIDDEN),
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"), HIDDEN),
    (
        re.compile(
            r"""(?ix)(["']?\b(?:pass(?:word|phrase|code)|kata[_ ]?sandi|secret|token|access_token|refresh_token
            |client_secret|otp|api_?key)\b["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}\])]+)"""
        ),
        r"\1" + HIDDEN,
    ),
    (re.compile(r"(://[^\s/:@]*:)[^\s/@]+@"), r"\1" + HIDDEN + "@"),
    # A link that opens by its secret alone: the part of the path is longer than any name or number of ours.
    (re.compile(r"(?<=/)[\w-]{12,32}:[\w-]{32,}(?=[/?#\s'\"]|$)"), HIDDEN),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[mail]"),
    (IDENTITY_NUMBER, "[nik]"),
    (re.compile(r"(?<![\w+])(?:\+|00)\d(?:[ .()-]?\d){7,14}(?!\w)"), "[phone]"),
    (re.compile(r"(?<![\w+./-])(?:0|62[ .-]?)8(?:[ .-]?\d){7,11}(?![\w-])"), "[phone]"),
)


def redact(text: str) -> str:
    """`text` with every personal or secret part replaced."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text


def redact_value(value: Any, *, name: str = "") -> Any:
    """The same for nested values; what stands under a secret name is hidden whole."""
    if name and SECRET_NAMES.search(name):
        return HIDDEN
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {key: redact_value(item, name=str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [redact_value(item) for item in value]
    masked = redact(str(value))
    return value if isinstance(value, (int, float)) and masked == str(value) else masked


def redact_processor(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ARG001 - structlog's signature
    """Structlog processor. Stands behind `format_exc_info`, so that tracebacks are text already."""
    for name, value in event.items():
        if name == "request" and isinstance(value, str):
            # Query strings may carry tokens of limited links.
            event[name] = redact(value.partition("?")[0])
        elif not name.startswith("_"):
            event[name] = redact_value(value, name=name)
    return event


class RedactingFilter(logging.Filter):
    """For handlers outside structlog: masks message, arguments and the text of the exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place; the record always passes."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True
