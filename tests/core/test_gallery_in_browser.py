"""All components on one page in real Chromium: both sizes, both languages."""

from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from tests.broken_rules import broken_rules
from tests.core import gallery

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
TEMPLATE = Path(__file__).parent / "templates" / "gallery.html"


def drawn(language: str = "id") -> str:
    """The page, with a refused form on it."""
    form = gallery.refused_form()
    shown = {
        "g": {name: getattr(gallery, name) for name in dir(gallery) if name.isupper()},
        "filters": gallery.filters(),
        "form": form,
        "page": Paginator(range(30), 10).page(2),
        "site": gallery.SITE,
        "nav": gallery.NAV,
        "person": gallery.PERSON,
    }
    with translation.override(language):
        template = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
        return str(template.render(shown, request=RequestFactory().get("/galeri/")))


def show(page: Page, *, size: dict[str, int], language: str = "id") -> None:
    """Open the page without a server: its own files come from the finders, anything else fails."""
    html = drawn(language)

    def answer(route: Route) -> None:
        path = urlparse(route.request.url).path
        if path == "/galeri/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif file := finders.find(path.removeprefix("/static/")):
            route.fulfill(path=str(file))
        else:
            route.abort()

    page.set_viewport_size(size)
    page.route("**/*", answer)
    page.goto("http://portal.test/galeri/")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_barrier_that_axe_can_see(page: Page, size: dict[str, int], language: str) -> None:
    show(page, size=size, language=language)

    assert broken_rules(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    show(page, size={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_of_a_thumb_are_high_enough(page: Page) -> None:
    show(page, size=PHONE)

    low = page.evaluate(
        """() => [...document.querySelectorAll(
            "main .btn, main select, main input:not([type=radio]):not([type=checkbox]), main .tick, main .seg label,"
            + " .menu summary, main summary, .chips a, .decision .btn")]
          .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44)
          .map((each) => each.outerHTML.slice(0, 80))"""
    )

    assert low == []


def test_the_error_summary_has_the_focus_and_its_links_move_it(page: Page) -> None:
    show(page, size=DESK)
    summary = page.get_by_test_id("error-summary")

    expect(summary).to_be_focused()
    summary.get_by_role("link", name="NIK harus 16 angka").click()

    expect(page.get_by_label("NIK", exact=True)).to_be_focused()


def test_the_reason_opens_only_where_something_needs_correction(page: Page) -> None:
    show(page, size=DESK)
    photo = page.get_by_test_id("review-photo")

    expect(photo.get_by_label("Alasan")).to_be_hidden()
    photo.get_by_text("Perlu perbaikan").click()

    expect(photo.get_by_label("Alasan")).to_be_visible()


def test_the_focus_is_always_visible(page: Page) -> None:
    show(page, size=DESK)

    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
              const at = document.activeElement, label = at.closest(".seg label") ?? at;
              const style = getComputedStyle(label);
              return [style.outlineStyle, style.outlineWidth, at.outerHTML.slice(0, 60)];
            }"""
        )
        assert style[:2] == ["solid", "3px"], style[2]


def test_the_menu_of_a_phone_opens_without_script(page: Page) -> None:
    show(page, size=PHONE)

    page.get_by_text("Menu", exact=True).click()

    expect(page.locator(".menu").get_by_text("Sari Wulandari")).to_be_visible()


def test_the_drawing_on_a_phone_is_readable(page: Page) -> None:
    show(page, size=PHONE)

    sizes = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter((each) => each.getBoundingClientRect().height)
          .map((each) => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a)"""
    )

    assert min(sizes) >= 10.4


def test_barrier_is_seen(page: Page) -> None:
    page.set_content('<html lang="id"><title>Contoh</title><main><h1>Contoh</h1><img src="data:,"></main></html>')

    assert broken_rules(page) == [("image-alt", ['<img src="data:,">'])]
