"""One signed, tagged letter with its QR code against bare WeasyPrint drawing the same HTML unsigned.

The limit is WeasyPrint as its manual shows it, warm in the same process: HTML with its style sheet in, PDF/UA out.
Both sides print the same text on the same number of pages. RSA is held against P-256 with both keys loaded.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bench.harness import Fact, Run, Subject, at_least, at_most, bench, child

if TYPE_CHECKING:
    from letters.models import Letter

AT = datetime(2026, 1, 26, 6, 42, tzinfo=UTC)
SAMPLE = "REKOMENDASI praktisi"
WARM_LETTERS = 50
MORE_LETTERS = {"city": 200, "national": 1000}


@dataclass(frozen=True)
class Printed:
    """A PDF that is compared by its words and pages, and only when somebody compares it."""

    pdf: bytes

    def words(self) -> list[str]:
        from pypdf import PdfReader  # slow import

        return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(self.pdf)).pages]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Printed) and self.words() == other.words()

    def __hash__(self) -> int:
        return hash(self.pdf)


@bench("letters", database=True)
def letters(run: Run) -> Iterator[Subject | Fact]:
    letter = one_letter()
    run.note(letter=SAMPLE.replace(" ", "_"))
    sign_p256, sign_rsa = signer("p256"), signer("rsa")
    yield Subject("signed", product=signed(letter, sign_p256), limit=bare(letter), goal=at_least(1.2))
    yield Subject("rsa", product=signed(letter, sign_rsa), limit=signed(letter, sign_p256), goal=at_most(1.1))
    yield Fact("memory_growth", memory_growth(MORE_LETTERS[run.scale]), at_most(1.05), unit="x")


def one_letter() -> "Letter":
    """Return a numbered recommendation that lies in no database."""
    from accounts.models import Office, Region
    from letters import qr
    from letters.domain.issuing import _qr_facts
    from letters.keyring import qr_private_key
    from letters.models import Letter, LetterKind
    from letters.rendering import content_fingerprint
    from tests.letters.samples import sample

    office = Office(
        code="DINKES-1674",
        kind="dinkes",
        name="Dinas Kesehatan Kota Prabumulih",
        government="Pemerintah Kota Prabumulih",
        address="Jalan Contoh Nomor 1",
        city="Prabumulih",
        postal_code="31121",
        region=Region(code="16.74", name="Kota Prabumulih"),
    )
    content = sample(SAMPLE, office=office)
    letter = Letter(
        kind=LetterKind(code=content.kind, name_id="Surat rekomendasi", paper="A4", template="recommendation"),
        variant=content.varian,
        office=office,
        method="personal",
        number="400.7.22/0187/REK/DINKES/2026",
        number_date=date(2026, 1, 26),
        context=content.to_json(),
        holder="S. W.",
        is_trial=True,
    )
    letter.fingerprint = content_fingerprint(
        kind=content.kind, number=letter.number, number_date=letter.number_date, context=letter.context
    )
    letter.qr_payload = qr.sign_payload(_qr_facts(letter), code=letter.verify_code, key=qr_private_key())
    return letter


def signer(algorithm: str) -> Callable[[bytes], bytes]:
    from django.conf import settings

    from letters.signing import Passphrase, SignerIdentity
    from letters.signing.local import LocalTestSigner

    service = LocalTestSigner(algorithm=algorithm)
    head = SignerIdentity(key="bench", name="drg. Tirta Anggraini, M.K.M.")
    secret = Passphrase(settings.LOCAL_SIGNER_PASSPHRASE)

    def sign(pdf: bytes) -> bytes:
        return service.sign(pdf, signer=head, passphrase=secret, reason="Surat rekomendasi", location="Prabumulih")

    return sign


def signed(letter: "Letter", sign: Callable[[bytes], bytes]) -> Callable[[], Printed]:
    from letters.rendering import letter_pdf

    return lambda: Printed(sign(letter_pdf(letter, at=AT)))


def bare(letter: "Letter") -> Callable[[], Printed]:
    from weasyprint import HTML  # noqa: TID251 - the limit is WeasyPrint itself

    html = page_with_styles(letter)

    def draw() -> Printed:
        return Printed(HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))

    return draw


def page_with_styles(letter: "Letter") -> str:
    """Return the very HTML the product draws, with its style sheets inside."""
    from core.pdf import static_file
    from letters import rendering

    seen: list[tuple[str, Any]] = []

    def catch(html: str, *, stylesheets: tuple[str, ...], **_options: Any) -> bytes:
        seen.append((html, stylesheets))
        return b""

    original, rendering.draw = rendering.draw, catch
    try:
        rendering.letter_pdf(letter, at=AT)
    finally:
        rendering.draw = original
    [(html, sheets)] = seen
    styles = "\n".join(static_file(name).read_text() for name in sheets)
    return html.replace("</head>", f"<style>{styles}</style></head>")


def memory_growth(more: int) -> float:
    """Return resident memory after `more` letters, as a multiple of that after the first fifty."""
    before, after = child(_MEMORY, str(WARM_LETTERS), str(more), timeout=1800).output.split()
    return int(after) / int(before)


_MEMORY = """
import resource, sys
import django
django.setup()
from bench.letters import one_letter, signed, signer
make = signed(one_letter(), signer("p256"))
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
for _ in range(int(sys.argv[1])):
    make()
before = resident()
for _ in range(int(sys.argv[2])):
    make()
print(before, resident())
"""
