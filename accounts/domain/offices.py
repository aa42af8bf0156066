"""Which offices serve a region."""

from accounts.enums import OfficeKind
from accounts.exceptions import OfficeMissing
from accounts.models import Office


def office_for(region_code: str, kind: OfficeKind) -> Office:
    """Return the office of `kind` for the region or the nearest region above it.

    Raises OfficeMissing when none is set up.
    """
    parts = region_code.split(".")
    codes = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    found = {office.region_id: office for office in Office.objects.filter(kind=kind, region_id__in=codes)}
    for code in codes:
        if code in found:
            return found[code]
    raise OfficeMissing(params={"kind": kind.label})


def home_office(kind: OfficeKind = OfficeKind.HEALTH) -> Office:
    """Return the installation's own office of `kind`: the first one set up. Raises OfficeMissing."""
    office = Office.objects.filter(kind=kind).select_related("region").order_by("id").first()
    if office is None:
        raise OfficeMissing(params={"kind": kind.label})
    return office
