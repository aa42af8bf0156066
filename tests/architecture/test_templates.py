"""Templates: every visible text can be translated, and nothing in them runs or styles inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Letters, berita acara and checklists are Indonesian only, by law.
INDONESIAN_ONLY = ("letters",)
PAGES = [
    path for path in sorted(TEMPLATES.rglob("*.html")) if path.relative_to(TEMPLATES).parts[0] not in INDONESIAN_ONLY
]

TRANSLATED = re.compile(r"{%\s*(blocktranslate|blocktrans)\b.*?{%\s*end\1\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
# Blocks of base.html that fill an attribute, not a text.
ATTRIBUTE_BLOCK = re.compile(r"{%\s*block (?:width|class|body_attributes)\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
VERBATIM = re.compile(r"<(script|style|code)\b.*?</\1>", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r'\s(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{3,}")
# Names that are the same in every language.
NAMES = {"SEJARAS", "WhatsApp", "DPMPTSP", "OAuth", "API", "PDF", "QR", "SIP", "STR", "NIK", "WIB", "JPG", "PNG"}
NAMES |= {"Bahasa", "Indonesia", "English"}  # each language is named in itself


def bare_words(source: str) -> list[str]:
    """Words a person would read that no translation tag holds."""
    for pattern in (COMMENT, TRANSLATED, VERBATIM, ATTRIBUTE_BLOCK):
        source = pattern.sub(" ", source)
    plain = CODE.sub(" ", source)
    texts = [TAG.sub(" ", plain), *SPOKEN_ATTRIBUTE.findall(plain)]
    texts = [re.sub(r"&\w+;|\S+@\S+", " ", text) for text in texts]
    return [word for text in texts for word in WORD.findall(text) if word not in NAMES]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_page_has_no_bare_words(path: Path) -> None:
    assert bare_words(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_page_has_no_inline_code_or_foreign_address(path: Path) -> None:
    source = COMMENT.sub("", path.read_text())

    assert re.findall(r"\son\w+=\"|\sstyle=\"|javascript:|<style\b|\|\s*safe\b", source) == []
    assert re.findall(r"<script\b(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"\b(?:src|href)=\"(?:https?:)?//", source) == []


def test_a_bare_word_is_found() -> None:
    source = '<p title="Judul">{% translate "Halo" %} dunia {# catatan #}</p>'

    assert bare_words(source) == ["dunia", "Judul"]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_form_that_sends_names_its_address(path: Path) -> None:
    """Without one it goes to the page's own address with its #part, which takes the focus from the error summary."""
    forms = re.findall(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert [form for form in forms if 'method="post"' in form and "action=" not in form] == []
