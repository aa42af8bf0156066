"""What hostile files are made from: honest papers and pictures, harmful loads, and the shape of a case."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from core.uploads import Refusal

REBUILT: Final = None
PHP: Final = b"<?php system($_GET['c']); ?>"
SCRIPT: Final = b"app.launchURL('http://jahat.example')"
EXE: Final = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"This program cannot be run in DOS mode." + bytes(200)
)
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class HostileFile:
    name: str
    build: Callable[[], bytes]
    outcome: Refusal | None
    payload: bytes = b""

    def __str__(self) -> str:
        return self.name


def picture(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def jpeg(size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    picture(size).save(out, "JPEG", **options)
    return out.getvalue()


def png(size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    picture(size, mode).save(out, "PNG", **options)
    return out.getvalue()


def saved(pdf: Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def document(pages: int = 1, text: str = "Ijazah") -> Pdf:
    """An honest PDF of so many A4 pages with one line of text each."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 760 Td ({text} {number}) Tj ET".encode())
    return pdf


def altered(change: Callable[[Pdf], None], **options: object) -> Callable[[], bytes]:
    def build() -> bytes:
        pdf = document()
        change(pdf)
        return saved(pdf, **options)

    return build


@cache
def honest_pdf() -> bytes:
    return saved(document())


def archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


@cache
def deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def fixed(data: bytes) -> Callable[[], bytes]:
    return lambda: data


HTML: Final = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PIXEL_GIF: Final = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"
