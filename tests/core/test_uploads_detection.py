from pathlib import Path

import pytest

from core.uploads import MAX_BYTES, MESSAGES, Kind, Refusal, UnsafeFile, detect
from tests.core.hostile_bases import honest_pdf, jpeg, png

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("data", "kind"), [(honest_pdf(), Kind.PDF), (jpeg(), Kind.JPEG), (png(), Kind.PNG)])
def test_kind_is_read_from_the_content(tmp_path: Path, data: bytes, kind: Kind) -> None:
    path = tmp_path / "bukan-nama-yang-benar.exe"
    path.write_bytes(data)

    assert detect(path) is kind


def test_ten_megabytes_are_allowed_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "besar"
    path.write_bytes(honest_pdf().ljust(MAX_BYTES))
    assert detect(path) is Kind.PDF

    path.write_bytes(honest_pdf().ljust(MAX_BYTES + 1))
    with pytest.raises(UnsafeFile) as refusal:
        detect(path)
    assert refusal.value.reason is Refusal.TOO_LARGE


def test_every_refusal_has_words_with_a_remedy() -> None:
    assert set(MESSAGES) == set(Refusal)
    assert all(len(str(message)) > 40 for message in MESSAGES.values())


def test_refusal_answers_422_with_code_and_reason() -> None:
    error = UnsafeFile(Refusal.ENCRYPTED_PDF)

    assert (error.status, error.code, error.params) == (422, "file_unsafe", {"reason": "encrypted_pdf"})
    assert error.detail == "Berkas PDF ini dikunci sandi. Simpan ulang tanpa sandi, lalu unggah lagi."
