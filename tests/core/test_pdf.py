"""The door to the PDF engine: tagged, closed, strict, with the fonts we think we use."""

import io
from typing import Any

import pytest
from django.template import Engine
from pypdf import PdfReader

from core import pdf
from core.pdf import MalformedPage, OutsideResource, UnfilledPlaceholder, draw, render_pdf, strict_engine, without_none

pytestmark = pytest.mark.drawn

PAGE = '<!DOCTYPE html><html lang="id"><head><title>Uji</title></head><body>{}</body></html>'
SHEETS = ("letters/letter.css", "letters/paper-a4.css")


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A template named page.html with the given text."""

    def make(text: str) -> str:
        strict = strict_engine()
        loaders = [("django.template.loaders.locmem.Loader", {"page.html": PAGE.format(text)})]
        engine = Engine(string_if_invalid=strict.string_if_invalid, loaders=loaders)
        monkeypatch.setattr(pdf, "strict_engine", lambda: engine)
        return "page.html"

    return make


def test_page_is_tagged_pdf_ua() -> None:
    document = reader(draw(PAGE.format("<p>Isi</p>"), stylesheets=SHEETS))

    assert b'pdfuaid:part="1"' in document.trailer["/Root"]["/Metadata"].get_data()
    assert (document.trailer["/Root"]["/MarkInfo"]["/Marked"], document.trailer["/Root"]["/Lang"]) == (True, "id")


def test_fonts_are_embedded_under_the_names_we_asked_for() -> None:
    text = '<p>Isi <b>tebal</b></p><div class="tte">kecil <b>tebal</b></div>'

    fonts = reader(draw(PAGE.format(text), stylesheets=SHEETS)).pages[0]["/Resources"]["/Font"]

    names = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    assert names == {"TeX-Gyre-Bonum", "TeX-Gyre-Bonum-Bold", "Liberation-Sans", "Liberation-Sans-Bold"}


def test_same_page_gives_the_same_bytes() -> None:
    first = draw(PAGE.format("<p>Isi</p>"), stylesheets=SHEETS, identifier=b"0" * 32)

    assert draw(PAGE.format("<p>Isi</p>"), stylesheets=SHEETS, identifier=b"0" * 32) == first


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:9/x.png",
        "https://example.org/x.png",
        "file:///etc/hostname",
        "ftp://localhost/x",
        "static:/../sejaras/settings/base.py",
        "static:/letters/../../manage.py",
        "data:text/html;base64,PHA+",
        "data:image/svg+xml;base64,PHN2Zy8+",
    ],
)
def test_nothing_outside_the_static_folders_is_read(address: str) -> None:
    with pytest.raises(OutsideResource):
        draw(PAGE.format(f'<img src="{address}" alt=""/>'))


def test_missing_variable_is_refused_by_name(template: Any) -> None:
    with pytest.raises(UnfilledPlaceholder, match="nama_lengkap"):
        render_pdf(template("{{ nama_lengkap }}"), {})


def test_absent_fact_is_no_text_and_no_hole(template: Any) -> None:
    with pytest.raises(UnfilledPlaceholder, match="catatan"):
        render_pdf(template("{{ catatan }}"), {"catatan": None})

    html = pdf.render_html(template("{% if catatan %}ada{% else %}tidak{% endif %}"), {"catatan": None})
    assert "tidak" in html


def test_missing_item_inside_a_list_is_refused(template: Any) -> None:
    with pytest.raises(UnfilledPlaceholder, match=r"butir\.dasar"):
        render_pdf(template("{% for butir in daftar %}{{ butir.dasar }}{% endfor %}"), {"daftar": [{"lain": "x"}]})


def test_markup_in_a_name_is_text(template: Any) -> None:
    content = render_pdf(template("<p>{{ nama }}</p>"), {"nama": "<img src=file:///etc/hostname> & <b>Sari</b>"})

    assert "<img src=file:///etc/hostname> & <b>Sari</b>" in reader(content).pages[0].extract_text()


def test_none_is_dropped_at_every_depth() -> None:
    assert without_none({"a": None, "b": [{"c": None, "d": 0}, None]}) == {"b": [{"d": 0}]}


def test_pasted_control_characters_print_nothing(template: Any) -> None:
    content = render_pdf(template("<p>{{ nama }}</p>"), {"nama": "Sa\x00ri\x0b \x1bWulan\ud800dari"})

    assert reader(content).pages[0].extract_text() == "Sari Wulandari"


def test_unclosed_page_is_refused_with_its_place() -> None:
    with pytest.raises(MalformedPage, match="line 1"):
        draw("<html><body><p>Isi</body></html>")
