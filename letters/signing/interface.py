"""What every signing service promises."""

from dataclasses import dataclass
from typing import NoReturn, Protocol


class Passphrase:
    """A secret for one call: it does not print, compare, pickle or reach a queue."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret; only a signer calls this, and keeps nothing."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Passphrase(•••)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a passphrase is never stored or sent")


@dataclass(frozen=True, kw_only=True)
class SignerIdentity:
    """The person whose certificate is used. `nik` is needed by BSrE only and is never logged."""

    key: str
    name: str
    position: str = ""
    nik: str | None = None

    def __repr__(self) -> str:
        return f"SignerIdentity(key={self.key!r})"


class Signer(Protocol):
    """Puts a person's signature on a PDF."""

    # True: no certified signature; letters carry the trial stamp.
    is_trial: bool

    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: Passphrase, reason: str, location: str) -> bytes:
        """Return the signed PDF.

        Raises `PassphraseWrong`, `CertificateExpired`, `SignerUnknown`, `SignerRefused`, or `SignerAway` when no
        answer came: the document may have been signed all the same, so `find` is asked before the next try.
        """
        ...

    def find(self, sha256: str) -> bytes | None:
        """Return the signed form of the document with this hash if the service already made it."""
        ...


class Seal(Protocol):
    """Puts the installation's seal on a PDF: no person, no passphrase."""

    is_trial: bool

    def seal(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """Return the sealed PDF."""
        ...
