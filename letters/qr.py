"""What the QR code of a letter holds, and how it is proved without a network.

The code is an address, so that any phone opens the check page, followed by a signed payload::

    HTTPS://HOST/V/<code>/<payload>

All of it is upper case, so the QR encoder uses its compact alphanumeric mode. The payload is base32 of

    version 1 | kind 1 | state 1 | date 2 | end 2 | fingerprint 12 | number | holder | place | issuer | signature 64

where dates are days since 2000-01-01 (end 0: none) and the four texts are UTF-8 after one length byte. The Ed25519
signature covers a fixed label, the code and all bytes before it, so a payload can't be moved to another code.
"""

import base64
import binascii
import io
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 1
LABEL = b"SEJARAS QR 1\0"
EPOCH = date(2000, 1, 1)
FINGERPRINT_BYTES = 12
SIGNATURE_BYTES = 64
HEAD_BYTES = 7 + FINGERPRINT_BYTES
TEXT_LIMIT = 48
TRIAL = 0x80

# Position is the stored byte: append only, never reorder.
KINDS = (
    "TANDA_TERIMA",
    "PENGEMBALIAN",
    "PERMINTAAN_REKOMENDASI",
    "SURAT_TUGAS",
    "KAK",
    "BERITA_ACARA",
    "KOORDINASI",
    "REKOMENDASI",
    "PENOLAKAN",
    "SIP",
    "IZIN",
    "SERT_LAIK_HIGIENE",
    "SERT_SPP_IRT",
    "SERT_PELATIHAN",
    "TEGURAN",
    "PEMBEKUAN",
    "PENCABUTAN",
    "PEMBERLAKUAN_KEMBALI",
    "KET_PENCABUTAN_SIP",
    "LAPORAN_JANJI",
    "LAPORAN_SPM",
    "DAFTAR_KEPATUHAN",
    "SARAN_SANKSI",
    "REKAP_JEMPUT",
)
# State at issue, in the lower seven bits.
STATES = ("valid", "received", "returned", "requested")


class PayloadForgedError(ValueError):
    """The payload is not ours, was changed, or belongs to another code."""


@dataclass(frozen=True, kw_only=True)
class QrFacts:
    """Public facts of one letter as they were at issue. Nothing else may ever be added about a person."""

    kind: str
    number: str
    number_date: date
    fingerprint: str
    issuer: str
    state: str = "valid"
    holder: str = ""
    place: str = ""
    valid_until: date | None = None
    is_trial: bool = False


def sign_payload(facts: QrFacts, *, code: str, key: Ed25519PrivateKey) -> str:
    """Return the payload text of a letter with this check code."""
    body = _pack(facts)
    return _base32(body + key.sign(LABEL + code.encode() + body))


def verify_payload(payload: str, *, code: str, key: Ed25519PublicKey) -> QrFacts:
    """Return the facts of a payload read from paper; needs the public key only.

    `fingerprint` then holds its first 24 hexadecimal digits. Raises `PayloadForgedError`.
    """
    raw = _unbase32(payload)
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    try:
        key.verify(signature, LABEL + code.encode() + body)
    except InvalidSignature as error:
        raise PayloadForgedError("signature") from error
    return _unpack(body)


def address(site: str, *, code: str, payload: str) -> str:
    """Return the text of the QR code. `site` is scheme and host without a final slash."""
    return f"{site}/V/{code}/{payload}".upper()


@lru_cache(maxsize=64)
def svg(text: str, *, title: str) -> str:
    """Return the QR code as SVG without a size (the style sheet gives 19 mm), on white, with a title.

    Large modules read better than strong correction at this size: level L, raised where there is room.
    """
    import segno  # slow import

    out = io.BytesIO()
    segno.make(text, error="l", micro=False, boost_error=True).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, light="#fff", title=title, nl=False
    )
    return out.getvalue().decode()


def _pack(facts: QrFacts) -> bytes:
    state = STATES.index(facts.state) | (TRIAL if facts.is_trial else 0)
    head = bytes((VERSION, KINDS.index(facts.kind), state))
    dates = _days(facts.number_date) + _days(facts.valid_until)
    texts = b"".join(_text(text) for text in (facts.number, facts.holder, facts.place, facts.issuer))
    return head + dates + bytes.fromhex(facts.fingerprint)[:FINGERPRINT_BYTES] + texts


def _unpack(body: bytes) -> QrFacts:
    if len(body) < HEAD_BYTES or body[0] != VERSION:
        raise PayloadForgedError("version")
    number, holder, place, issuer = _texts(body[HEAD_BYTES:])
    return QrFacts(
        kind=KINDS[body[1]],
        state=STATES[body[2] & ~TRIAL],
        is_trial=bool(body[2] & TRIAL),
        number_date=_date(body[3:5]) or EPOCH,
        valid_until=_date(body[5:7]),
        fingerprint=body[7:HEAD_BYTES].hex(),
        number=number,
        holder=holder,
        place=place,
        issuer=issuer,
    )


def _days(on: date | None) -> bytes:
    return ((on - EPOCH).days if on else 0).to_bytes(2, "big")


def _date(raw: bytes) -> date | None:
    days = int.from_bytes(raw, "big")
    return EPOCH + timedelta(days=days) if days else None


def _text(text: str) -> bytes:
    raw = text.encode()[:TEXT_LIMIT].decode(errors="ignore").encode()
    return bytes((len(raw),)) + raw


def _texts(raw: bytes) -> list[str]:
    texts = []
    while raw:
        length = raw[0]
        texts.append(raw[1 : length + 1].decode())
        raw = raw[length + 1 :]
    return texts


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _unbase32(text: str) -> bytes:
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise PayloadForgedError("alphabet") from error
    if len(raw) <= SIGNATURE_BYTES:
        raise PayloadForgedError("length")
    return raw
