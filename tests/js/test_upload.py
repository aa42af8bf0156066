import io
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.js.harness import FRAME, Answer, Portal, Request

pytestmark = pytest.mark.browser

BLOCK = """<p id="jumlah" data-follows>{count} dari 2 terunggah</p>
<div id="{key}" data-upload data-testid="upload-{key}" {more}>
<span role="status"><span class="tag">{state}</span></span>
<form method="post" action="/kirim-{key}" enctype="multipart/form-data">
<input type="hidden" name="csrfmiddlewaretoken" value="t">
<label for="{key}-file">Pilih berkas {key}</label><input type="file" name="file" id="{key}-file">
<button>Unggah</button><progress max="100" value="0" hidden>0 %</progress></form></div>"""


def block(key: str, state: str, *, count: int = 0, more: str = "") -> str:
    return BLOCK.format(key=key, state=state, count=count, more=more)


@pytest.fixture
def form(site: Portal) -> Portal:
    site.pages = {
        "/dokumen": lambda _: block("str", "Belum diunggah") + block("foto", "Belum diunggah"),
        "/kirim-str": lambda _: Answer(status=303, location="/selesai"),
        "/selesai": lambda _: block("str", "Siap", count=1) + block("foto", "Belum diunggah"),
    }
    return site


def visit(page: Page, site: Portal) -> None:
    page.goto(f"{site.url}/dokumen")
    expect(page.locator("html[data-scripts=ready]")).to_be_attached()


def photo(folder: Path, *, size: tuple[int, int] = (4000, 3000), name: str = "IMG_1.JPEG") -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = folder / name
    Image.effect_noise(size, 60).convert("RGB").save(path, "JPEG", quality=85, exif=exif)
    return path


def sent_file(request: Request) -> tuple[str, bytes]:
    parts = message_from_bytes(f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode() + request.body)
    [part] = [part for part in parts.get_payload() if part.get_filename()]  # type: ignore[union-attr]
    return part.get_filename(), part.get_payload(decode=True)  # type: ignore[union-attr,return-value]


def test_large_photo_arrives_small_and_upright(page: Page, form: Portal, tmp_path: Path) -> None:
    original = photo(tmp_path)
    visit(page, form)

    page.get_by_label("Pilih berkas str").set_input_files(original)
    expect(page.get_by_test_id("upload-str").get_by_role("status")).to_have_text("Siap")

    name, data = sent_file(form.posts("/kirim-str")[0])
    assert (name, Image.open(io.BytesIO(data)).size) == ("IMG_1.jpg", (1200, 1600))
    assert len(data) <= 1024 * 1024 < original.stat().st_size
    expect(page.locator("#jumlah").first).to_have_text("1 dari 2 terunggah")


def test_small_photo_and_pdf_are_sent_untouched(page: Page, form: Portal, tmp_path: Path) -> None:
    small = photo(tmp_path, size=(300, 200))
    paper = tmp_path / "ijazah.pdf"
    paper.write_bytes(b"%PDF-1.7 isi")

    for path in (small, paper):
        visit(page, form)
        page.get_by_label("Pilih berkas str").set_input_files(path)
        expect(page.get_by_test_id("upload-str").get_by_role("status")).to_have_text("Siap")

    sent = [sent_file(request) for request in form.posts("/kirim-str")]
    assert sent == [("IMG_1.JPEG", small.read_bytes()), ("ijazah.pdf", b"%PDF-1.7 isi")]


def test_broken_upload_can_be_tried_again(page: Page, form: Portal, tmp_path: Path) -> None:
    answers = [Answer(drop=True), Answer(status=502), Answer(status=303, location="/selesai")]
    form.pages["/kirim-str"] = lambda _: answers.pop(0)
    visit(page, form)
    upload = page.get_by_test_id("upload-str")

    page.get_by_label("Pilih berkas str").set_input_files(photo(tmp_path, size=(300, 200)))
    expect(upload.get_by_role("alert")).to_have_text(re.compile("^Sambungan terputus"))
    expect(upload.get_by_role("status")).to_have_text("Belum terunggah")
    upload.get_by_role("button", name="Coba lagi").click()
    expect(upload.get_by_role("alert")).to_have_count(1)
    upload.get_by_role("button", name="Coba lagi").click()

    expect(upload.get_by_role("status")).to_have_text("Siap")
    expect(page.get_by_test_id("upload-foto").get_by_role("status")).to_have_text("Belum diunggah")


def test_refusal_of_the_server_is_shown_in_place(page: Page, form: Portal, tmp_path: Path) -> None:
    refusal = block("str", "Belum terunggah", more='data-kata="x"') + "<p class='field-error'>Dikunci sandi</p>"
    form.pages["/kirim-str"] = lambda _: Answer(FRAME.format(body=refusal), status=422)
    visit(page, form)

    page.get_by_label("Pilih berkas str").set_input_files(photo(tmp_path, size=(30, 20)))

    expect(page.locator("#str[data-kata=x]")).to_be_visible()


def test_upload_can_be_stopped(page: Page, form: Portal, tmp_path: Path) -> None:
    page.route("**/kirim-str", lambda route: None)
    visit(page, form)
    upload = page.get_by_test_id("upload-str")

    page.get_by_label("Pilih berkas str").set_input_files(photo(tmp_path, size=(30, 20)))
    expect(upload.get_by_role("status")).to_have_text("Sedang diunggah")
    upload.get_by_role("button", name="Batal").click()

    expect(upload.get_by_role("button", name="Coba lagi")).to_be_visible()
    expect(upload.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(("name", "words"), [("IMG.HEIC", "HEIC"), ("besar.pdf", "lebih besar dari 10 MB")])
def test_hopeless_file_is_told_before_it_is_sent(
    page: Page, form: Portal, tmp_path: Path, name: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(10 * 1024 * 1024 + 1))
    visit(page, form)

    page.get_by_label("Pilih berkas str").set_input_files(path)

    expect(page.get_by_test_id("upload-str").get_by_role("alert")).to_contain_text(words)
    assert form.posts("/kirim-str") == []


def test_checking_turns_into_ready_by_itself(page: Page, form: Portal, tmp_path: Path) -> None:
    waiting = 'data-status-url="/keadaan" data-status-every="0.3"'
    states = ["Sedang diperiksa", "Siap"]
    form.pages["/selesai"] = lambda _: block("str", "Sedang diperiksa", more=waiting)
    form.pages["/keadaan"] = lambda _: Answer(
        block("str", states.pop(0), more=waiting if len(states) == 1 else "", count=1)
    )
    visit(page, form)

    page.get_by_label("Pilih berkas str").set_input_files(photo(tmp_path, size=(30, 20)))
    expect(page.get_by_test_id("upload-str").get_by_role("status")).to_have_text("Siap")
    page.wait_for_timeout(700)

    assert len([request for request in form.requests if request.path == "/keadaan"]) == 2


def test_button_is_only_for_those_without_script(page: Page, form: Portal) -> None:
    visit(page, form)

    expect(page.get_by_role("button", name="Unggah")).to_have_count(0)


def test_form_works_without_script(browser: Browser, form: Portal, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{form.url}/dokumen")

    page.get_by_label("Pilih berkas str").set_input_files(photo(tmp_path, size=(30, 20)))
    page.get_by_test_id("upload-str").get_by_role("button", name="Unggah").click()

    expect(page.get_by_test_id("upload-str").get_by_role("status")).to_have_text("Siap")
    context.close()
