"""Pictures that unfold, carry something along or stop in the middle."""

import io
import struct
import zlib
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.uploads import MAX_BYTES, Refusal
from tests.core.hostile_bases import (
    EXE,
    HTML,
    PHP,
    REBUILT,
    HostileFile,
    archive,
    deflated,
    fixed,
    jpeg,
    picture,
    png,
)


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
    base[20] ^= 0xFF  # inside the header chunk
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


PICTURES: Final = (
    HostileFile("empat-ratus-megapiksel.png", lambda: huge_png(20_000, 20_000), Refusal.BOMB),
    HostileFile("empat-puluh-satu-megapiksel.png", lambda: huge_png(6_410, 6_410), Refusal.BOMB),
    HostileFile("enam-puluh-ribu.jpg", oversized_jpeg, Refusal.BOMB),
    HostileFile("bom-pindaian.jpg", scan_bomb, Refusal.BOMB),
    HostileFile("bom-teks.png", lambda: with_chunk(b"zTXt", b"a\0\0" + deflated(300)), Refusal.BOMB),
    HostileFile("bom-warna.png", lambda: with_chunk(b"iCCP", b"a\0\0" + deflated(300)), Refusal.BOMB),
    HostileFile("ekor-php.jpg", lambda: jpeg() + PHP, REBUILT, b"<?php"),
    HostileFile("ekor-php.png", lambda: png() + PHP, REBUILT, b"<?php"),
    HostileFile("ekor-zip.jpg", lambda: jpeg() + archive({"a.exe": EXE}), REBUILT, b"a.exe"),
    HostileFile("komentar.jpg", lambda: jpeg(comment=PHP), REBUILT, b"<?php"),
    HostileFile("komentar.png", commented_png, REBUILT, b"<?php"),
    HostileFile("bertanda-lokasi.jpg", tagged_jpeg, REBUILT, b"<?php"),
    HostileFile("foto.pdf (jpg)", tagged_jpeg, REBUILT, b"Exif"),
    HostileFile("bergerak.png", moving_png, REBUILT, b"fdAT"),
    HostileFile("terpotong.jpg", lambda: jpeg((900, 700))[:2500], Refusal.TRUNCATED),
    HostileFile("terpotong.png", lambda: png((900, 700))[:900], Refusal.TRUNCATED),
    HostileFile("kepala-saja.jpg", fixed(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"), Refusal.TRUNCATED),
    HostileFile("kepala-saja.png", lambda: png()[:33], Refusal.DAMAGED),
    HostileFile("salah-jumlah.png", bad_checksum, Refusal.DAMAGED),
    HostileFile("lebar-nol.png", lambda: huge_png(0, 10), Refusal.DAMAGED),
    HostileFile("html.jpg", fixed(b"\xff\xd8\xff\xe0" + HTML), Refusal.TRUNCATED),
)
