"""Figures the portal counts itself: what a service told of its month becomes a figure of its Puskesmas."""

from collections.abc import Mapping
from datetime import date, datetime

from accounts.enums import OfficeKind
from accounts.models import Office
from facilities.models import Facility
from spm.domain.locking import is_locked
from spm.domain.places import PUSKESMAS, Place, place_of
from spm.domain.recording import Author, CellInput, FigureInput, record
from spm.enums import Programme, Source
from spm.models import Indicator, Value


def place_for(office: Office) -> Place:
    """Where an office's service counts: the one Puskesmas of its village, else the region itself."""
    if office.kind == OfficeKind.PUSKESMAS:
        found = list(Facility.objects.filter(kind=PUSKESMAS, region=office.region_id)[:2])
        if len(found) == 1:
            return place_of(found[0])
    return Place(office.region_id)


def take_in(figures: Mapping[str, tuple[int, int]], *, office: Office, month: date, at: datetime) -> list[Value]:
    """Write what a service counted as figures with the source "computed"; the same again writes nothing.

    A month that is locked keeps its figures: what comes late waits until somebody reopens it. Names no indicator is
    counted from are left alone.
    """
    place = place_for(office)
    if is_locked(Programme.ILP, place.region_id, month, place.facility_id):
        return []
    wanted = Indicator.objects.of(Programme.ILP).in_force(month.replace(day=28)).filter(computed_from__in=list(figures))
    rows = [FigureInput(each, place, month, (_cell(each, *figures[each.computed_from]),)) for each in wanted]
    return record(rows, by=Author(), source=Source.COMPUTED, at=at, office=office)


def _cell(indicator: Indicator, served: int, due: int) -> CellInput:
    return CellInput(served, due if indicator.is_share else None)
