"""Entering and changing a facility: one door, checked against its kind, with an audit row."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, Region, User
from core import audit
from core.exceptions import StaleVersion
from core.identifiers import crockford
from core.names import name_key
from facilities.domain.kinds import obligations_of, with_kind
from facilities.exceptions import DayRefused, FacilityKnown, ParentRefused
from facilities.models import Facility, Kind

# Fields whose old and new value may stand in the audit trail: codes and dates, no names of persons.
PLAIN = frozenset({"kind", "ownership", "region", "active_from", "parent"})


@dataclass(frozen=True)
class FacilityFacts:
    """What a form says of a facility. `own_types` are obligations beyond those of the kind."""

    name: str
    kind: str
    ownership: str
    region: Region
    address: str
    active_from: date
    parent: Facility | None = None
    owner_name: str = ""
    responsible_name: str = ""
    nib: str = ""
    phone: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    own_types: tuple[str, ...] = ()


@transaction.atomic
def enter(facts: FacilityFacts, *, by: User, at: datetime) -> Facility:
    """Enter a facility and return it. Raises FacilityKnown and ParentRefused."""
    _check(facts, facility=None)
    kind = Kind.objects.get(code=facts.kind)
    facility = Facility(code=f"F-{crockford(8)}", checklist_kind=kind.checklist_kind)
    facility.obligatory_types = with_kind(facts.own_types, before=(), after=kind.obligatory_types)
    _write(facility, facts)
    facility.save()
    audit.record(
        action="facility.enter", by=by, obj=facility, office=office_of(facility), payload={"kind": facts.kind}, at=at
    )
    return facility


@transaction.atomic
def change(facility: Facility, facts: FacilityFacts, *, version: int, by: User, at: datetime) -> Facility:
    """Change what the form says; an unchanged form writes nothing.

    Raises StaleVersion, FacilityKnown, ParentRefused and DayRefused.
    """
    fresh = locked(facility, version=version)
    _check(facts, facility=fresh)
    before = {field.name: getattr(fresh, field.name) for field in fields(facts) if field.name != "own_types"}
    types_before = list(fresh.obligatory_types)
    if fresh.kind != facts.kind:
        fresh.checklist_kind = Kind.objects.get(code=facts.kind).checklist_kind
    fresh.obligatory_types = with_kind(facts.own_types, before=(), after=obligations_of(facts.kind))
    _write(fresh, facts)
    changed = {name: value for name, value in before.items() if getattr(fresh, name) != value}
    if not changed and types_before == fresh.obligatory_types:
        return fresh
    fresh.version += 1
    fresh.save()
    payload: dict[str, Any] = {"changed": sorted(changed)}
    payload |= {name: [_code(old), _code(getattr(fresh, name))] for name, old in changed.items() if name in PLAIN}
    if types_before != fresh.obligatory_types:
        payload["obligatory_types"] = [types_before, list(fresh.obligatory_types)]
    audit.record(action="facility.change", by=by, obj=fresh, office=office_of(fresh), payload=payload, at=at)
    return fresh


def locked(facility: Facility, *, version: int | None = None) -> Facility:
    """Return the row under a lock. Raises StaleVersion when somebody changed it since `version` was read."""
    fresh = Facility.objects.select_for_update(of=("self",)).select_related("region").get(pk=facility.pk)
    if version is not None and fresh.version != version:
        raise StaleVersion
    return fresh


def office_of(facility: Facility) -> Office | None:
    """Return the health office whose region holds the facility: its chain keeps the facility's audit rows."""
    code = facility.region_id
    above = [code, *(code[:end] for end, letter in enumerate(code) if letter == ".")]
    return Office.objects.filter(kind="dinkes", region_id__in=above).order_by("-region_id").first()


def _check(facts: FacilityFacts, *, facility: Facility | None) -> None:
    own = facility.pk if facility else None
    same = Facility.objects.filter(region=facts.region, name_key=name_key(facts.name), active_until__isnull=True)
    known = (same if facility is None else same.exclude(pk=facility.pk)).first()
    if known is not None:
        raise FacilityKnown(params={"code": known.code})
    if facility is not None and facility.active_until is not None and facts.active_from > facility.active_until:
        raise DayRefused(_("Hari pertama beroperasi harus sebelum hari terakhir beroperasi."))
    _check_parent(facts, own)


def _check_parent(facts: FacilityFacts, own: int | None) -> None:
    kind = Kind.objects.filter(code=facts.kind).first()
    allowed = list(kind.parent_kinds) if kind else []
    if facts.parent is None:
        return
    if facts.parent.kind not in allowed or facts.parent.pk == own:
        names = dict(Kind.objects.filter(code__in=allowed).values_list("code", "name"))
        parents = ", ".join(names.values()) or _("tidak ada")
        raise ParentRefused(params={"kind": kind.label if kind else facts.kind, "parents": parents})


def _write(facility: Facility, facts: FacilityFacts) -> None:
    for field in fields(facts):
        if field.name != "own_types":
            setattr(facility, field.name, getattr(facts, field.name))


def _code(value: object) -> str:
    if isinstance(value, Region | Facility):
        return str(value.code)
    return "" if value is None else str(value)
