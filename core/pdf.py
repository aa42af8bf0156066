"""HTML to tagged PDF/UA. The only module that knows WeasyPrint.

Fonts and style sheets are parsed once per process; nothing is ever fetched from the network or from
outside the static folders. Templates are drawn by an engine of their own that refuses a missing
variable, so a page with a hole in it cannot be printed.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Engine
from django.utils import translation

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

# Every document of an Indonesian public office is Indonesian, whatever language its reader has chosen.
DOCUMENT_LANGUAGE = "id"

_WARM_PAGE = '<!DOCTYPE html><html lang="id"><head><title>Pemanasan</title></head><body><p>a <b>a</b></p></body></html>'

# Control characters somebody pasted into a name print nothing and are no XML.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Photos travel inside the page; everything else is a file of the static folders.
INLINE_IMAGES = ("data:image/jpeg;base64,", "data:image/png;base64,")


class UnfilledPlaceholder(ValueError):
    """A template asked for a value the context does not hold; args[0] is the name."""


class OutsideResource(ValueError):
    """A document asked for something outside the static folders; args[0] is the address."""


class MalformedPage(ValueError):
    """A page is not well-formed XML; args[0] says where."""


class _Refusal(str):
    """Stands in for `string_if_invalid`: Django formats it with the missing name, and that raises."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s" or super().__contains__(str(item))

    def __mod__(self, value: object) -> str:
        raise UnfilledPlaceholder(str(value))


@cache
def strict_engine() -> Engine:
    """Return the engine that raises `UnfilledPlaceholder` instead of printing nothing; it has no tag libraries."""
    return Engine(
        dirs=[directory for engine in settings.TEMPLATES for directory in engine["DIRS"]],
        string_if_invalid=_Refusal("%s"),
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


def render_html(template: str, context: Mapping[str, Any]) -> str:
    """Return the page of `template` in Indonesian.

    Raises `UnfilledPlaceholder` when the template names a variable that `context` lacks or that is None.
    """
    with translation.override(DOCUMENT_LANGUAGE):
        return strict_engine().get_template(template).render(Context(without_none(context)))


def without_none(value: Any) -> Any:
    """Return the same JSON-like value without None: an absent fact is missing, never the word "None"."""
    if isinstance(value, Mapping):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [without_none(item) for item in value if item is not None]
    return value


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    stylesheets: tuple[str, ...] = (),
    identifier: bytes | None = None,
    pdf_ua: bool = True,
) -> bytes:
    """Draw `template` with `context` and return the PDF; see `draw`."""
    return draw(render_html(template, context), stylesheets=stylesheets, identifier=identifier, pdf_ua=pdf_ua)


def draw(
    html: str, *, stylesheets: tuple[str, ...] = (), identifier: bytes | None = None, pdf_ua: bool = True
) -> bytes:
    """Return the PDF of one page of HTML, tagged as PDF/UA-1 unless told otherwise.

    The page is written as well-formed XML (`<br/>`, `<!DOCTYPE html>`). `stylesheets` are names below the static
    folders, for instance "letters/letter.css". The same HTML, sheets and `identifier` give the same bytes.
    Raises `OutsideResource` for any other address, and `MalformedPage`.
    """
    from weasyprint.urls import FatalURLFetchingError  # slow import

    document = _page_class()(html)
    try:
        pdf = document.write_pdf(
            font_config=_fonts(),
            stylesheets=[_stylesheet(name) for name in stylesheets],
            pdf_identifier=identifier,
            pdf_variant="pdf/ua-1" if pdf_ua else None,
        )
    except FatalURLFetchingError as error:
        # Not an Exception there: turned into one of ours, or it would end the worker.
        raise OutsideResource(str(error)) from error
    return bytes(pdf)


@cache
def _page_class() -> Any:
    """Return WeasyPrint's HTML fed by the XML parser of the C library: its own parser takes a tenth of a letter."""
    from cssselect2 import ElementWrapper  # slow import
    from weasyprint import HTML  # slow import

    class Page(HTML):  # type: ignore[misc]
        def __init__(self, html: str) -> None:
            self.base_url = "static:/"
            self.url_fetcher = _fetcher()
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(_parsed(html), content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Page


def _parsed(html: str) -> ET.Element:
    try:
        # Drawn by our own templates with autoescape on: no entities of others can reach it.
        return ET.fromstring(_NOT_XML.sub("", html))  # noqa: S314
    except ET.ParseError as error:
        raise MalformedPage(str(error)) from error


def warm(stylesheets: tuple[str, ...]) -> None:
    """Import WeasyPrint and draw a page once, so that a worker forked afterwards starts warm."""
    draw(_WARM_PAGE, stylesheets=stylesheets)


@cache
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration  # slow import

    return FontConfiguration()


@lru_cache(maxsize=32)
def _stylesheet(name: str) -> "CSS":
    from weasyprint import CSS  # slow import

    return CSS(filename=str(static_file(name)), url_fetcher=_fetcher(), font_config=_fonts())


def static_file(name: str) -> Path:
    """Return the file behind a name below the static folders; raises `OutsideResource`."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise OutsideResource(name)
    return Path(found)


@cache
def _fetcher() -> Any:
    """Return a fetcher that reads `static:/name` and images inside the page, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # slow import

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(INLINE_IMAGES):
                return super().fetch(url, headers)
            if not url.startswith("static:/"):
                raise OutsideResource(url[:200])
            return URLFetcherResponse(url, static_file(url.removeprefix("static:/")).read_bytes())

    return StaticFetcher(fail_on_errors=True)
