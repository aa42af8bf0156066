"""The public check pages: one verdict word, public facts only, no log-in."""

from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from letters.content import LetterContent
from letters.domain.issuing import read_file, reserve, sign, store
from letters.domain.standing import change_standing
from letters.enums import CheckMethod, Standing
from letters.keyring import qr_public_pem
from letters.models import Letter, LetterCheck
from tests.letters.conftest import AT, PASSPHRASE

Make = Callable[..., LetterContent]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def letter(office: Office, head: User, recommendation: Make) -> Letter:
    reserved = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    return store(reserved, signed=sign(reserved, by=head, passphrase=PASSPHRASE, at=AT), at=AT)


def scan_url(letter: Letter, payload: str) -> str:
    return reverse("letter_scan", args=[letter.verify_code, payload])


def upload(pdf: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", pdf, content_type="application/pdf")


@time_machine.travel(AT)
def test_code_page_says_berlaku_and_shows_initials_only(client: Client, letter: Letter) -> None:
    response = client.get(reverse("letter_verify", args=[letter.code_grouped]))

    text = response.content.decode()
    assert response.status_code == 200
    assert 'data-verdict="valid"' in text
    assert "S. W." in text
    assert "Sari" not in text
    assert "no-store" in response.headers["Cache-Control"]


@time_machine.travel(AT)
def test_revoked_letter_says_since_when(client: Client, letter: Letter, head: User) -> None:
    change_standing(letter, standing=Standing.REVOKED, since=letter.number_date, by=head, at=AT)

    text = client.get(reverse("letter_verify", args=[letter.verify_code])).content.decode()

    assert 'data-verdict="revoked"' in text
    assert "Sejak 26 Januari 2026." in text


def test_unknown_code_is_a_page_with_status_404(client: Client, db: None) -> None:
    response = client.get(reverse("letter_verify", args=["0" * 28]))

    assert response.status_code == 404
    assert "Kode ini tidak pernah kami terbitkan" in response.content.decode()


@time_machine.travel(AT)
def test_scanned_code_is_proved(client: Client, letter: Letter) -> None:
    response = client.get(scan_url(letter, letter.qr_payload))

    assert 'class="verdict ok"' in response.content.decode()
    assert LetterCheck.objects.get().method == CheckMethod.QR


@time_machine.travel(AT)
def test_swapped_qr_code_speaks_louder_than_the_letter(client: Client, letter: Letter) -> None:
    text = client.get(scan_url(letter, "B" + letter.qr_payload[1:])).content.decode()

    assert 'class="verdict bad"' in text
    assert "Tidak cocok" in text


def test_printed_address_of_the_qr_code_finds_its_page(client: Client, letter: Letter) -> None:
    assert scan_url(letter, letter.qr_payload) == f"/V/{letter.verify_code}/{letter.qr_payload}"
    assert client.get(f"/V/{letter.verify_code}").headers["Location"] == f"/v/{letter.verify_code}/"


def test_typed_code_leads_to_its_page(client: Client, letter: Letter) -> None:
    response = client.get(reverse("letter_check"), {"kode": letter.code_grouped.lower()})

    assert response.headers["Location"] == reverse("letter_verify", args=[letter.verify_code])


@time_machine.travel(AT)
def test_uploaded_original_matches(client: Client, letter: Letter) -> None:
    response = client.post(reverse("letter_compare"), {"berkas": upload(read_file(letter)), "kode": letter.verify_code})

    assert "sama persis dengan berkas yang kami terbitkan" in response.content.decode()


@time_machine.travel(AT)
def test_uploaded_copy_with_changes_does_not_match(client: Client, letter: Letter) -> None:
    changed = read_file(letter) + b"\n% tambahan"

    response = client.post(reverse("letter_compare"), {"berkas": upload(changed), "kode": letter.verify_code})

    assert "PDF Anda tidak sama dengan surat yang kami terbitkan" in response.content.decode()


@pytest.mark.parametrize(("content", "advice"), [(b"\xff\xd8\xff photo", "bukan PDF"), (b"", "kosong")])
def test_other_files_get_advice(client: Client, db: None, content: bytes, advice: str) -> None:
    response = client.post(reverse("letter_compare"), {"berkas": upload(content)})

    assert response.status_code == 400
    assert advice in response.content.decode()


def test_too_many_checks_are_asked_to_wait(client: Client, db: None) -> None:
    for _try in range(60):
        client.get(reverse("letter_check"))

    response = client.get(reverse("letter_check"))

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_public_key_is_offered(client: Client, db: None) -> None:
    assert client.get(reverse("letter_key")).content.decode() == qr_public_pem()
