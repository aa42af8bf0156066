"""Files that want to do harm, or that an honest phone breaks on the way. All are built here, none is stored.

`HOSTILE` names each with its content and what must become of it: a `Refusal`, or `REBUILT` when a harmless copy is the
right answer. `payload` is what must not be left in that copy, packed or unpacked.
"""

import gzip
import struct
from typing import Final

from core.uploads import MAX_BYTES, Refusal
from tests.core.hostile_bases import (
    EICAR,
    EXE,
    HTML,
    PHP,
    PIXEL_GIF,
    HostileFile,
    archive,
    fixed,
    honest_pdf,
)
from tests.core.hostile_pdfs import PDFS
from tests.core.hostile_pictures import PICTURES


def workbook(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def compound(text: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text.encode("utf-16-le") + bytes(512)


def boxed(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1heic" + bytes(400)


SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XXE: Final = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

OTHER_KINDS: Final = (
    HostileFile("kosong.pdf", fixed(b""), Refusal.EMPTY),
    HostileFile("satu-bita.jpg", fixed(b"\xff"), Refusal.KIND_NOT_ALLOWED),
    HostileFile("spasi.pdf", fixed(b" " * 4096), Refusal.KIND_NOT_ALLOWED),
    HostileFile("lebih-satu-bita.pdf", lambda: b"%PDF-1.7\n".ljust(MAX_BYTES + 1), Refusal.TOO_LARGE),
    HostileFile("ijazah.pdf (exe)", fixed(EXE), Refusal.PROGRAM),
    HostileFile("ijazah.pdf.exe", fixed(EXE), Refusal.PROGRAM),
    HostileFile("str.jpg (elf)", fixed(b"\x7fELF\x02\x01\x01" + bytes(300)), Refusal.PROGRAM),
    HostileFile("foto.jpg (shell)", fixed(b"#!/bin/sh\nrm -rf ~\n"), Refusal.PROGRAM),
    HostileFile("kelas.png (java)", fixed(b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(100)), Refusal.PROGRAM),
    HostileFile("pintasan.pdf (lnk)", fixed(b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100)), Refusal.PROGRAM),
    HostileFile("eicar.jpg", fixed(EICAR), Refusal.KIND_NOT_ALLOWED),
    HostileFile("logo.svg", fixed(SVG), Refusal.KIND_NOT_ALLOWED),
    HostileFile("logo.png (svg)", fixed(b'<?xml version="1.0"?>' + SVG), Refusal.KIND_NOT_ALLOWED),
    HostileFile("surat.pdf (html)", fixed(HTML), Refusal.KIND_NOT_ALLOWED),
    HostileFile("kulit.jpg (php)", fixed(PHP), Refusal.KIND_NOT_ALLOWED),
    HostileFile("xxe.pdf", fixed(XXE), Refusal.KIND_NOT_ALLOWED),
    HostileFile("gambar.gif", fixed(PIXEL_GIF), Refusal.KIND_NOT_ALLOWED),
    HostileFile("gambar.jpg (gif+js)", fixed(b"GIF89a=1;/*" + bytes(99) + b"*/alert(1)"), Refusal.KIND_NOT_ALLOWED),
    HostileFile("pindai.tiff", fixed(b"II*\x00\x08\x00\x00\x00" + bytes(99)), Refusal.KIND_NOT_ALLOWED),
    HostileFile("foto.webp", fixed(b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(99)), Refusal.KIND_NOT_ALLOWED),
    HostileFile("gambar.bmp", fixed(b"BM" + bytes(99)), Refusal.KIND_NOT_ALLOWED),
    HostileFile("video.mp4", fixed(boxed(b"isom").replace(b"mif1heic", b"isommp42")), Refusal.KIND_NOT_ALLOWED),
    HostileFile("IMG_0001.HEIC", fixed(boxed(b"heic")), Refusal.HEIC),
    HostileFile("IMG_0002.jpg (heif)", fixed(boxed(b"mif1")), Refusal.HEIC),
    HostileFile("catatan.rtf", fixed(b"{\\rtf1\\ansi{\\object\\objdata 0105}}"), Refusal.KIND_NOT_ALLOWED),
    HostileFile("surat.ps", fixed(b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file"), Refusal.KIND_NOT_ALLOWED),
    HostileFile(
        "surat.docx",
        lambda: archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        Refusal.OFFICE_FILE,
    ),
    HostileFile(
        "surat.docm", lambda: archive({"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"}), Refusal.MACRO
    ),
    HostileFile("daftar.xlsx", workbook, Refusal.OFFICE_FILE),
    HostileFile("daftar.xlsx (bom)", lambda: workbook(lembar=bytes(100 * 1024 * 1024)), Refusal.OFFICE_FILE),
    HostileFile("lama.doc", fixed(compound("WordDocument")), Refusal.OFFICE_FILE),
    HostileFile("lama.xls (makro)", fixed(compound("_VBA_PROJECT")), Refusal.MACRO),
    HostileFile("berkas.zip", lambda: archive({"ijazah.pdf": honest_pdf()}), Refusal.ARCHIVE),
    HostileFile("bom.pdf (zip)", lambda: archive({"nol": bytes(100 * 1024 * 1024)}), Refusal.ARCHIVE),
    HostileFile("berlapis.zip", lambda: archive({"a.zip": archive({"b.zip": archive({"c": b"c"})})}), Refusal.ARCHIVE),
    HostileFile("bom.gz", lambda: gzip.compress(bytes(50 * 1024 * 1024)), Refusal.ARCHIVE),
    HostileFile("berkas.7z", fixed(b"7z\xbc\xaf\x27\x1c" + bytes(99)), Refusal.ARCHIVE),
    HostileFile("berkas.rar", fixed(b"Rar!\x1a\x07\x01\x00" + bytes(99)), Refusal.ARCHIVE),
)

HOSTILE: Final = OTHER_KINDS + PDFS + PICTURES
