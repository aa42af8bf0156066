"""Honest papers come through as a person would see them, and the child process may fail in any way."""

import hashlib
import io
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from core.uploads import InspectionUnavailable, Kind, Rebuilt, Refusal, UnsafeFile, inspect_and_rebuild, rebuilding
from tests.core.hostile_bases import document, honest_pdf, jpeg, png, saved
from tests.core.hostile_pdfs import form

pytestmark = [pytest.mark.unit, pytest.mark.sandboxed, pytest.mark.slow]


def rebuilt(folder: Path, data: bytes, name: str = "berkas") -> Rebuilt:
    source = folder / "karantina"
    source.write_bytes(data)
    return inspect_and_rebuild(source, declared_name=name)


def seen(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


# ---- PDF ------------------------------------------------------------------------------------------------------


def test_pages_and_words_survive(tmp_path: Path) -> None:
    result = rebuilt(tmp_path, saved(document(3, "Ijazah Ners")), "ijazah.PDF")

    words = [page.extract_text() for page in pypdf.PdfReader(result.path).pages]
    assert words == ["Ijazah Ners 1", "Ijazah Ners 2", "Ijazah Ners 3"]
    assert (result.content_type, result.pages, result.display_name) == ("application/pdf", 3, "ijazah.pdf")


def test_fingerprints_of_original_and_copy_are_told(tmp_path: Path) -> None:
    result = rebuilt(tmp_path, honest_pdf())

    assert result.original_sha256 == hashlib.sha256(honest_pdf()).hexdigest()
    assert result.sha256 == hashlib.sha256(result.path.read_bytes()).hexdigest()
    assert result.size == result.path.stat().st_size
    assert result.path.stat().st_mode & 0o777 == 0o600


def test_same_paper_gives_the_same_copy(tmp_path: Path) -> None:
    assert rebuilt(tmp_path, honest_pdf()).sha256 == rebuilt(tmp_path, honest_pdf()).sha256


def stamped() -> Pdf:
    """A letter whose electronic signature is seen as a black stamp of 200 points in a signature field."""
    pdf = document()
    look = pdf.make_stream(b"0 0 0 rg 0 0 200 200 re f", {"/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 200])})
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("TTE"), F=4, Rect=Array([100, 100, 300, 300])
    )
    field.AP = Dictionary(N=look)
    held = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([held])
    pdf.Root.AcroForm = Dictionary(Fields=Array([held]), SigFlags=3)
    return pdf


def test_stamp_of_an_electronic_signature_stays_visible(tmp_path: Path) -> None:
    result = rebuilt(tmp_path, saved(stamped()))

    with pypdfium2.PdfDocument(result.path) as pdf:
        page = pdf[0].render().to_pil()
    assert page.getpixel((200, 842 - 200))[:3] == (0, 0, 0)
    with pikepdf.open(result.path) as copy:
        assert "/Annots" not in copy.pages[0].obj


def test_filled_field_stays_readable(tmp_path: Path) -> None:
    pdf = document()
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), V=String("Siti Aminah"), F=4,
        DA=String("/Helv 12 Tf 0 g"), Rect=Array([100, 600, 400, 630]),
    )  # fmt: skip
    held = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([held])
    fonts = Dictionary(Helv=pdf.pages[0].obj.Resources.Font.F1)
    pdf.Root.AcroForm = Dictionary(Fields=Array([held]), NeedAppearances=True, DR=Dictionary(Font=fonts))

    result = rebuilt(tmp_path, saved(pdf))

    assert "Siti Aminah" in pypdf.PdfReader(result.path).pages[0].extract_text()


def test_inherited_size_and_turn_are_kept(tmp_path: Path) -> None:
    pdf = document()
    page = pdf.pages[0].obj
    pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = Array([0, 0, 612, 936]), 90
    del page.MediaBox

    with pikepdf.open(rebuilt(tmp_path, saved(pdf)).path) as copy:
        assert [int(side) for side in copy.pages[0].mediabox] == [0, 0, 612, 936]
        assert copy.pages[0].obj.Rotate == 90


def test_scan_of_a_page_keeps_its_picture(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((2480, 3508)).convert("RGB").save(out, "PDF", resolution=300)

    result = rebuilt(tmp_path, out.getvalue())

    [image] = pypdf.PdfReader(result.path).pages[0].images
    assert image.image is not None
    assert image.image.size == (2480, 3508)


@pytest.mark.parametrize("name", ["A", "AA", "JS", "F", "EF", "S", "Ref"])
def test_resource_may_bear_any_name(tmp_path: Path, name: str) -> None:
    pdf = document()
    font = pdf.pages[0].obj.Resources.Font
    font[f"/{name}"] = font.F1
    del font["/F1"]
    pdf.pages[0].obj.Contents = pdf.make_stream(f"BT /{name} 24 Tf 72 760 Td (Ijazah) Tj ET".encode())

    result = rebuilt(tmp_path, saved(pdf))

    with pikepdf.open(result.path) as copy:
        assert copy.pages[0].obj.Resources.Font[f"/{name}"].BaseFont == Name.Helvetica


def test_page_of_many_symbols_is_no_bomb(tmp_path: Path) -> None:
    pdf = document()
    symbol = form(pdf, b"/X Do\n" * 3, form(pdf, b"0 0 9 9 re f"))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=symbol)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do\n" * 20_000)

    assert rebuilt(tmp_path, saved(pdf)).pages == 1


def test_padding_after_the_end_is_forgiven(tmp_path: Path) -> None:
    assert rebuilt(tmp_path, honest_pdf() + bytes(4096)).pages == 1


# ---- pictures -------------------------------------------------------------------------------------------------


def test_phone_photo_is_shrunk_and_stripped(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Pabrik"
    exif.get_ifd(0x8825)[1] = "S"
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=85, exif=exif)
    assert 3_000_000 < len(out.getvalue()) < 10 * 1024 * 1024

    result = rebuilt(tmp_path, out.getvalue(), "IMG_2026.JPEG")

    picture = seen(result.path)
    assert picture.size == (1600, 1200)
    assert result.size <= 1024 * 1024
    assert not picture.getexif()
    assert (result.content_type, result.display_name, result.pages) == ("image/jpeg", "IMG_2026.jpg", None)


# Where the dark corner of the stored picture (top left) is seen, by EXIF orientation.
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}


@pytest.mark.parametrize("mark", CORNERS)
def test_picture_is_turned_as_its_mark_says(tmp_path: Path, mark: int) -> None:
    stored = Image.new("L", (200, 100), 255)
    stored.paste(0, (0, 0, 50, 25))
    exif = Image.Exif()
    exif[0x0112] = mark
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif)

    picture = seen(rebuilt(tmp_path, out.getvalue()).path)

    assert picture.size == ((100, 200) if mark >= 5 else (200, 100))
    right, bottom = CORNERS[mark]
    assert picture.getpixel((right * (picture.width - 1), bottom * (picture.height - 1))) < 10
    assert picture.getpixel(((1 - right) * (picture.width - 1), bottom * (picture.height - 1))) > 245


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_png_mode_comes_through(tmp_path: Path, mode: str) -> None:
    grey = Image.linear_gradient("L").resize((80, 60))
    picture = (
        grey.convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" else grey.convert(mode)
    )
    out = io.BytesIO()
    picture.save(out, "PNG")

    result = seen(rebuilt(tmp_path, out.getvalue()).path).convert("L")

    assert result.size == (80, 60)
    assert abs(result.getpixel((40, 2)) - grey.getpixel((40, 2))) < 20
    assert abs(result.getpixel((40, 57)) - grey.getpixel((40, 57))) < 20


def test_clear_ground_becomes_white(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")

    assert seen(rebuilt(tmp_path, out.getvalue()).path).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_large_png_becomes_a_jpeg(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((1700, 1700), 90).convert("RGB").save(out, "PNG", compress_level=1)

    result = rebuilt(tmp_path, out.getvalue(), "layar.png")

    assert (result.content_type, result.display_name, result.suffix) == ("image/jpeg", "layar.jpg", ".jpg")
    assert result.size <= 1024 * 1024


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_print_and_grey_jpegs_come_through(tmp_path: Path, mode: str) -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").convert(mode).save(out, "JPEG")

    assert seen(rebuilt(tmp_path, out.getvalue()).path).size == (256, 256)


def test_broken_marks_of_a_phone_are_no_reason(tmp_path: Path) -> None:
    broken = jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(20))

    assert rebuilt(tmp_path, broken).content_type == "image/jpeg"


def test_photo_with_a_second_picture_behind_it_is_taken(tmp_path: Path) -> None:
    out = io.BytesIO()
    frame = Image.new("RGB", (300, 200), "navy")
    frame.save(out, "MPO", save_all=True, append_images=[frame])

    result = rebuilt(tmp_path, out.getvalue())

    assert (result.content_type, seen(result.path).size) == ("image/jpeg", (300, 200))


def test_twelve_megapixel_photo_takes_under_three_seconds(tmp_path: Path) -> None:
    source = tmp_path / "karantina"
    source.write_bytes(jpeg((4000, 3000)))
    import time

    before = time.monotonic()
    inspect_and_rebuild(source, declared_name="foto.jpg")

    assert time.monotonic() - before < 3


def test_forty_megapixels_fit_into_the_memory_of_the_child(tmp_path: Path) -> None:
    assert rebuilt(tmp_path, png((8000, 4900), "RGBA")).content_type in {"image/png", "image/jpeg"}


# ---- the child process ----------------------------------------------------------------------------------------

READY = "print('ready', flush=True)\n"


def with_child(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    child = folder / "child.py"
    child.write_text(program)
    monkeypatch.setattr(rebuilding, "SANDBOX", child)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (READY + "import os; os._exit(3)", Refusal.DAMAGED),
        (READY + "import os; os.kill(os.getpid(), 11)", Refusal.DAMAGED),
        (READY + "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 2))\nwhile True: pass", Refusal.BOMB),
    ],
)
def test_child_that_dies_of_the_file_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: Refusal
) -> None:
    with_child(monkeypatch, tmp_path, program)

    with pytest.raises(UnsafeFile) as refusal:
        rebuilt(tmp_path, honest_pdf())
    assert refusal.value.reason is reason


@pytest.mark.parametrize(
    "program",
    ["import no_such_library", READY + "import time; time.sleep(60)", READY + "import os; os.kill(os.getpid(), 9)"],
)
def test_child_that_fails_for_our_reasons_leaves_the_file_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    with_child(monkeypatch, tmp_path, program)
    monkeypatch.setattr(rebuilding, "WALL_SECONDS", 1.0)

    with pytest.raises(InspectionUnavailable):
        rebuilt(tmp_path, honest_pdf())


def test_half_written_copy_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_child(monkeypatch, tmp_path, READY + "import sys, os; open(sys.argv[3], 'w').write('x'); os._exit(1)")

    with pytest.raises(UnsafeFile):
        rebuilt(tmp_path, honest_pdf())
    assert list(tmp_path.glob("*.rebuilt")) == []


def test_child_sees_no_secret_of_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    with_child(
        monkeypatch, tmp_path, "import os, sys; print(sorted(set(os.environ) - {'LC_CTYPE'}), sys.flags.isolated)"
    )

    child = rebuilding.spawn(Kind.PDF, tmp_path, tmp_path)

    assert child.stdout == b"[] 1\n"
