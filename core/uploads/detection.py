"""What a file is by its first bytes. The name and the type that a browser declares decide nothing."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from core.uploads.refusals import Refusal, UnsafeFile

MAX_BYTES: Final = 10 * 1024 * 1024
WINDOW: Final = 64 * 1024


class Kind(StrEnum):
    """The three kinds a portal of papers needs."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


SIGNATURES: Final[dict[bytes, Kind]] = {
    b"%PDF-": Kind.PDF,
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
}

HEIF_BRANDS: Final = re.compile(rb"^.{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
PDF_LATER: Final = re.compile(rb"%PDF-\d")
ZIP: Final = b"PK"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_MARKS: Final = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"), b"Basic/script-lc.xml")
OFFICE_MARKS: Final = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/", b"ppt/")
ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02",  # Windows shortcut
)


def detect(path: Path) -> Kind:
    """The kind of an acceptable file of 1 byte to 10 MB; anything else raises `UnsafeFile` with the closest reason.

    Reads at most 128 KB, so a large file costs the caller no memory.
    """
    refuse_size(path.stat().st_size)
    head, tail = ends(path)
    for signature, kind in SIGNATURES.items():
        if head.startswith(signature):
            return kind
    raise UnsafeFile(reason_against(head, tail))


def refuse_size(size: int) -> None:
    if size == 0:
        raise UnsafeFile(Refusal.EMPTY)
    if size > MAX_BYTES:
        raise UnsafeFile(Refusal.TOO_LARGE)


def ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(WINDOW)
        file.seek(max(0, path.stat().st_size - WINDOW))
        return head, file.read(WINDOW)


def reason_against(head: bytes, tail: bytes) -> Refusal:
    if HEIF_BRANDS.match(head):
        return Refusal.HEIC
    if head.startswith((ZIP, OLE)):
        return reason_against_container(head, tail)
    if head.startswith(ARCHIVES):
        return Refusal.ARCHIVE
    if head.startswith(PROGRAMS):
        return Refusal.PROGRAM
    # PDF readers forgive what stands before the header; that is how one file is two things at once.
    return Refusal.POLYGLOT if PDF_LATER.search(head) else Refusal.KIND_NOT_ALLOWED


def reason_against_container(head: bytes, tail: bytes) -> Refusal:
    """Office files are archives too. Only the reason depends on this: none of them is ever opened."""
    if any(mark in part for mark in MACRO_MARKS for part in (head, tail)):
        return Refusal.MACRO
    if head.startswith(OLE) or any(mark in part for mark in OFFICE_MARKS for part in (head, tail)):
        return Refusal.OFFICE_FILE
    return Refusal.ARCHIVE
