"""PDFs with scripts, attachments, bombs and broken bones."""

import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from core.uploads import Refusal
from tests.core.hostile_bases import (
    EXE,
    HTML,
    PHP,
    PIXEL_GIF,
    REBUILT,
    SCRIPT,
    HostileFile,
    altered,
    archive,
    deflated,
    document,
    fixed,
    honest_pdf,
    saved,
)


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
    annotation(
        pdf, Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=held))
    )


def rich_media(pdf: Pdf) -> None:
    flash = pdf.make_stream(b"FWS" + EXE, {"/Type": Name.EmbeddedFile})
    annotation(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([flash]))))


def submitting_form(pdf: Pdf) -> None:
    field = Dictionary(
        FT=Name.Btn, T=String("kirim"), A=Dictionary(S=Name.SubmitForm, F=String("http://jahat.example"))
    )
    annotation(pdf, Subtype=Name.Widget, Parent=pdf.make_indirect(field))
    xfa = pdf.make_stream(b"<xdp:xdp><script>" + SCRIPT + b"</script></xdp:xdp>")
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]), XFA=xfa)


def drawn_object(pdf: Pdf, **keys: object) -> Stream:
    """A form drawn by the page, carrying `keys` along."""
    held = form(pdf, b"0 0 10 10 re f")
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
    pdf.pages[0].obj.Contents = raw_stream(pdf, zlib.compress(deflated(300), 9), twice)


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


def form(pdf: Pdf, content: bytes, inner: Stream | None = None) -> Stream:
    """A drawn form that may draw another, called X."""
    held = pdf.make_stream(content, {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    if inner is not None:
        held.Resources = Dictionary(XObject=Dictionary(X=inner))
    return held


def nested_drawings(pdf: Pdf) -> None:
    """Ten forms in each other, each drawing the next ten times: ten thousand million rectangles."""
    inner = form(pdf, b"0 0 9 9 re f")
    for _ in range(10):
        inner = form(pdf, b"/X Do\n" * 10, inner)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=inner)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q /X Do Q")


def endless_drawing(pdf: Pdf) -> None:
    held = form(pdf, b"q /X Do Q")
    held.Resources = Dictionary(XObject=Dictionary(X=held))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=held)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q /X Do Q")


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


def noise() -> bytes:
    """Five thousand bytes that no archive makes smaller."""
    return b"".join(sha256(bytes([number])).digest() for number in range(160))


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


PDFS: Final = (
    HostileFile("html-dan-pdf.pdf", lambda: HTML + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("pdf-terlambat.pdf", lambda: bytes(500) + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("zip-dan-pdf.pdf", lambda: archive({"a": honest_pdf()}) + honest_pdf(), Refusal.ARCHIVE),
    HostileFile("gif-dan-pdf.pdf", lambda: PIXEL_GIF + honest_pdf(), Refusal.POLYGLOT),
    HostileFile("pdf-lalu-zip.pdf", lambda: honest_pdf() + archive({"b.exe": EXE + noise()}), Refusal.POLYGLOT),
    HostileFile("pdf-lalu-php.pdf", lambda: honest_pdf() + PHP, REBUILT, b"<?php"),
    HostileFile("php-di-komentar.pdf", lambda: honest_pdf().replace(b"\n", b"\n%" + PHP + b"\n", 1), REBUILT, b"<?php"),
    HostileFile("delapan-puluh-bita.pdf", lambda: honest_pdf()[:80], Refusal.TRUNCATED),
    HostileFile("terpotong.pdf", lambda: saved(document(9))[:-700], Refusal.TRUNCATED),
    HostileFile("kepala-saja.pdf", fixed(b"%PDF-1.7\n"), Refusal.TRUNCATED),
    HostileFile("kepala-dan-ekor.pdf", fixed(b"%PDF-1.7\n%%EOF\n"), Refusal.DAMAGED),
    HostileFile("sampah.pdf", fixed(b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF"), Refusal.DAMAGED),
    HostileFile("bersandi.pdf", locked(user="rahasia"), Refusal.ENCRYPTED_PDF),
    HostileFile("terlindung.pdf", locked(user=""), Refusal.PROTECTED_PDF),
    HostileFile("tanpa-halaman.pdf", no_pages, Refusal.DAMAGED),
    HostileFile("tiga-ratus-satu.pdf", lambda: saved(document(301)), Refusal.TOO_MANY_PAGES),
    HostileFile("lima-puluh-ribu-kali.pdf", repeated_page, Refusal.DAMAGED),
    HostileFile("lingkaran.pdf", looped_pages, Refusal.DAMAGED),
    HostileFile("larik-dalam.pdf", deep_arrays, Refusal.DAMAGED),
    HostileFile("ukuran-aneh.pdf", negative_picture, Refusal.DAMAGED),
    HostileFile("bom-aliran.pdf", altered(flate_bomb), Refusal.BOMB),
    HostileFile("bom-berlapis.pdf", altered(double_flate_bomb), Refusal.BOMB),
    HostileFile("bom-run-length.pdf", altered(run_length_bomb, compress_streams=False), Refusal.BOMB),
    HostileFile("enam-bom.pdf", altered(many_bombs), Refusal.BOMB),
    HostileFile("bom-gambar.pdf", altered(image_bomb), Refusal.BOMB),
    HostileFile("bom-piksel.pdf", altered(pixel_bomb), Refusal.BOMB),
    HostileFile("bom-bentuk.pdf", altered(nested_drawings), Refusal.BOMB),
    HostileFile("bentuk-tanpa-akhir.pdf", altered(endless_drawing), Refusal.BOMB),
    HostileFile("bom-daftar-objek.pdf", object_stream_bomb, Refusal.DAMAGED),
    HostileFile("skrip-pembuka.pdf", altered(open_script), REBUILT, b"app.launchURL"),
    HostileFile("skrip-halaman.pdf", altered(page_script), REBUILT, b"app.launchURL"),
    HostileFile("skrip-bernama.pdf", altered(named_script), REBUILT, b"app.launchURL"),
    HostileFile("skrip-berantai.pdf", altered(next_actions), REBUILT, b"app.launchURL"),
    HostileFile("skrip-di-sumber.pdf", altered(script_in_resources), REBUILT, b"app.launchURL"),
    HostileFile("peluncur.pdf", altered(launch), REBUILT, b"cmd.exe"),
    HostileFile("lampiran.pdf", altered(attachment), REBUILT, b"DOS mode"),
    HostileFile("lampiran-catatan.pdf", altered(file_annotation), REBUILT, b"DOS mode"),
    HostileFile("lampiran-tersembunyi.pdf", altered(hidden_attachment), REBUILT, b"DOS mode"),
    HostileFile("lampiran-di-sumber.pdf", altered(attachment_in_resources), REBUILT, b"DOS mode"),
    HostileFile("media.pdf", altered(rich_media), REBUILT, b"DOS mode"),
    HostileFile("tautan.pdf", altered(link), REBUILT, b"jahat.example"),
    HostileFile("formulir-xfa.pdf", altered(submitting_form), REBUILT, b"jahat.example"),
    HostileFile("acuan-luar.pdf", altered(reference_object), REBUILT, b"jahat.example"),
    HostileFile("aliran-luar.pdf", altered(external_stream), REBUILT, b"/etc/passwd"),
    HostileFile("postscript.pdf", altered(postscript_object), REBUILT, b"/PS"),
    HostileFile("data-pribadi.pdf", altered(private_data), REBUILT, b"<?php"),
)
