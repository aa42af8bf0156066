import unicodedata

import pytest
from hypothesis import given, strategies as st

from core.uploads import clean_display_name

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ijazah Ners.pdf", "Ijazah Ners.pdf"),
        ("STR.PDF", "STR.pdf"),
        ("foto ktp.jpeg.jpg", "foto ktp.jpeg.jpg"),
        ("ijazah.pdf.pdf", "ijazah.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\siti\\ijazah.pdf", "ijazah.pdf"),
        ("..\uff0f..\uff0fkunci.pdf", "kunci.pdf"),
        ("ijazah\x00.exe.pdf", "ijazah.exe.pdf"),
        ("ijazah\u202egpj.exe", "ijazahgpj.exe"),
        ("baris\r\nSet-Cookie: a=b.pdf", "baris Set-Cookie- a=b.pdf"),
        ('"><script>.png', "script.png"),
        ("%2e%2e%2fkunci.pdf", "2e-2e-2fkunci.pdf"),
        ("CON.pdf", "dokumen-CON.pdf"),
        ("lpt1", "dokumen-lpt1"),
        (".htaccess", "htaccess"),
        ("   . . .  ", "dokumen"),
        ("", "dokumen"),
        ("\ud800.pdf", "pdf"),
        ("Sertifikat\u00a0Pelatihan \u2014 2026.pdf", "Sertifikat Pelatihan \u2014 2026.pdf"),
    ],
)
def test_name_is_cleaned_for_show(name: str, shown: str) -> None:
    assert clean_display_name(name) == shown


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("ijazah.pdf.exe", "application/pdf", "ijazah.pdf"),
        ("scan.png", "image/jpeg", "scan.jpg"),
        ("foto.JPEG", "image/jpeg", "foto.jpg"),
        ("tanpa akhiran", "image/png", "tanpa akhiran.png"),
        (".pdf", "application/pdf", "pdf.pdf"),
    ],
)
def test_ending_follows_the_content(name: str, content_type: str, shown: str) -> None:
    assert clean_display_name(name, content_type=content_type) == shown


def test_three_hundred_bytes_are_cut_between_letters() -> None:
    shown = clean_display_name("é" * 300 + ".pdf")

    assert shown == "é" * 73 + ".pdf"
    assert len(shown.encode()) == 150


@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from(["", "application/pdf", "image/jpeg"]))
def test_any_name_becomes_one_short_plain_line(name: str, content_type: str) -> None:
    shown = clean_display_name(name, content_type=content_type)

    assert 0 < len(shown.encode()) <= 150
    assert not set(shown) & set('/\\<>:"|?*%\r\n\0')
    assert not shown.startswith((".", " "))
    assert all(unicodedata.category(mark) not in {"Cc", "Cf", "Cs"} for mark in shown)
    assert clean_display_name(shown, content_type=content_type) == shown
