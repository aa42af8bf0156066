"""Signers: the local test certificates, the seal, and BSrE against a fake that misbehaves."""

import copy
import io
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from pypdf import PdfReader

from accounts.models import Office, User
from core.exceptions import DomainError
from core.pdf import draw
from letters.content import LetterContent
from letters.domain import issuing
from letters.exceptions import CertificateExpired, PassphraseWrong, SignerAway, SignerRefused, SignerUnknown
from letters.models import Letter
from letters.signing import Passphrase, SignerIdentity
from letters.signing.bsre import BsreSigner
from letters.signing.local import LocalTestSigner, PortalSeal, authority_certificate
from tests.letters.bsre_fake import NIK, PASSPHRASE, BsreFake, running_fake
from tests.letters.conftest import AT

pytestmark = pytest.mark.drawn

Make = Callable[..., LetterContent]
PAGE = '<!DOCTYPE html><html lang="id"><head><title>Uji</title></head><body><p>Isi</p></body></html>'
HEAD = SignerIdentity(key="uji-1", name="drg. Tirta Anggraini, M.K.M.", nik=NIK)
WORDS = {"reason": "Surat rekomendasi nomor 1", "location": "Prabumulih"}


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return draw(PAGE)


@pytest.fixture
def fake() -> Iterator[BsreFake]:
    with running_fake() as running:
        yield running


@pytest.fixture
def bsre(fake: BsreFake) -> Iterator[BsreSigner]:
    signer = BsreSigner(url=fake.url, user="portal", password="rahasia", timeout=httpx.Timeout(1.0))
    yield signer
    signer._client.close()


@pytest.fixture
def via_bsre(bsre: BsreSigner, head: User, monkeypatch: pytest.MonkeyPatch) -> BsreSigner:
    """The portal signs by the fake, which knows the head by NIK."""
    head.signing_nik = NIK
    head.save(update_fields=["signing_nik"])
    monkeypatch.setattr(issuing, "signer", lambda: bsre)
    return bsre


def signature_of(pdf: bytes) -> Any:
    """Return the signature dictionary of the only signed field."""
    [field] = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/AcroForm"]["/Fields"]
    return field.get_object()["/V"]


def as_stored(table: str) -> str:
    """Return a table as it lies in the database, before anything is decrypted."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # our own table names
        return str(cursor.fetchall())


def test_signer_is_named_by_the_nik_of_the_profile(
    via_bsre: BsreSigner, office: Office, head: User, recommendation: Make
) -> None:
    head.signing_nik = None
    letter = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)

    with pytest.raises(SignerUnknown):
        issuing.sign(letter, by=head, passphrase=Passphrase(PASSPHRASE), at=AT)


# --- local --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["p256", "rsa"])
def test_local_signature_extends_the_page_and_leaves_it_whole(sheet: bytes, algorithm: str) -> None:
    signed = LocalTestSigner(algorithm=algorithm).sign(
        sheet, signer=HEAD, passphrase=Passphrase(settings.LOCAL_SIGNER_PASSPHRASE), **WORDS
    )

    assert signed.startswith(sheet)
    value = signature_of(signed)
    assert (value["/SubFilter"], value["/Name"]) == ("/ETSI.CAdES.detached", "drg. Tirta Anggraini, M.K.M.")


def test_local_signer_refuses_another_passphrase(sheet: bytes) -> None:
    with pytest.raises(PassphraseWrong):
        LocalTestSigner().sign(sheet, signer=HEAD, passphrase=Passphrase("salah"), **WORDS)


def test_keys_are_made_once_and_readable_by_the_owner_only() -> None:
    first = authority_certificate()

    assert authority_certificate() == first
    modes = {path.stat().st_mode & 0o777 for path in (settings.DATA_DIR / "keys").iterdir()}
    assert modes == {0o600}


def test_seal_names_the_portal_and_no_person(sheet: bytes) -> None:
    sealed = PortalSeal(is_trial=True).seal(sheet, **WORDS)

    assert signature_of(sealed)["/Name"] == "Segel elektronik portal SEJARAS"


def test_passphrase_neither_prints_nor_travels() -> None:
    secret = Passphrase("frasa-rahasia")

    assert "frasa" not in f"{secret} {secret!r} {[secret]} {HEAD!r}"
    assert NIK not in repr(HEAD)
    for carry in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            carry(secret)


# --- BSrE ---------------------------------------------------------------------------------------------------


def test_bsre_signs(sheet: bytes, bsre: BsreSigner) -> None:
    signed = bsre.sign(sheet, signer=HEAD, passphrase=Passphrase(PASSPHRASE), **WORDS)

    assert signed == sheet + b"\n% signed by the fake\n"


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("wrong_passphrase", PassphraseWrong),
        ("expired", CertificateExpired),
        ("unknown_signer", SignerUnknown),
        ("strange", SignerRefused),
        ("broken", SignerAway),
        ("busy", SignerAway),
        ("lost", SignerAway),
        ("html", SignerAway),
        ("empty", SignerAway),
    ],
)
def test_every_bad_answer_has_its_cause(
    sheet: bytes, bsre: BsreSigner, fake: BsreFake, mode: str, error: type[DomainError]
) -> None:
    fake.mode = mode

    with pytest.raises(error) as caught:
        bsre.sign(sheet, signer=HEAD, passphrase=Passphrase(PASSPHRASE), **WORDS)

    trace = "".join(traceback.format_exception(caught.value))
    assert PASSPHRASE not in trace
    assert NIK not in trace


def test_slow_answer_counts_as_none(sheet: bytes, bsre: BsreSigner, fake: BsreFake) -> None:
    fake.delay = 1.5

    with pytest.raises(SignerAway):
        bsre.sign(sheet, signer=HEAD, passphrase=Passphrase(PASSPHRASE), **WORDS)


def test_unreachable_service_is_away(sheet: bytes) -> None:
    signer = BsreSigner(url="http://127.0.0.1:9", user="u", password="p")

    with pytest.raises(SignerAway):
        signer.sign(sheet, signer=HEAD, passphrase=Passphrase(PASSPHRASE), **WORDS)
    signer._client.close()


def test_signer_without_nik_is_unknown_before_anything_is_sent(sheet: bytes, bsre: BsreSigner, fake: BsreFake) -> None:
    with pytest.raises(SignerUnknown):
        bsre.sign(sheet, signer=SignerIdentity(key="1", name="X"), passphrase=Passphrase(PASSPHRASE), **WORDS)

    assert fake.asked == []


def test_lost_answer_is_asked_for_by_hash_and_signed_once(
    via_bsre: BsreSigner, fake: BsreFake, office: Office, head: User, recommendation: Make
) -> None:
    letter = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    fake.mode = "lost"
    with pytest.raises(SignerAway):
        issuing.sign(letter, by=head, passphrase=Passphrase(PASSPHRASE), at=AT)

    fake.mode = "ok"
    again = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    later = AT + timedelta(hours=1)
    signed = issuing.sign(again, by=head, passphrase=Passphrase(PASSPHRASE), at=later)
    issued = issuing.store(again, signed=signed, at=later)

    assert fake.asked == ["sign", "find"]
    assert (issued.number, Letter.objects.count()) == ("400.7.22/0001/REK/DINKES/2026", 1)


def test_request_that_never_arrived_is_sent_again(
    via_bsre: BsreSigner, fake: BsreFake, office: Office, head: User, recommendation: Make
) -> None:
    letter = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    fake.mode = "busy"
    with pytest.raises(SignerAway):
        issuing.sign(letter, by=head, passphrase=Passphrase(PASSPHRASE), at=AT)

    fake.mode = "ok"
    issuing.sign(letter, by=head, passphrase=Passphrase(PASSPHRASE), at=AT)

    assert fake.asked == ["sign", "find", "sign"]


def test_certified_letter_carries_no_trial_stamp(
    via_bsre: BsreSigner, office: Office, head: User, recommendation: Make
) -> None:
    letter = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)

    from tests.letters.domain.test_issuing import text_of

    text = text_of(issuing.prerender(letter, at=AT))
    assert "UJI COBA" not in text
    assert "Balai Sertifikasi Elektronik (BSrE)" in text


@pytest.mark.usefixtures("via_bsre")
def test_secrets_stay_out_of_database_and_log(
    fake: BsreFake,
    office: Office,
    head: User,
    recommendation: Make,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    letter = issuing.reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    for mode in ("wrong_passphrase", "lost", "ok"):
        fake.mode = mode
        with suppress(DomainError):
            signed = issuing.sign(letter, by=head, passphrase=Passphrase(PASSPHRASE), at=AT)
    issuing.store(letter, signed=signed, at=AT)

    stored = "".join(as_stored(model._meta.db_table) for model in apps.get_models())
    for secret in (PASSPHRASE, NIK):
        assert secret not in stored
        assert secret not in caplog.text
