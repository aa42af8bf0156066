"""The public register of licences: name, type, number, place, term, status. No NIK, phone or home address.

Newest first, read by key: a page starts after the last row of the one before, so page 1,000 costs what page 1 costs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.domain.throttles import Throttle
from accounts.rules import in_region
from licensing.domain.licences.standing import with_status
from licensing.models import Licence

PAGE = 25
LEAST_LETTERS = 3
SEARCHES = Throttle("register", 60, timedelta(minutes=1))
ORDER = ("-starts_on", "-id")


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks for; empty = everything. `after` is the public id of the last row seen."""

    q: str = ""
    type: str = ""
    kecamatan: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The search text; too short a one searches nothing."""
        words = " ".join(self.q.split())
        return words if len(words) >= LEAST_LETTERS else ""


def register_rows(on: date, wanted: Wanted) -> QuerySet[Licence, Any]:
    """Return the register as of a day, in its order, with `status_now` and what a row shows."""
    return search(with_status(Licence.objects.filter(starts_on__lte=on), on), wanted)


def search(rows: QuerySet[Licence, Any], wanted: Wanted) -> QuerySet[Licence, Any]:
    """Narrow licences by type, kecamatan and text, in the order of the register."""
    if wanted.type:
        rows = rows.filter(type_code=wanted.type)
    if wanted.kecamatan:
        code = wanted.kecamatan
        rows = rows.filter(in_region(code, "place__region"))
    if wanted.text:
        rows = rows.filter(
            Q(holder_person__name__icontains=wanted.text)
            | Q(holder_facility__name__icontains=wanted.text)
            | Q(place__name__icontains=wanted.text)
            | Q(number__icontains=wanted.text)
        )
    return rows.select_related("holder_person", "holder_facility", "place").order_by(*ORDER)


def page_of(rows: QuerySet[Licence, Any], after: str, *, size: int = PAGE) -> tuple[list[Licence], str]:
    """Return one page and the key of the next one, empty at the end; an unknown key starts anew."""
    last = Licence.objects.filter(public_id=after).values_list("starts_on", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(starts_on__lt=last[0]) | Q(starts_on=last[0], pk__lt=last[1]))
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].public_id if len(found) > size else ""


def holder_name(licence: Licence) -> str:
    """Name of the holder as the register prints it, with degrees, without number or address."""
    if licence.holder_person is not None:
        return licence.holder_person.full_name
    return licence.holder_facility.name if licence.holder_facility else "-"
