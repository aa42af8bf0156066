"""Facts a product prints that nobody typed in the application: the TPK states them with the assessment. Pure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIVITY_TYPES = frozenset({"REK-BAKSOS", "REK-PENELITIAN", "REK-PEMUSNAHAN-FARMASI"})


@dataclass(frozen=True)
class FactField:
    """One fact: key in `Assessment.facts`, label, kind text|date|number, and whether the product needs it."""

    key: str
    label: Any
    kind: str = "text"
    needed: bool = True


_TRAINING = (
    FactField("held_on", _("Tanggal kegiatan"), "date"),
    FactField("held_at_place", _("Tempat kegiatan")),
    FactField("hours", _("Jumlah jam pelajaran"), "number"),
    FactField("score", _("Nilai uji akhir"), "number"),
    FactField("subjects", _("Materi (satu baris satu materi)"), "lines"),
)
_HOME_FOOD = (FactField("pirt_number", _("Nomor P-IRT dari OSS (15 angka)")),)
_HYGIENE = (
    FactField("test_result", _("Hasil uji laboratorium"), needed=False),
    FactField("test_date", _("Tanggal uji"), "date", needed=False),
)
_ACTIVITY = (
    FactField("activity", _("Uraian kegiatan")),
    FactField("starts_on", _("Mulai"), "date"),
    FactField("ends_on", _("Sampai"), "date"),
    FactField("activity_place", _("Tempat kegiatan")),
    FactField("terms", _("Ketentuan (satu baris satu ketentuan)"), "lines"),
)


def product_facts(type_code: str, product_letter: str) -> tuple[FactField, ...]:
    """Return the facts the end product of a type needs from the assessment; most need none."""
    if type_code in ACTIVITY_TYPES:
        return _ACTIVITY
    return {"SERT_PELATIHAN": _TRAINING, "SERT_SPP_IRT": _HOME_FOOD, "SERT_LAIK_HIGIENE": _HYGIENE}.get(
        product_letter, ()
    )


def missing_facts(fields: tuple[FactField, ...], facts: dict[str, Any]) -> list[FactField]:
    """Return needed facts that are blank."""
    return [field for field in fields if field.needed and not facts.get(field.key)]
