"""The register of facilities: a place typed by an applicant enters it when its licence is issued."""

from datetime import date

from django.db import transaction

from core.identifiers import crockford
from facilities.enums import FacilityKind, Ownership
from facilities.models import Facility, Kind


@transaction.atomic
def enter_facility(
    *, name: str, kind: str, address: str, region_code: str, on: date, owner_name: str = "", nib: str = ""
) -> Facility:
    """Enter a new facility and return it; one with the same name in the same kelurahan is returned instead."""
    known = Facility.objects.active(on).filter(name__iexact=name.strip(), region_id=region_code).first()
    if known is not None:
        return known
    known_kind = Kind.objects.filter(code=kind).first()
    return Facility.objects.create(
        code=f"F-{crockford(8)}",
        name=name.strip(),
        kind=known_kind.code if known_kind else (kind if kind in FacilityKind.values else FacilityKind.OTHER),
        obligatory_types=list(known_kind.obligatory_types) if known_kind else [],
        checklist_kind=known_kind.checklist_kind if known_kind else "",
        ownership=Ownership.PRIVATE if nib else Ownership.PERSON,
        region_id=region_code,
        address=address,
        owner_name=owner_name,
        nib=nib,
        active_from=on,
    )
