"""The registers of cluster 1: what a line of each holds, and the one door its lines come in by."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from facilities.models import Facility
from spm.domain.locking import refuse_locked
from spm.enums import Programme, RegisterGroup, RegisterKind
from spm.exceptions import ItemTwice, StockNegative
from spm.models import RegisterRow

FUNDS = (
    RegisterGroup.CAPITATION, RegisterGroup.NON_CAPITATION, RegisterGroup.BOK, RegisterGroup.CITY_BUDGET,
    RegisterGroup.OTHER_FUNDS,
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """What a register asks for: `amounts` are fields of RegisterRow with their words; `groups` may be empty."""

    item: Promise
    amounts: tuple[tuple[str, Promise], ...]
    groups: tuple[RegisterGroup, ...] = ()
    has_measure: bool = True


REGISTERS: dict[RegisterKind, Register] = {
    RegisterKind.LOGISTICS: Register(
        _("Barang"),
        (("need", _("Kebutuhan")), ("available", _("Tersedia dan layak pakai"))),
        (RegisterGroup.EQUIPMENT, RegisterGroup.INFRASTRUCTURE, RegisterGroup.SUPPLIES),
    ),
    RegisterKind.MEDICINE: Register(
        _("Obat"),
        (
            ("need", _("Stok minimum")),
            ("opening", _("Stok awal")),
            ("incoming", _("Masuk")),
            ("outgoing", _("Keluar")),
        ),
    ),
    RegisterKind.QUALITY: Register(_("Indikator mutu"), (("need", _("Target")), ("available", _("Capaian")))),
    RegisterKind.PLANNING: Register(
        _("Kegiatan"),
        (("need", _("Rencana")), ("available", _("Terlaksana")), ("planned", _("Anggaran (rupiah)"))),
        FUNDS,
    ),
    RegisterKind.FINANCE: Register(
        _("Uraian"),
        (("planned", _("Anggaran (rupiah)")), ("spent", _("Realisasi (rupiah)"))),
        FUNDS,
        has_measure=False,
    ),
    RegisterKind.OTHER: Register(_("Butir"), (("need", _("Kebutuhan")), ("available", _("Tersedia")))),
}


@dataclass(frozen=True)
class Line:
    """A line as it comes in; amounts its register does not have stay None."""

    item: str
    group: str = ""
    measure: str = ""
    need: int | None = None
    available: int | None = None
    opening: int | None = None
    incoming: int | None = None
    outgoing: int | None = None
    planned: int | None = None
    spent: int | None = None
    note: str = ""


def rows_of(facilities: Iterable[int], kind: str, month: date) -> Any:
    """Lines that hold, of these units in that month."""
    rows = RegisterRow.objects.current().filter(facility__in=list(facilities), kind=kind, month=month)
    return rows.select_related("facility", "author").order_by("group", "item", "facility__code")


@transaction.atomic
def save_line(
    line: Line, *, unit: Facility, kind: str, month: date, by: User, at: datetime, replaces: RegisterRow | None = None
) -> RegisterRow:
    """Write a line; one that `replaces` another ends that, and one equal to it writes nothing.

    Raises PeriodLocked, StockNegative, ItemTwice.
    """
    refuse_locked(Programme.ILP, unit.region_id, month, unit.pk)
    values = _values(line, kind)
    if replaces is not None and all(getattr(replaces, name) == value for name, value in values.items()):
        return replaces
    same = RegisterRow.objects.current().filter(
        facility=unit, kind=kind, month=month, group=values["group"], item=values["item"]
    )
    if same.exclude(pk=replaces.pk if replaces else None).exists():
        raise ItemTwice(params={"item": values["item"]})
    if replaces is not None:
        RegisterRow.objects.filter(pk=replaces.pk).update(superseded_at=at)
    row = RegisterRow.objects.create(
        facility=unit,
        region_id=unit.region_id,
        kind=kind,
        month=month,
        year=month.year,
        recorded_at=at,
        author=by,
        **values,
    )
    _told("register.save", row, by=by, at=at)
    return row


@transaction.atomic
def withdraw_line(row: RegisterRow, *, by: User, at: datetime) -> None:
    """Take a line back; it stays in the history. Raises PeriodLocked."""
    refuse_locked(Programme.ILP, row.region_id, row.month, row.facility_id)
    RegisterRow.objects.filter(pk=row.pk, superseded_at__isnull=True).update(superseded_at=at)
    _told("register.withdraw", row, by=by, at=at)


def _values(line: Line, kind: str) -> dict[str, Any]:
    values = {each.name: getattr(line, each.name) for each in fields(line)}
    values |= {name: values[name].strip() for name in ("item", "measure", "note")}
    if kind == RegisterKind.MEDICINE:
        left = (line.opening or 0) + (line.incoming or 0) - (line.outgoing or 0)
        if left < 0:
            raise StockNegative(params={"item": values["item"]})
        values["available"] = left
    return values


def _told(action: str, row: RegisterRow, *, by: User, at: datetime) -> None:
    payload = {"register": row.kind, "facility": row.facility_id, "month": f"{row.month:%Y-%m}", "item": row.item}
    audit.record(action=action, by=by, obj=row, payload=payload, at=at)
