"""What the public check answers about a letter: by code, by QR payload, or by the PDF itself.

Answers hold public facts only. Every check leaves a trace without saying who asked.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import Error, transaction

from core import failover
from letters import qr
from letters.enums import CheckMethod, LetterState, Standing, Verdict
from letters.keyring import qr_public_key
from letters.models import Letter, LetterCheck
from letters.models.letter import CODE_LENGTH

# Crockford: what people write for what they read.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NOT_IN_CODE = re.compile(r"[^0-9A-Z]")
# Codes of a prescribed length keep the database from being asked about anything else.
_CODE = re.compile(rf"[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}")

# These end an effect for good; a licence past its end is called expired only when none of them holds.
_ENDED = {Standing.REVOKED, Standing.SURRENDERED, Standing.REPLACED, Standing.VOID}


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The answer. `letter` is None for an unknown code; then nothing else is known.

    `qr_genuine` is False when the QR payload is not ours or belongs to another letter, None without a QR code.
    `file_matches` tells whether an uploaded PDF is the issued file, None without an upload.
    """

    verdict: Verdict
    letter: Letter | None = None
    on: date | None = None
    qr_genuine: bool | None = None
    file_matches: bool | None = None

    @property
    def since(self) -> date | None:
        """The local day since when the verdict holds: the standing's day, or the day after the end."""
        if self.letter is None or self.verdict == Verdict.VALID:
            return None
        if self.verdict == Verdict.EXPIRED:
            return self.letter.valid_until
        return self.letter.since_on(self.on) if self.on else self.letter.standing_since

    @cached_property
    def successor(self) -> Letter | None:
        """The issued letter that stands in the place of a replaced one."""
        if self.letter is None or self.verdict != Verdict.REPLACED:
            return None
        return Letter.objects.issued().filter(replaces=self.letter).first()


def normal_code(text: str) -> str:
    """Return a typed code as stored: upper case, without hyphens or spaces, look-alikes put right."""
    return _NOT_IN_CODE.sub("", text.upper()).translate(_LOOKALIKES)


def check_code(text: str, *, at: datetime) -> CheckResult:
    """Answer for a typed code. Wrong and unknown codes answer alike."""
    code = normal_code(text)
    letter = Letter.objects.with_office().filter(verify_code=code).first() if _CODE.fullmatch(code) else None
    return _result(letter, at=at)


def check_payload(text: str, *, payload: str, at: datetime) -> CheckResult:
    """Answer for a scanned QR code: also whether its payload is ours and is this letter's."""
    result = check_code(text, at=at)
    return CheckResult(
        verdict=result.verdict, letter=result.letter, on=result.on, qr_genuine=_is_genuine(result.letter, text, payload)
    )


def check_file(pdf: bytes, *, at: datetime, code: str = "") -> CheckResult:
    """Answer for an uploaded PDF: is it, byte for byte, the file of `code`, or of any letter when none is given?"""
    sha256 = hashlib.sha256(pdf).hexdigest()
    same = Letter.objects.with_office().issued().filter(sha256=sha256).first()
    if not code:
        result = _result(same, at=at)
        return CheckResult(verdict=result.verdict, letter=same, on=result.on, file_matches=same is not None)
    result = check_code(code, at=at)
    matches = result.letter is not None and same is not None and result.letter.pk == same.pk
    return CheckResult(verdict=result.verdict, letter=result.letter, on=result.on, file_matches=matches)


def _result(letter: Letter | None, *, at: datetime) -> CheckResult:
    if letter is None or letter.state in {LetterState.QUEUED, LetterState.NUMBERED}:
        # A number that waits for its signature is not a letter yet.
        return CheckResult(verdict=Verdict.UNKNOWN)
    today = at.astimezone(letter.office.zone).date()
    return CheckResult(
        verdict=verdict(Standing(letter.standing_on(today)), valid_until=letter.valid_until, on=today),
        letter=letter,
        on=today,
    )


def verdict(standing: Standing, *, valid_until: date | None, on: date) -> Verdict:
    """Return the one word for a letter on a local day; its last day still counts."""
    if standing not in _ENDED and valid_until is not None and valid_until < on:
        return Verdict.EXPIRED
    return Verdict(standing.value)


def _is_genuine(letter: Letter | None, text: str, payload: str) -> bool:
    try:
        facts = qr.verify_payload(payload, code=normal_code(text), key=qr_public_key())
    except qr.PayloadForgedError:
        return False
    return letter is not None and letter.fingerprint.startswith(facts.fingerprint)


def note_check(result: CheckResult, *, method: CheckMethod, at: datetime) -> None:
    """Leave the trace of one check; while the database takes no writes the check is answered without one."""
    matched = result.qr_genuine if result.file_matches is None else result.file_matches
    try:
        with transaction.atomic():
            LetterCheck.objects.create(
                letter=result.letter, method=method, verdict=result.verdict, matched=matched, at=at
            )
    except Error as error:
        if not failover.is_refused_write(error):
            raise
        failover.notice()
