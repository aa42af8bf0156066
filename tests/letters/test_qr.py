"""The QR payload: small, signed, bound to its code, readable without a network."""

from dataclasses import replace
from datetime import date

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st

from letters.qr import (
    KINDS,
    TEXT_LIMIT,
    PayloadForgedError,
    QrFacts,
    address,
    sign_payload,
    svg,
    verify_payload,
)

KEY = Ed25519PrivateKey.generate()
CODE = "0123456789ABCDEFGHJKMNPQRSTV"
FACTS = QrFacts(
    kind="REKOMENDASI",
    number="400.7.22/0187/REK/DINKES/2026",
    number_date=date(2026, 1, 26),
    fingerprint="ab" * 12,
    issuer="DINKES-1674",
    holder="S. W.",
    place="Klinik Contoh Medika",
    valid_until=date(2031, 1, 26),
    is_trial=True,
)


def test_payload_tells_its_facts_to_who_holds_the_public_key() -> None:
    assert verify_payload(sign_payload(FACTS, code=CODE, key=KEY), code=CODE, key=KEY.public_key()) == FACTS


def test_every_changed_character_is_noticed() -> None:
    payload = sign_payload(FACTS, code=CODE, key=KEY)

    for place, letter in enumerate(payload):
        changed = payload[:place] + ("A" if letter != "A" else "B") + payload[place + 1 :]
        # The last character carries spare bits that decode to nothing.
        if place < len(payload) - 1:
            with pytest.raises(PayloadForgedError):
                verify_payload(changed, code=CODE, key=KEY.public_key())


def test_payload_of_one_letter_is_refused_under_the_code_of_another() -> None:
    payload = sign_payload(FACTS, code=CODE, key=KEY)

    with pytest.raises(PayloadForgedError):
        verify_payload(payload, code=CODE[::-1], key=KEY.public_key())


def test_payload_of_another_installation_is_refused() -> None:
    payload = sign_payload(FACTS, code=CODE, key=Ed25519PrivateKey.generate())

    with pytest.raises(PayloadForgedError):
        verify_payload(payload, code=CODE, key=KEY.public_key())


@pytest.mark.parametrize("payload", ["", "A", "A" * 90, "A" * 400, "0189", "ÄÖ", "../../etc", "A B C"])
def test_rubbish_is_refused_calmly(payload: str) -> None:
    with pytest.raises(PayloadForgedError):
        verify_payload(payload, code=CODE, key=KEY.public_key())


def test_code_stays_scannable_at_19_millimetres() -> None:
    # 57 modules over 19 mm are a third of a millimetre each.
    longest = replace(FACTS, holder="Apotek Contoh Sumber Sehat Sentosa", place="", valid_until=None)
    text = address("https://sejaras.prabumulihkota.go.id", code=CODE, payload=sign_payload(longest, code=CODE, key=KEY))

    symbol = segno.make(text, error="l")
    assert symbol.mode == "alphanumeric"
    assert symbol.symbol_size(border=0)[0] <= 57


def test_drawing_has_a_title_and_no_size_of_its_own() -> None:
    drawing = svg("HTTPS://X/V/A", title="Kode QR <1>")

    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox=')
    assert "<title>Kode QR &lt;1&gt;</title>" in drawing
    assert " width=" not in drawing


@given(
    kind=st.sampled_from(KINDS),
    holder=st.text(max_size=80),
    number=st.text(min_size=1, max_size=60),
    on=st.dates(date(2000, 1, 2), date(2150, 1, 1)),
)
def test_any_facts_come_back_as_far_as_they_fit(kind: str, holder: str, number: str, on: date) -> None:
    facts = replace(FACTS, kind=kind, holder=holder, number=number, number_date=on, valid_until=on)

    back = verify_payload(sign_payload(facts, code=CODE, key=KEY), code=CODE, key=KEY.public_key())

    assert (back.kind, back.number_date, back.valid_until) == (kind, on, on)
    assert holder.startswith(back.holder)
    assert number.startswith(back.number)
    assert len(back.holder.encode()) <= TEXT_LIMIT
