"""Adapter to the e-sign service of BSrE (BSSN) as reached through the city's gateway.

NIK and passphrase travel in one request body and exist nowhere else. Whether an unanswered request was carried
out is asked by the document's hash before anything is sent again.
"""

import base64
from http import HTTPStatus
from typing import Any

import httpx
from django.views.decorators.debug import sensitive_variables

from core.exceptions import DomainError
from letters.exceptions import CertificateExpired, PassphraseWrong, SignerAway, SignerRefused, SignerUnknown
from letters.signing.interface import Passphrase, SignerIdentity

SIGN_PATH = "/api/v2/sign/pdf"
RESULT_PATH = "/api/v2/sign/result/"
# Seconds: a person waits for the answer, and the request must end before the web server gives up.
TIMEOUT = httpx.Timeout(20.0, connect=5.0)

# Numbers the service puts into `status`; the words in `error` decide when a number is unknown to us.
REFUSALS: dict[int, type[DomainError]] = {
    2031: PassphraseWrong,
    2032: CertificateExpired,
    2021: CertificateExpired,
    2011: SignerUnknown,
    1011: SignerUnknown,
}
WORDS: tuple[tuple[str, type[DomainError]], ...] = (
    ("passphrase", PassphraseWrong),
    ("expired", CertificateExpired),
    ("kedaluwarsa", CertificateExpired),
    ("belum terdaftar", SignerUnknown),
)


class BsreSigner:
    """Signs with a person's certified certificate. `transport` is for tests of other networks."""

    is_trial = False

    def __init__(
        self,
        *,
        url: str,
        user: str,
        password: str,
        timeout: httpx.Timeout = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._client = httpx.Client(
            base_url=url, auth=(user, password), timeout=timeout, transport=transport, follow_redirects=False
        )

    @sensitive_variables()
    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: Passphrase, reason: str, location: str) -> bytes:
        if not signer.nik:
            raise SignerUnknown
        body = {
            "nik": signer.nik,
            "passphrase": passphrase.reveal(),
            "signatureProperties": [{"tampilan": "INVISIBLE", "reason": reason, "location": location}],
            "file": [base64.b64encode(pdf).decode()],
        }
        answer = self._ask("POST", SIGN_PATH, json=body)
        if answer.status_code != HTTPStatus.OK:
            raise refusal(answer)
        return signed_file(answer)

    def find(self, sha256: str) -> bytes | None:
        answer = self._ask("GET", RESULT_PATH + sha256)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        if answer.status_code != HTTPStatus.OK:
            raise SignerAway
        return signed_file(answer)

    @sensitive_variables()
    def _ask(self, method: str, path: str, *, json: dict[str, Any] | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, json=json)
        except httpx.TransportError:
            # `from None`: the cause holds the request, and with it the passphrase.
            raise SignerAway from None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise SignerAway
        return answer


def refusal(answer: httpx.Response) -> DomainError:
    """Return the error a refusing answer means, by its number first and its words second."""
    content = _content(answer)
    known = REFUSALS.get(content.get("status", 0))
    words = str(content.get("error", ""))
    by_words = next((kind for word, kind in WORDS if word in words.lower()), None)
    kind = known or by_words
    return kind() if kind else SignerRefused(params={"reason": words or str(answer.status_code)})


def signed_file(answer: httpx.Response) -> bytes:
    """Return the one PDF of a good answer; a body that holds none counts as no answer."""
    try:
        pdf = base64.b64decode(_content(answer)["file"][0], validate=True)
    except (KeyError, IndexError, TypeError, ValueError):
        raise SignerAway from None
    if not pdf.startswith(b"%PDF-"):
        raise SignerAway
    return pdf


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
