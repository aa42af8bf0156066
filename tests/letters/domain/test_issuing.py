"""From a reserved number to a file that is never drawn over."""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from pypdf import PdfReader

from accounts.models import Office, User
from core import files, outbox
from core.models import AuditEvent, OutboxJob
from letters.content import LetterContent
from letters.domain.issuing import SignedLetter, prerender, queue, read_file, reserve, sign, store, void
from letters.enums import LetterState, Standing
from letters.exceptions import LetterFileChanged, LetterMoved, LetterUnknown, PassphraseWrong, ReasonMissing
from letters.models import Letter, NumberCounter
from letters.signing import Passphrase
from tests.letters.conftest import AT, PASSPHRASE

pytestmark = [pytest.mark.drawn, pytest.mark.slow]

Make = Callable[..., LetterContent]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def issued(content: LetterContent, *, office: Office, by: User, key: str = "rek:1") -> Letter:
    letter = reserve(content, office=office, key=key, at=AT, by=by)
    return store(letter, signed=sign(letter, by=by, passphrase=PASSPHRASE, at=AT), at=AT)


def test_letter_is_numbered_signed_and_stored(office: Office, head: User, recommendation: Make) -> None:
    letter = issued(recommendation(), office=office, by=head)

    pdf = read_file(letter)
    assert (letter.state, letter.number) == (LetterState.ISSUED, "400.7.22/0001/REK/DINKES/2026")
    assert letter.sha256 == hashlib.sha256(pdf).hexdigest()
    assert "400.7.22/0001/REK/DINKES/2026" in text_of(pdf)
    assert "pada 26 Januari 2026 pukul 13.42 WIB" in text_of(pdf)
    assert "UJI COBA" in text_of(pdf)


def test_signature_covers_the_whole_file(office: Office, head: User, recommendation: Make) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from letters.signing.local import authority_certificate

    pdf = read_file(issued(recommendation(), office=office, by=head))

    root = list(load_certs_from_pemder_data(authority_certificate().public_bytes(Encoding.PEM)))
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=root))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"


def test_failed_signature_keeps_number_and_date(office: Office, head: User, recommendation: Make) -> None:
    first = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    with pytest.raises(PassphraseWrong):
        sign(first, by=head, passphrase=Passphrase("keliru"), at=AT)

    again = reserve(recommendation(), office=office, key="rek:1", at=AT + timedelta(days=1), by=head)

    assert (again.pk, again.number, again.number_date) == (first.pk, first.number, first.number_date)
    assert NumberCounter.objects.get().last == 1


def test_changed_content_is_drawn_anew_before_it_is_signed(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    prerender(letter, at=AT)

    again = reserve(recommendation(nama_lengkap="Sari Wulandari, S.Kep."), office=office, key="rek:1", at=AT, by=head)

    assert "Sari Wulandari, S.Kep." in text_of(prerender(again, at=AT))
    assert again.fingerprint != letter.fingerprint


def test_draft_is_kept_for_ten_minutes(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    first = prerender(letter, at=AT)

    assert prerender(letter, at=AT + timedelta(minutes=9)) == first
    assert "pukul 13.53 WIB" in text_of(prerender(letter, at=AT + timedelta(minutes=11)))


def test_issued_letter_is_neither_signed_stored_nor_voided_again(
    office: Office, head: User, recommendation: Make
) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    signed = sign(letter, by=head, passphrase=PASSPHRASE, at=AT)
    store(letter, signed=signed, at=AT)

    with pytest.raises(LetterMoved):
        store(letter, signed=signed, at=AT)
    with pytest.raises(LetterMoved):
        void(letter, reason="salah", by=head, at=AT)
    with pytest.raises(LetterMoved):
        sign(Letter.objects.get(pk=letter.pk), by=head, passphrase=PASSPHRASE, at=AT)


def test_content_changed_after_signing_is_not_stored(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    signed = sign(letter, by=head, passphrase=PASSPHRASE, at=AT)
    reserve(recommendation(profesi="Perawat profesional"), office=office, key="rek:1", at=AT, by=head)

    with pytest.raises(LetterMoved):
        store(letter, signed=signed, at=AT)


def test_voided_number_stays_with_its_reason(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    with pytest.raises(ReasonMissing):
        void(letter, reason=" ", by=head, at=AT)

    void(letter, reason="Permohonan ditarik sebelum ditandatangani", by=head, at=AT)
    following = reserve(recommendation(), office=office, key="rek:2", at=AT, by=head)

    letter.refresh_from_db()
    assert (letter.state, letter.standing, letter.number) == (
        LetterState.VOID,
        Standing.VOID,
        "400.7.22/0001/REK/DINKES/2026",
    )
    assert following.number == "400.7.22/0002/REK/DINKES/2026"


def test_replacement_ends_the_old_letter(office: Office, head: User, recommendation: Make) -> None:
    old = issued(recommendation(), office=office, by=head)
    new = reserve(recommendation(), office=office, key="rek:2", at=AT, by=head, replaces=old)
    old.refresh_from_db()
    assert old.standing == Standing.VALID

    store(new, signed=sign(new, by=head, passphrase=PASSPHRASE, at=AT), at=AT)

    old.refresh_from_db()
    assert (old.standing, old.standing_since) == (Standing.REPLACED, new.number_date)


def test_file_changed_on_disk_is_not_served(office: Office, head: User, recommendation: Make) -> None:
    letter = issued(recommendation(), office=office, by=head)
    store_path = files.storage().path(letter.file_name)
    with open(store_path, "ab") as file:  # noqa: PTH123 - storage gives a string
        file.write(b"x")

    with pytest.raises(LetterFileChanged):
        read_file(letter)


def test_unissued_letter_has_no_file(office: Office, head: User, recommendation: Make) -> None:
    with pytest.raises(LetterUnknown):
        read_file(reserve(recommendation(), office=office, key="rek:1", at=AT, by=head))


def test_queued_letter_is_sealed_by_the_worker(office: Office, recommendation: Make) -> None:
    letter = queue(recommendation(), office=office, key="rek:1", at=AT)
    assert letter.state == LetterState.QUEUED

    outbox.drain()

    letter.refresh_from_db()
    assert letter.state == LetterState.ISSUED
    assert "Dibubuhi segel elektronik portal" in text_of(read_file(letter))


def test_job_that_runs_twice_issues_once(office: Office, recommendation: Make) -> None:
    from letters.domain.issuing import issue_queued

    letter = queue(recommendation(), office=office, key="rek:1", at=AT)
    first = issue_queued(letter.pk, at=AT)
    second = issue_queued(letter.pk, at=AT)

    assert first.sha256 == second.sha256
    assert AuditEvent.objects.filter(action="letter.issue").count() == 1


def test_same_key_queues_one_letter(office: Office, recommendation: Make) -> None:
    first = queue(recommendation(), office=office, key="rek:1", at=AT)
    second = queue(recommendation(), office=office, key="rek:1", at=AT)

    assert first.pk == second.pk
    assert OutboxJob.objects.count() == 1


def test_rolled_back_change_leaves_no_letter_and_no_number(office: Office, recommendation: Make) -> None:
    with transaction.atomic():
        queue(recommendation(), office=office, key="rek:1", at=AT)
        transaction.set_rollback(True)

    assert (Letter.objects.count(), OutboxJob.objects.count()) == (0, 0)
    assert reserve(recommendation(), office=office, key="rek:2", at=AT).running == 1


def test_signed_letter_of_nobody_is_only_a_file(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)

    signed = sign(letter, by=head, passphrase=PASSPHRASE, at=AT)

    assert isinstance(signed, SignedLetter)
    assert Letter.objects.get().state == LetterState.NUMBERED


@pytest.mark.django_db(transaction=True)
def test_of_two_signers_at_once_one_issues(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    signed = [sign(letter, by=head, passphrase=PASSPHRASE, at=AT) for _signer in range(2)]

    def issue(mine: SignedLetter) -> bool:
        try:
            store(letter, signed=mine, at=AT)
        except LetterMoved:
            return False
        finally:
            connections[connection.alias].close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(issue, signed))

    assert sorted(outcomes) == [False, True]
    assert AuditEvent.objects.filter(action="letter.issue").count() == 1
