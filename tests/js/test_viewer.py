import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.core.hostile_bases import document, saved
from tests.js.harness import Answer, Portal

pytestmark = pytest.mark.browser

VIEWER = """<div class="viewer" data-viewer="/berkas" data-viewer-kind="{kind}"
 data-viewer-library="/static/vendor/pdfjs/pdf.min.mjs" data-viewer-worker="/static/vendor/pdfjs/pdf.worker.min.mjs">
<div class="bar"><b>STR.pdf <span data-viewer-place></span></b>
<button type="button" data-viewer-do="previous" hidden>Sebelumnya</button>
<button type="button" data-viewer-do="next" hidden>Berikutnya</button>
<button type="button" data-viewer-do="zoom-in" hidden>Perbesar</button>
<button type="button" data-viewer-do="zoom-out" hidden>Perkecil</button>
<button type="button" data-viewer-do="rotate" hidden>Putar</button>{more}
<a href="/berkas" download>Unduh</a></div>
<div data-viewer-page tabindex="0" aria-label="Dokumen">{inside}</div><p role="status" data-viewer-said></p></div>"""


def show(site: Portal, data: bytes, *, kind: str = "pdf", inside: str = "", more: str = "") -> None:
    site.pages = {
        "/periksa": lambda _: VIEWER.format(kind=kind, inside=inside, more=more),
        "/berkas": lambda _: Answer(data, kind="application/pdf" if kind == "pdf" else "image/png"),
    }


def openings(site: Portal) -> int:
    return len([request for request in site.requests if request.path == "/berkas"])


def ink(page: Page) -> int:
    """How many dark points the shown page has."""
    return page.evaluate(
        """() => { const c = document.querySelector("canvas");
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 3] && d[i] < 128) n++; return n; }"""
    )


def box(page: Page) -> tuple[int, int]:
    return tuple(page.evaluate("(() => { const c = document.querySelector('canvas'); return [c.width, c.height] })()"))


def soon(page: Page, is_true: Callable[[], bool]) -> None:
    for _ in range(50):
        if is_true():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not happen within five seconds")


def test_pdf_is_drawn_turned_and_leafed(page: Page, site: Portal) -> None:
    show(site, saved(document(3)))
    page.goto(f"{site.url}/periksa")
    place = page.locator("[data-viewer-place]")

    expect(place).to_have_text("Halaman 1 dari 3")
    assert ink(page) > 100
    width, height = box(page)
    page.get_by_role("button", name="Berikutnya").click()
    expect(place).to_have_text("Halaman 2 dari 3")
    page.get_by_role("button", name="Putar").click()
    soon(page, lambda: box(page)[0] > box(page)[1])
    page.get_by_role("button", name="Perbesar").click()
    expect(place).to_have_text("Halaman 2 dari 3, Ukuran 125 %")

    assert height > width
    assert openings(site) == 1
    expect(page.get_by_role("img", name="Halaman 2 dari 3")).to_be_visible()


def test_keys_leaf_and_turn(page: Page, site: Portal) -> None:
    show(site, saved(document(2)))
    page.goto(f"{site.url}/periksa")
    expect(page.locator("[data-viewer-place]")).to_have_text("Halaman 1 dari 2")

    page.get_by_label("Dokumen").focus()
    page.keyboard.press("PageDown")

    expect(page.locator("[data-viewer-place]")).to_have_text("Halaman 2 dari 2")


def test_picture_is_turned_without_a_second_opening(page: Page, site: Portal) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(out, "PNG")
    show(site, out.getvalue(), kind="picture", inside='<img src="/berkas" alt="Pas foto">')
    page.goto(f"{site.url}/periksa")
    expect(page.locator("canvas")).to_be_visible()
    width, height = box(page)

    page.get_by_role("button", name="Putar").click()
    soon(page, lambda: box(page)[0] < box(page)[1])

    assert width > height
    assert openings(site) == 1
    expect(page.get_by_role("button", name="Berikutnya")).to_be_hidden()


def test_nothing_is_fetched_before_the_document_is_opened(page: Page, site: Portal) -> None:
    show(site, saved(document()), more='<button type="button" data-viewer-do="open" hidden>Buka</button>')
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{site.url}/periksa")
    expect(page.get_by_role("button", name="Buka")).to_be_visible()

    assert not [url for url in fetched if "pdfjs" in url]
    assert openings(site) == 0

    page.get_by_role("button", name="Buka").click()
    expect(page.locator("[data-viewer-place]")).to_have_text("Halaman 1 dari 1")
    assert openings(site) == 1


def test_black_and_white_scan_is_drawn(page: Page, site: Portal) -> None:
    """Office scanners write fax-coded pages, whose decoder is fetched apart."""
    scan = Image.new("1", (800, 1100), 1)
    scan.paste(0, (100, 100, 700, 300))
    out = io.BytesIO()
    scan.save(out, "PDF")
    show(site, out.getvalue())
    page.goto(f"{site.url}/periksa")

    expect(page.locator("[data-viewer-place]")).to_have_text("Halaman 1 dari 1")
    assert ink(page) > 10_000


def test_broken_document_says_so_and_leaves_the_download(page: Page, site: Portal) -> None:
    show(site, b"bukan PDF")
    page.goto(f"{site.url}/periksa")

    expect(page.get_by_role("status")).to_have_text(
        "Dokumen ini tidak dapat ditampilkan di sini. Unduh untuk melihatnya."
    )
    expect(page.get_by_role("link", name="Unduh")).to_be_visible()
