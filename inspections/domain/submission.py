"""What a phone sends of a visit, checked: shapes, gaps, and where it differs from what lies here. Writes nothing."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _, gettext_lazy

from core import formats
from core.exceptions import Finding
from inspections.domain.checklists import conditions_of, pure
from inspections.domain.scoring import asked
from inspections.enums import AnswerValue, Side, SignatureWay
from inspections.exceptions import Difference
from inspections.models import ChecklistItem, Visit

LONGEST_IMAGE = 56_000  # 40 kB of PNG in base64
PNG = "iVBORw0KGgo"
MOST_PHOTOS = 60
MOST_PIXELS = 2000


@dataclass(frozen=True, kw_only=True)
class AnswerIn:
    """The answer to one item, by its code; `value` is sesuai, tidak or tb."""

    code: str
    value: str
    note: str = ""
    repair_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class PhotoIn:
    """A photo the phone holds, known by the sha256 of its bytes; `item` empty = of the whole place."""

    sha256: str
    item: str = ""
    taken_at: datetime | None = None
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureIn:
    """One signature. drawn: `image` (PNG, base64); paper: `photo_sha256`; refused: `refusal_reason`."""

    side: str
    name: str
    way: str
    signed_at: datetime
    position: str = ""
    image: str = ""
    photo_sha256: str = ""
    refusal_reason: str = ""
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class Payload:
    """All a phone knows of a visit; each sending holds everything. `finished` asks for the berita acara.

    `place` and `tugas` (public ids) only when the phone began the visit itself. `conclusion` counts only where no
    checklist is made for such a place.
    """

    held_at: datetime
    device_at: datetime
    device_id: str = ""
    conditions: Sequence[str] = ()
    answers: Sequence[AnswerIn] = ()
    photos: Sequence[PhotoIn] = ()
    signatures: Sequence[SignatureIn] = ()
    met_name: str = ""
    met_position: str = ""
    statement: str = ""
    notes: str = ""
    not_inspected_reason: str = ""
    conclusion: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy_m: int | None = None
    finished: bool = False
    place: str = ""
    tugas: str = ""

    def fingerprint(self) -> str:
        """Hash of the content; the same sending again has the same."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


FIELDS = {
    "met_name": gettext_lazy("Ditemui"),
    "met_position": gettext_lazy("Kedudukan"),
    "statement": gettext_lazy("Keterangan pihak yang diperiksa"),
    "notes": gettext_lazy("Catatan"),
    "not_inspected_reason": gettext_lazy("Sebab tidak diperiksa"),
}


def differences(visit: Visit, payload: Payload) -> list[Difference]:
    """Each value in which the server and the phone differ, in the order of the checklist."""
    found = []
    theirs = {row.item.code: row for row in visit.answers.select_related("item")}
    mine = {row.code: row for row in payload.answers}
    for item in items_of(visit):
        here, there = mine.get(item.code), theirs.get(item.code)
        ours = _said(here.value, here.note, here.repair_until) if here else ""
        other = _said(there.value, there.note, there.repair_until) if there else ""
        if ours != other:
            found.append(Difference(item.code, item.question, ours, other))
    for name, label in FIELDS.items():
        if getattr(visit, name) != getattr(payload, name):
            found.append(Difference(name, str(label), getattr(payload, name), getattr(visit, name)))
    if sorted(visit.conditions) != sorted(payload.conditions):
        found.append(
            Difference("conditions", _("Keadaan tempat"), ", ".join(payload.conditions), ", ".join(visit.conditions))
        )
    return found


def _said(value: str, note: str, until: date | None) -> str:
    word = str(AnswerValue(value).label) if value in AnswerValue.values else value
    return ". ".join(part for part in (word, note, formats.plain_date(until) if until else "") if part)


def items_of(visit: Visit) -> list[ChecklistItem]:
    """The items of the version the visit keeps; none without a checklist."""
    return list(visit.checklist.items.all()) if visit.checklist is not None else []


def flaws_of(visit: Visit, payload: Payload, *, at: datetime) -> list[Finding]:
    """What is wrong with a sending; a finished one must also be whole."""
    items = items_of(visit)
    flaws = [*_shape_flaws(visit, items, payload, at)]
    if payload.finished and not flaws:
        flaws += _gaps(items, payload)
    return flaws


def _shape_flaws(visit: Visit, items: Sequence[ChecklistItem], payload: Payload, at: datetime) -> Iterable[Finding]:
    if payload.held_at > at:
        yield Finding("held_at", _("Waktu kunjungan tidak boleh di masa depan."), "/held_at")
    known = {item.code for item in items}
    for position, row in enumerate(payload.answers):
        if row.code not in known or row.value not in AnswerValue.values:
            yield Finding("answer", _("Butir %(code)s tidak dikenal.") % {"code": row.code}, f"/answers/{position}")
    if len({row.code for row in payload.answers}) != len(payload.answers):
        yield Finding("answers", _("Satu butir dijawab dua kali."), "/answers")
    ticked = set(conditions_of(visit.checklist)) if visit.checklist is not None else set()
    if set(payload.conditions) - ticked:
        yield Finding("conditions", _("Keadaan tempat tidak dikenal."), "/conditions")
    if len(payload.photos) > MOST_PHOTOS:
        yield Finding("photos", _("Foto terlalu banyak; paling banyak %(n)s.") % {"n": MOST_PHOTOS}, "/photos")
    yield from _signature_flaws(payload.signatures)


def _signature_flaws(signatures: Sequence[SignatureIn]) -> Iterable[Finding]:
    for position, row in enumerate(signatures):
        pointer = f"/signatures/{position}"
        if row.side not in Side.values or row.way not in SignatureWay.values or not row.name.strip():
            yield Finding("signature", _("Tanda tangan belum lengkap: isi nama, pihak, dan caranya."), pointer)
        elif row.way == SignatureWay.DRAWN and not _is_drawing(row.image):
            yield Finding("signature", _("Gambar tanda tangan kosong atau terlalu besar."), pointer)
        elif row.way == SignatureWay.PAPER and not row.photo_sha256:
            yield Finding("signature", _("Foto lembar yang ditandatangani belum ada."), pointer)
        elif row.way == SignatureWay.REFUSED and not row.refusal_reason.strip():
            yield Finding("signature", _("Tulis alasan menolak menandatangani."), pointer)
    if len({row.side for row in signatures}) != len(signatures):
        yield Finding("signatures", _("Satu pihak menandatangani dua kali."), "/signatures")


def _is_drawing(image: str) -> bool:
    if not image.startswith(PNG) or len(image) > LONGEST_IMAGE:
        return False
    from PIL import Image  # slow import

    try:
        with Image.open(BytesIO(base64.b64decode(image, validate=True)), formats=["PNG"]) as drawn:
            wide, high = drawn.size
            drawn.verify()
    except (ValueError, SyntaxError, OSError):
        return False
    return wide <= MOST_PIXELS and high <= MOST_PIXELS


def _gaps(items: Sequence[ChecklistItem], payload: Payload) -> Iterable[Finding]:
    if payload.not_inspected_reason.strip():
        return
    answers = {row.code: row for row in payload.answers}
    wanted = {item.code for item in asked(map(pure, items), payload.conditions)}
    shot = {photo.item for photo in payload.photos}
    shown = [item for item in items if item.code in wanted]
    for item in shown:
        row = answers.get(item.code)
        if row is None:
            yield Finding(
                "unanswered", _("Butir %(code)s belum dijawab.") % {"code": item.code}, f"/answers/{item.code}"
            )
        elif row.value == AnswerValue.NO:
            yield from _finding_gaps(item, row, shot)
    if shown and not any(
        answers[item.code].value != AnswerValue.NOT_APPLICABLE for item in shown if item.code in answers
    ):
        yield Finding("nothing_counted", _("Tidak ada butir yang dinilai; tulis sebab tidak diperiksa."), "/answers")
    if not payload.met_name.strip():
        yield Finding("met_name", _("Isi nama orang yang ditemui."), "/met_name")
    for side in Side:
        if side not in {row.side for row in payload.signatures}:
            text = _("Tanda tangan %(side)s belum ada; bila menolak, catat alasannya.") % {"side": side.label.lower()}
            yield Finding("signature", text, "/signatures")
    if not items and not payload.conclusion:
        yield Finding("conclusion", _("Pilih kesimpulan."), "/conclusion")


def _finding_gaps(item: ChecklistItem, row: AnswerIn, shot: set[str]) -> Iterable[Finding]:
    about: Mapping[str, str] = {"code": item.code}
    if not row.note.strip():
        yield Finding(
            "note", _("Tulis catatan untuk butir %(code)s yang tidak sesuai.") % about, f"/answers/{item.code}"
        )
    if item.photo_when_no and item.code not in shot:
        yield Finding("photo", _("Foto butir %(code)s belum ada.") % about, f"/answers/{item.code}")
