import logging
import sys

import pytest

from core.redaction import HIDDEN, IDENTITY_NUMBER, RedactingFilter, redact, redact_processor


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK 9971010101900000 ada", "NIK [nik] ada"),
        ("9971 0101 0190 0000", "[nik]"),
        ("997101-010190-0000", "[nik]"),
        ("hubungi +62 800 0000 123 segera", "hubungi [phone] segera"),
        ("hp 08000000123.", "hp [phone]."),
        ("62800-0000-123", "[phone]"),
        ("surat ke siti@demo.example, ya", "surat ke [mail], ya"),
        ("Authorization: Bearer abcdef.123456", f"Authorization: Bearer {HIDDEN}"),
        ("passphrase=rahasia123&x=1", f"passphrase={HIDDEN}&x=1"),
        ('{"password": "a b c", "x": 1}', f'{{"password": {HIDDEN}, "x": 1}}'),
        ("kata sandi: 123", f"kata sandi: {HIDDEN}"),
        ("postgres://app:geheim@db/x", f"postgres://app:{HIDDEN}@db/x"),
    ],
)
def test_personal_and_secret_parts_are_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "permohonan 2026-01-K7M2QX",
        "2026-01-13T10:00:00+07:00",
        "445/0912/DPMPTSP/2026",
        "wilayah 16.74.01.1001",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "sha 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "412 ms, 1200000 bytes",
    ],
)
def test_numbers_of_the_portal_stay_readable(text: str) -> None:
    assert redact(text) == text


def test_hash_with_sixteen_digits_in_a_row_is_not_an_identity_number() -> None:
    assert IDENTITY_NUMBER.search("ab1234567890123456cd") is None


def test_processor_masks_nested_values_and_hides_secret_names() -> None:
    event = {
        "event": "received",
        "nik": "short",
        "data": {"access_token": "x", "note": ["+628000000123"]},
        "request": "GET /limited/?token=abc",
        "count": 9971010101900000,
        "status": 200,
    }

    assert redact_processor(None, "info", event) == {
        "event": "received",
        "nik": HIDDEN,
        "data": {"access_token": HIDDEN, "note": ["[phone]"]},
        "request": "GET /limited/",
        "count": "[nik]",
        "status": 200,
    }


def test_filter_masks_message_and_traceback() -> None:
    try:
        int("nik 9971010101900000")
    except ValueError:
        record = logging.LogRecord("x", 40, "", 0, "mail %s", ("siti@demo.example",), sys.exc_info())

    assert RedactingFilter().filter(record)
    assert record.getMessage() == "mail [mail]"
    assert "9971010101900000" not in str(record.exc_text)
