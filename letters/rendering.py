"""From a letter's frozen content to a PDF. Reads nothing but the row it is given."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from core import files
from core.pdf import draw, render_html
from letters import qr, wording
from letters.content import LetterContent
from letters.enums import Method, Paper
from letters.models import Letter, LetterKind

STYLESHEET = "letters/letter.css"
PAPER_SHEETS = {
    Paper.A4: "letters/paper-a4.css",
    Paper.F4: "letters/paper-f4.css",
    Paper.A4_LANDSCAPE: "letters/paper-a4-landscape.css",
    Paper.F4_LANDSCAPE: "letters/paper-f4-landscape.css",
}
TRIAL_STAMP = {"utama": "UJI COBA", "keterangan": "bukan TTE tersertifikasi"}
DRAFT_STAMP = {"utama": "KONSEP", "keterangan": "belum ditandatangani"}
# An office name longer than this takes two lines and a smaller size in the kop.
LONG_NAME = 30
_DATE = re.compile(
    r"\b(\d{1,2}) (Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember) (\d{4})\b"
)
_TIME = re.compile(r"\b(\d\d\.\d\d) (WIB|WITA|WIT)\b")
_DOUBLE_STOP = re.compile(r"(?<=[A-Za-z])\.\.(?!\.)")
# A partial ends with a line break, which would stand as a blank before the comma that follows it.
_BLANK_COMMA = re.compile(r"\s+,")


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What a letter is given beside its content: number, code, moment, marks."""

    number: str
    number_date: date
    code: str | None = None
    qr_text: str | None = None
    signed_at: str | None = None
    is_sealed: bool = False
    is_trial: bool = False
    is_concept: bool = False


def content_fingerprint(*, kind: str, number: str, number_date: date, context: Mapping[str, Any]) -> str:
    """Return the sha256 of kind, number, date and content in canonical JSON: the letter's "sidik isi"."""
    facts = {"kind": kind, "number": number, "date": number_date.isoformat(), "content": context}
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def letter_pdf(letter: Letter, *, at: datetime) -> bytes:
    """Draw a numbered letter. `at` is the moment printed in the signature block, shown in the office's zone."""
    imprint = Imprint(
        number=letter.number,
        number_date=letter.number_date,
        code=letter.code_grouped,
        qr_text=qr.address(settings.SITE_URL, code=letter.verify_code, payload=letter.qr_payload),
        signed_at=wording.moment(at, zone=letter.office.time_zone),
        is_sealed=letter.method == Method.SEAL,
        is_trial=letter.is_trial,
    )
    paper = letter_paper(letter.kind, letter_settings=letter.office.letter_settings)
    html = letter_html(letter.kind, variant=letter.variant, context=letter.context, imprint=imprint)
    return draw(html, stylesheets=(STYLESHEET, PAPER_SHEETS[paper]), identifier=letter.fingerprint[:32].encode())


def concept_pdf(kind: LetterKind, *, content: LetterContent, on: date, letter_settings: Mapping[str, Any]) -> bytes:
    """Draw a preview marked KONSEP: equal to the letter but for number, code and signature."""
    imprint = Imprint(number="……………………", number_date=on, is_concept=True, signed_at="……………………")
    html = letter_html(kind, variant=content.varian, context=content.to_json(), imprint=imprint)
    paper = letter_paper(kind, letter_settings=letter_settings)
    return draw(html, stylesheets=(STYLESHEET, PAPER_SHEETS[paper]))


def letter_paper(kind: LetterKind, *, letter_settings: Mapping[str, Any]) -> Paper:
    """Return the paper of the kind; an office on F4 gets F4 in the same orientation."""
    paper = Paper(kind.paper)
    if letter_settings.get("paper") != Paper.F4:
        return paper
    return {Paper.A4: Paper.F4, Paper.A4_LANDSCAPE: Paper.F4_LANDSCAPE}.get(paper, paper)


def letter_html(kind: LetterKind, *, variant: str, context: Mapping[str, Any], imprint: Imprint) -> str:
    """Return the page. Raises `core.pdf.UnfilledPlaceholder` when content lacks what the template prints."""
    values = _template_context(kind, variant=variant, context=context, imprint=imprint)
    return tidy(render_html(f"letters/{kind.template}.html", values))


def tidy(html: str) -> str:
    """Keep a date or a time on one line, let a title ("S.Kep.") end the sentence too, put no blank before a comma."""
    html = _DATE.sub("\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3", html)
    html = _TIME.sub("\\1\N{NO-BREAK SPACE}\\2", html)
    return _BLANK_COMMA.sub(",", _DOUBLE_STOP.sub(".", html))


def _template_context(
    kind: LetterKind, *, variant: str, context: Mapping[str, Any], imprint: Imprint
) -> dict[str, Any]:
    kop = dict(context["kop"])
    kop["panjang"] = len(kop["nama_perangkat_daerah"]) > LONG_NAME
    correspondence = context.get("surat")
    return {
        # Licences are numbered "nomor izin" in their texts; a letter about another licence brings its own.
        "nomor_izin": imprint.number,
        **context["isi"],
        "kop": kop,
        "surat": correspondence,
        "ttd": context.get("ttd"),
        "tembusan": context.get("tembusan", []),
        "varian": variant,
        "tanda": context.get("tanda"),
        "judul_dokumen": correspondence["hal"] if correspondence else kind.name_id,
        "nomor_surat": imprint.number,
        "tanggal_surat": wording.long_date(imprint.number_date),
        "tempat_surat": kop["tempat_surat"],
        "waktu_tanda_tangan": imprint.signed_at,
        "segel": imprint.is_sealed,
        "uji_coba": imprint.is_trial,
        "konsep": imprint.is_concept,
        "cap": DRAFT_STAMP if imprint.is_concept else TRIAL_STAMP if imprint.is_trial else None,
        **_check_marks(imprint),
        **_photo(context["isi"].get("foto")),
        **_photos(context["isi"].get("daftar_foto")),
    }


def _photo(name: str | None) -> dict[str, str]:
    """Return the holder's photo as a data address; the clean copy of an upload is always JPEG or PNG."""
    if not name:
        return {}
    kind = "png" if name.endswith(".png") else "jpeg"
    return {"foto_data": f"data:image/{kind};base64,{base64.b64encode(files.read(name)).decode()}"}


def _photos(rows: Sequence[Mapping[str, str]] | None) -> dict[str, Any]:
    """Return the list of an attachment with each photo as a data address."""
    return {"daftar_foto": [{**row, **_photo(row["foto"])} for row in rows]} if rows is not None else {}


def _check_marks(imprint: Imprint) -> dict[str, Any]:
    if imprint.qr_text is None:
        return {}
    host = settings.SITE_URL.partition("://")[2]
    drawing = qr.svg(imprint.qr_text, title=f"Kode QR untuk memeriksa surat {imprint.number}")
    return {
        "kode_verifikasi": imprint.code,
        "laman_periksa": f"{host}/v",
        "tautan_periksa": f"{host}/v",
        "qr_svg": SafeString(drawing),  # drawn by segno; its one text, the title, is escaped there
    }
