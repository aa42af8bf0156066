"""Takes one untrusted file apart and writes a harmless copy of what a person would see.

Run as a program of its own, `python -I sandbox.py KIND SOURCE TARGET`, with an empty environment: it imports
nothing of the portal, so a parser that is taken over finds no settings, no key and no database.

Prints `ready` once the limits hold, then one JSON line: `{"content_type": …, "pages": int | null}` with the copy
at TARGET, or `{"refused": reason}` with a value of `refusals.Refusal`. No second line means that a limit struck.
"""

import json
import re
import resource
import struct
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import magic
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from PIL import Image

MEBIBYTE: Final = 1024 * 1024
MEMORY_BYTES: Final = 512 * MEBIBYTE
CPU_SECONDS: Final = 8  # below the ten seconds of wall time, so that a busy host is not mistaken for a bomb
WRITTEN_BYTES: Final = 24 * MEBIBYTE

MAX_PAGES: Final = 300
MAX_STREAM_BYTES: Final = 100 * MEBIBYTE  # an A4 page at 600 dpi in three colours, undone
MAX_INFLATED_BYTES: Final = 300 * MEBIBYTE
MAX_PIXELS: Final = 40_000_000
MAX_SCANNED_PIXELS: Final = 20 * MAX_PIXELS  # a progressive JPEG is decoded once per scan
MAX_NESTING: Final = 60
MAX_DRAWINGS: Final = 200_000  # a page of symbols draws some thousands; forms in forms multiply
EOF_WINDOW: Final = 1024  # where every reader looks for %%EOF

LONGEST_SIDE: Final = 1600
STORED_BYTES: Final = MEBIBYTE
JPEG_QUALITIES: Final = (85, 75, 65, 50, 35)

MIME: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


class Refused(Exception):
    """The file must not be kept. The argument is the reason, a value of `refusals.Refusal`."""


# ---- limits -----------------------------------------------------------------------------------------------


def lock_down() -> None:
    """Hold this process to the memory, time and room that an honest document needs."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # the softer end names its cause
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: WRITTEN_BYTES,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM_BYTES,
        run_length_max_memory=MAX_STREAM_BYTES,
        png_max_memory=MAX_STREAM_BYTES,
        tiff_max_memory=MAX_STREAM_BYTES,
        parser_max_nesting=MAX_NESTING,
        max_stream_filters=4,
        doc_max_warnings=500,
    )
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", DeprecationWarning)  # about the libraries, not the file
    for harmless in ("Image appears to be a malformed MPO", "Corrupt EXIF", "Metadata Warning", "Truncated File Read"):
        warnings.filterwarnings("ignore", message=harmless)  # common in honest phone pictures


# ---- PDF --------------------------------------------------------------------------------------------------

PAGE_KEYS: Final = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group",
}  # fmt: skip
STREAM_KEYS_DROPPED: Final = (
    "/F", "/FFilter", "/FDecodeParms",  # data fetched from another file
    "/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents",
)  # fmt: skip
INERT_TYPES: Final = {
    "/Action", "/Filespec", "/EmbeddedFile", "/Annot", "/Sig", "/Metadata", "/StructTreeRoot",
}  # fmt: skip
INERT_ACTIONS: Final = {
    "/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm",
    "/Named", "/Hide", "/Sound", "/Movie", "/Rendition", "/Thread", "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
DRAW: Final = re.compile(rb"(?<=\s)Do\b")
FILE_KEYS: Final = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}


def rebuild_pdf(source: Path, target: Path) -> dict[str, Any]:
    """Copy the visible pages, one by one, into a new document; nothing of the old root comes along.

    Stamps and filled form fields (the QR of an electronically signed letter is one) are drawn into the page
    first, because annotations and forms are dropped.
    """
    refuse_cut_off(source)
    with open_pdf(source) as original, pikepdf.new() as copy:
        refuse_page_count(len(original.pages))
        original.generate_appearance_streams()  # of fields that were filled in but left undrawn
        original.flatten_annotations("screen")
        for page in original.pages:
            copy.pages.append(bare(page))
        for item in copy.objects:
            disarm(item)
        refuse_inflation(copy)
        refuse_unfolding(copy)
        copy.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return {"content_type": MIME["pdf"], "pages": len(copy.pages)}


def refuse_cut_off(source: Path) -> None:
    """A PDF without its end is a broken upload or carries something behind it; a repair would hide either."""
    data = source.read_bytes()
    end = data.rfind(b"%%EOF")
    behind = data[end + 5 :].strip(b"\0\t\r\n\f ")
    if end < 0 or (len(behind) > EOF_WINDOW and b" obj" in behind):
        raise Refused("truncated")
    if len(behind) > EOF_WINDOW:
        raise Refused("polyglot")


def open_pdf(source: Path) -> Pdf:
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise Refused("encrypted_pdf") from None
    if pdf.is_encrypted:
        raise Refused("protected_pdf")
    return pdf


def refuse_page_count(count: int) -> None:
    if count == 0:
        raise Refused("empty")
    if count > MAX_PAGES:
        raise Refused("too_many_pages")


def bare(page: Page) -> Page:
    for key in set(page.obj.keys()) - PAGE_KEYS:
        del page.obj[key]
    return page


def disarm(item: Object, depth: int = 0) -> None:
    """Empty every action, attachment and outside reference at or below `item`, stopping at other indirect objects."""
    if depth > MAX_NESTING:
        raise Refused("bomb")
    if isinstance(item, Stream):
        disarm_stream(item)
    if isinstance(item, Dictionary) and is_active(item):
        clear(item)
    children = item if isinstance(item, Array) else item.values() if isinstance(item, Dictionary | Stream) else ()
    for child in list(children):
        if isinstance(child, Array | Dictionary | Stream) and not child.is_indirect:
            disarm(child, depth + 1)


def disarm_stream(item: Stream) -> None:
    if is_active(item) or item.get(Name.Subtype) == Name.PS:
        item.write(b"")
        clear(item)
    for key in STREAM_KEYS_DROPPED:
        if key in item:
            del item[key]


def is_active(item: Object) -> bool:
    """Does a reader act on this by itself, or carry it as a file? Resource names are free, so only values tell."""
    if str(item.get(Name.Type)) in INERT_TYPES or str(item.get(Name.S)) in INERT_ACTIONS:
        return True
    files = item.get(Name.EF)
    has_file = isinstance(files, Dictionary) and set(files.keys()) <= FILE_KEYS
    return has_file or isinstance(item.get(Name.JS), pikepdf.String | Stream)


def clear(item: Object) -> None:
    for key in set(item.keys()) - {"/Length"}:
        del item[key]


def refuse_inflation(pdf: Pdf) -> None:
    """The copy itself inflates nothing; whoever reads it would. So undo each stream here, where it is bounded."""
    total = 0
    for item in pdf.objects:
        if isinstance(item, Stream):
            refuse_pixels(item)
            total += inflated_size(item)
        if total > MAX_INFLATED_BYTES:
            raise Refused("bomb")


def refuse_pixels(item: Stream) -> None:
    width, height = item.get(Name.Width, 0), item.get(Name.Height, 0)
    if not isinstance(width, int) or not isinstance(height, int):
        raise Refused("damaged")
    if width * height > MAX_PIXELS:
        raise Refused("bomb")


def inflated_size(item: Stream) -> int:
    """Bytes a reader gets from this stream; a picture codec is left packed, its pixels are counted instead."""
    try:
        return len(memoryview(item.get_stream_buffer(pikepdf.StreamDecodeLevel.specialized)))
    except pikepdf.DataDecodingError:
        raise Refused("damaged") from None
    except pikepdf.PdfError:  # a codec that qpdf does not undo
        return len(memoryview(item.get_raw_stream_buffer()))


def refuse_unfolding(pdf: Pdf) -> None:
    """Forms that draw forms that draw forms: a few kilobytes keep a reader busy for hours."""
    known: dict[tuple[int, int], int] = {}
    for page in pdf.pages:
        parts = page.obj.get(Name.Contents, Array())
        content = b"".join(undone(part) for part in (parts if isinstance(parts, Array) else [parts]))
        if drawings(content, page.obj.get(Name.Resources), known) > MAX_DRAWINGS:
            raise Refused("bomb")


def drawings(content: bytes, resources: Object | None, known: dict[tuple[int, int], int]) -> int:
    """At most how many things are drawn by `content`; `known` has the forms met, those still open as a bomb."""
    objects = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    largest = 1
    for form in objects.values() if isinstance(objects, Dictionary) else ():
        if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form:
            if form.objgen not in known:
                known[form.objgen] = MAX_DRAWINGS + 1
                known[form.objgen] = drawings(undone(form), form.get(Name.Resources, resources), known)
            largest = max(largest, known[form.objgen])
    return 1 + len(DRAW.findall(content)) * largest


def undone(item: Object) -> bytes:
    return item.read_bytes(pikepdf.StreamDecodeLevel.specialized) if isinstance(item, Stream) else b""


# ---- pictures ---------------------------------------------------------------------------------------------


def rebuild_jpeg(source: Path, target: Path) -> dict[str, Any]:
    with Image.open(source, formats=["JPEG"]) as original:
        refuse_scans(original, source.read_bytes().count(b"\xff\xda"))
        original.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # the codec halves large photos while it reads
        picture = upright(original)
    return write_jpeg(picture, target)


def refuse_scans(original: Image.Image, scans: int) -> None:
    if scans * original.width * original.height > MAX_SCANNED_PIXELS:
        raise Refused("bomb")


def rebuild_png(source: Path, target: Path) -> dict[str, Any]:
    with Image.open(source, formats=["PNG"]) as original:
        picture = upright(original)
    picture.save(target, "PNG", optimize=True)
    if target.stat().st_size <= STORED_BYTES:
        return {"content_type": MIME["png"], "pages": None}
    return write_jpeg(picture, target)


def upright(original: Image.Image) -> Image.Image:
    """The picture as a person sees it: turned by its EXIF mark, on white, at most 1,600 pixels long, no metadata."""
    orientation = read_orientation(original)
    original.load()
    picture: Image.Image = original if original.mode in {"L", "RGB", "RGBA", "LA", "CMYK"} else plain_mode(original)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    picture = on_white(picture)
    if orientation is not None:
        picture = picture.transpose(orientation)
    bare_copy = Image.new(picture.mode, picture.size)
    bare_copy.paste(picture)
    return bare_copy


def read_orientation(original: Image.Image) -> Image.Transpose | None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(original.getexif().get(0x0112, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return None  # a broken mark is no reason to refuse the picture


def plain_mode(original: Image.Image) -> Image.Image:
    has_alpha = "transparency" in original.info or original.mode in {"PA", "La", "RGBa"}
    if original.mode.startswith("I") or original.mode == "F":
        return original.point(lambda value: value / 256).convert("L")  # 16-bit greys
    return original.convert("RGBA" if has_alpha else "L" if original.mode == "1" else "RGB")


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"LA", "RGBA"}:
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def write_jpeg(picture: Image.Image, target: Path) -> dict[str, Any]:
    """Write at the best quality that fits into 1 MiB; a noisy picture of full size always fits by the last step."""
    for quality in JPEG_QUALITIES:
        picture.save(target, "JPEG", quality=quality, optimize=True)
        if target.stat().st_size <= STORED_BYTES:
            return {"content_type": MIME["jpeg"], "pages": None}
    raise Refused("too_large")


# ---- the run ----------------------------------------------------------------------------------------------

REBUILD: Final[dict[str, Callable[[Path, Path], dict[str, Any]]]] = {
    "pdf": rebuild_pdf,
    "jpeg": rebuild_jpeg,
    "png": rebuild_png,
}


def inspect(kind: str, source: Path, target: Path) -> dict[str, Any]:
    """Two detectors must agree before a parser sees the file; then the reader of that kind alone may open it."""
    if magic.from_file(str(source), mime=True) != MIME[kind]:
        raise Refused("polyglot")
    return REBUILD[kind](source, target)


def verdict(kind: str, source: Path, target: Path) -> dict[str, Any]:
    try:
        return inspect(kind, source, target)
    except Refused as refusal:
        return {"refused": refusal.args[0]}
    except (MemoryError, RecursionError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "bomb"}
    except (
        pikepdf.PikepdfError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        struct.error,
        Warning,
    ) as error:
        return {"refused": blame(str(error).lower())}


def blame(complaint: str) -> str:
    """The reason behind a parser's own words; the libraries have no finer exceptions for these."""
    if "limit exceeded" in complaint or "data too large" in complaint:
        return "bomb"
    if "truncated" in complaint:
        return "truncated"
    return "damaged"


def main() -> None:
    kind, source, target = sys.argv[1:]
    Image.preinit()
    lock_down()
    print("ready", flush=True)  # noqa: T201 - the answer to the parent
    print(json.dumps(verdict(kind, Path(source), Path(target))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
