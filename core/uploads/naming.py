"""File names as text to show. A name from outside is never part of a path."""

import re
import unicodedata
from typing import Final

MAX_NAME_BYTES: Final = 150
FALLBACK: Final = "dokumen"
SUFFIXES: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

SEPARATORS: Final = re.compile(r"[/\\]")
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
AWKWARD: Final = re.compile(r'[<>:"|?*%\u2044\u2215\u29f8]+')
RESERVED: Final = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_display_name(name: str, *, content_type: str = "") -> str:
    """A name that is safe to show, log and send as `filename=`: one line, no path, at most 150 bytes of UTF-8.

    Control and direction marks go, since they make `gpj.exe` read like `exe.jpg`. With `content_type` the ending
    follows the content, whatever the name claimed. Never empty; cleaning twice changes nothing more.
    """
    text = SEPARATORS.split(unicodedata.normalize("NFKC", name))[-1]
    text = "".join(" " if mark.isspace() else mark for mark in text if not is_hidden(mark))
    text = trimmed(AWKWARD.sub("-", text))
    stem, ending = split_ending(text)
    suffix = SUFFIXES.get(content_type, ending)
    if stem.lower().endswith(suffix):  # `ijazah.pdf.exe` that is a PDF
        stem = stem[: len(stem) - len(suffix)]
    return shortened(spoken(stem), suffix)


def is_hidden(mark: str) -> bool:
    return unicodedata.category(mark) in HIDDEN and not mark.isspace()


def trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" .-")


def split_ending(text: str) -> tuple[str, str]:
    """`ijazah.final.PDF` → (`ijazah.final`, `.pdf`). An ending is at most five letters or digits."""
    match = re.fullmatch(r"(?s)(.+)(\.[A-Za-z0-9]{1,5})", text)
    return (match[1], match[2].lower()) if match else (text, "")


def spoken(stem: str) -> str:
    stem = trimmed(stem) or FALLBACK
    return f"{FALLBACK}-{stem}" if RESERVED.match(stem) else stem


def shortened(stem: str, ending: str) -> str:
    room = MAX_NAME_BYTES - len(ending.encode())
    cut = stem.encode()[:room].decode(errors="ignore")
    return trimmed(cut) + ending
