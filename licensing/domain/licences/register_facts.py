"""What the registers of people and places ask of the register of licences (facilities.domain.licence_register)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from facilities.domain.licence_register import HeldLicence, register as register_lender
from licensing.enums import LicenceState
from licensing.models import Licence, RecommendationType

TONES = {
    LicenceState.ACTIVE: "ok",
    LicenceState.SUSPENDED: "bad",
    LicenceState.REVOKED: "bad",
    LicenceState.SURRENDERED: "none",
    LicenceState.REPLACED: "none",
}


def register() -> None:
    """Lend the answers; called once the apps are ready."""
    register_lender(
        placement_licensed=placement_licensed,
        of_person=of_person,
        of_facility=of_facility,
        type_names=type_names,
        facility_ending=facility_ending,
    )


def placement_licensed(on: date) -> Exists:
    """Condition on placements: a licence of that person and profession at that place is in force on `on`."""
    return Exists(
        Licence.objects.in_force(on).filter(
            holder_person=OuterRef("practitioner__person"),
            profession=OuterRef("practitioner__profession"),
            place=OuterRef("facility"),
        )
    )


def facility_ending(on: date, until: date | None, type_code: str) -> Exists:
    """Condition on facilities: they hold a licence in force on `on` that ends by `until`, of that type."""
    rows = Licence.objects.in_force(on).filter(holder_facility=OuterRef("pk"))
    if until is not None:
        rows = rows.filter(ends_on__lte=until)
    return Exists(rows.filter(type_code=type_code) if type_code else rows)


def of_person(person_id: int, on: date) -> list[HeldLicence]:
    """Licences of a person, newest first."""
    return _held(Licence.objects.filter(holder_person_id=person_id), on)


def of_facility(facility_id: int, on: date) -> list[HeldLicence]:
    """Licences the facility itself holds, newest first."""
    return _held(Licence.objects.filter(holder_facility_id=facility_id), on)


def type_names() -> dict[str, str]:
    """Code → name of every type, the newest version's."""
    return {row.code: row.label for row in RecommendationType.objects.order_by("version")}


def _held(rows: QuerySet[Licence], on: date) -> list[HeldLicence]:
    found = list(rows.select_related("place").prefetch_related("statuses").order_by("-starts_on", "-pk")[:50])
    names: dict[str, str] = {}
    wanted = {row.type_code for row in found}
    for kind in RecommendationType.objects.filter(Q(code__in=wanted)).order_by("version"):
        names[kind.code] = kind.label
    return [_one(row, names.get(row.type_code, row.type_code), on) for row in found]


def _one(row: Licence, type_name: str, on: date) -> HeldLicence:
    status = _status(row.statuses.all(), on)
    state, tone = str(LicenceState(status).label), TONES[LicenceState(status)]
    if status == LicenceState.ACTIVE and row.starts_on > on:
        state, tone = _("Belum mulai"), "wait"
    elif status == LicenceState.ACTIVE and row.has_ended(on):
        state, tone = _("Habis masa berlaku"), "bad"
    return HeldLicence(
        type_code=row.type_code,
        type_name=type_name,
        number=row.number,
        place=row.place.name if row.place else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=state,
        tone=tone,
    )


def _status(rows: Iterable[Any], on: date) -> str:
    """The status that holds on `on`; before the first one, the first."""
    ordered = sorted(rows, key=lambda row: (row.valid_from, row.pk))
    held = [row for row in ordered if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)]
    last = held[-1] if held else (ordered[0] if ordered else None)
    return str(last.status) if last else LicenceState.ACTIVE
