"""What a line of a sheet of ILP figures may hold, and why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports import CellError, Choice, Column, Number, Text
from core.imports.columns import MONTHS, Reader, clean, day_of
from spm.enums import AgeGroup, Disability, Sex

LARGEST = Decimal(999_999_999)
REASONS = {
    "not_a_month": _("Bukan bulan. Contoh yang benar: 2026-01 atau Januari 2026."),
    "unit_unknown": _("Unit ini tidak ada di jejaring Anda."),
    "indicator_unknown": _("Indikator ini tidak ada atau tidak berlaku pada bulan itu."),
    "indicator_disabled": _("Indikator ini salah cetak naskah acuan dan tidak dipakai."),
    "indicator_computed": _("Angka ini dihitung dari catatan portal dan tidak diimpor."),
    "month_ahead": _("Bulan ini belum mulai."),
    "month_locked": _("Bulan ini sudah dikunci."),
    "due_missing": _("Indikator ini perlu penyebut."),
    "over_unexplained": _("Pembilang melebihi penyebut; tuliskan alasannya."),
    "group_unknown": _("Kelompok ini tidak berlaku untuk indikator ini."),
    "cells_mixed": _("Baris %(row)s merinci indikator ini dengan cara lain; jumlah dan rincian tidak boleh bercampur."),
}


@dataclass(frozen=True)
class MonthColumn(Column):
    """A month: 2026-01, 01/2026, Januari 2026, or any day of it."""

    def reader(self) -> Reader:
        def read(cell: Any) -> date:
            text = clean(cell)
            found = _month(text) or day_of(cell if type(cell) is int else text)
            if found is None:
                raise CellError("not_a_month")
            return found.replace(day=1)

        return read


def _month(text: str) -> date | None:
    parts = text.replace("/", "-").replace(" ", "-").lower().split("-")
    if len(parts) != 2:  # noqa: PLR2004  # month and year
        return None
    first, second = parts if not (parts[0].isdecimal() and len(parts[0]) == 4) else reversed(parts)  # noqa: PLR2004  # a year
    month = int(first) if first.isdecimal() else MONTHS.get(first, 0)
    is_month = 1 <= month <= 12 and second.isdecimal() and len(second) == 4  # noqa: PLR2004  # as above
    return date(int(second), month, 1) if is_month else None


def sexes() -> Mapping[str, tuple[str, ...]]:
    """Code → words."""
    return {
        Sex.MALE.value: ("Laki-laki", "Lk", "Pria", "Male"),
        Sex.FEMALE.value: ("Perempuan", "Pr", "Wanita", "Female"),
    }


def age_groups() -> Mapping[str, tuple[str, ...]]:
    """Code → its label, and the same with a plain dash."""
    return {code: (str(label), str(label).replace("–", "-")) for code, label in AgeGroup.choices}


def disabilities() -> Mapping[str, tuple[str, ...]]:
    """Code → words."""
    return {Disability.YES.value: ("Ya", "Disabilitas", "Yes"), Disability.NO.value: ("Tidak", "Bukan", "No")}


COLUMNS: tuple[Column, ...] = (
    Text(
        "unit", _("Unit"), required=True,
        aliases=("Kode unit", "Kode faskes", "Puskesmas", "Nama faskes", "Nama Posyandu", "Facility"),
        hint=_("kode atau nama Puskesmas, Pustu, atau Posyandu"), example="PKM-01", longest=150,
    ),
    MonthColumn(
        "month", _("Bulan"), aliases=("Periode", "Bulan pelayanan", "Bulan laporan", "Month"), required=True,
        example="2026-01",
    ),
    Text(
        "indicator", _("Indikator"), required=True,
        aliases=("Kode indikator", "Nama indikator", "Layanan", "Indicator"),
        hint=_("kode atau nama"), example="BUMIL-C-K1", longest=250,
    ),
    Number(
        "served", _("Pembilang"), aliases=("Jumlah", "Dilayani", "Jumlah dilayani", "Capaian", "Numerator"),
        required=True, example="40", most=LARGEST,
    ),
    Number(
        "due", _("Penyebut"), aliases=("Sasaran", "Jumlah sasaran", "Target", "Denominator"), example="50",
        most=LARGEST,
    ),
    Choice("sex", _("Jenis kelamin"), aliases=("JK", "L/P", "Sex"), example="P", options=sexes),
    Choice(
        "age_group", _("Kelompok umur"), aliases=("Umur", "Kelompok usia", "Usia", "Age"), example="19-59",
        options=age_groups,
    ),
    Choice(
        "disability", _("Disabilitas"), aliases=("Penyandang disabilitas", "Disability"), example="tidak",
        options=disabilities,
    ),
    Text("reason", _("Alasan"), aliases=("Alasan melebihi sasaran", "Keterangan", "Reason"), example="", longest=300),
)  # fmt: skip
