"""The public register of licences: name, type, number, place, term, status. No NIK, phone or home address.

Newest first, read by key: a page starts after the last row of the one before, so page 1,000 costs what page 1 costs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from accounts.domain.throttles import Throttle
from accounts.rules import in_region
from core.names import name_key
from facilities.models import Facility
from licensing.domain.licences.standing import with_status
from licensing.models import Licence
from licensing.querysets import NOTHING
from workforce.models import Person

PAGE = 25
LEAST_LETTERS = 3
MANY = 1_000
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
        rows = rows.filter(_named(wanted.text))
    return rows.select_related("holder_person", "holder_facility", "place").order_by(*ORDER)


def _named(text: str) -> Q:
    """Return the condition that holder, place or number hold `text`.

    A few people, places and numbers are named by their keys, which an index answers. What many share is looked for
    row by row: in the order of the register a page is soon full.
    """
    key, number = name_key(text), _number_holds(text)
    if not key:
        return number
    people, places = Person.objects.filter(name_key__contains=key), Facility.objects.filter(name_key__contains=key)
    few = [_few(rows) for rows in (people, places, Licence.objects.filter(number))]
    if None in few:
        named = [Q(**{f"{way}__name_key__contains": key}) for way in ("holder_person", "holder_facility", "place")]
        return reduce(or_, named, number)
    holders, spots, licences = few
    return Q(holder_person__in=holders) | Q(holder_facility__in=spots) | Q(place__in=spots) | Q(pk__in=licences)


def _number_holds(text: str) -> Q:
    """Numbers are written in capitals; one without a figure is no number."""
    is_number = any(letter.isdigit() for letter in text)
    return Q(number__contains=text) | Q(number__contains=text.upper()) if is_number else NOTHING


def _few(rows: QuerySet[Any, Any]) -> list[int] | None:
    """Return the keys of a few rows, None for many."""
    found = list(rows.order_by().values_list("pk", flat=True)[: MANY + 1])
    return found if len(found) <= MANY else None


def page_of(rows: QuerySet[Licence, Any], after: str, *, size: int = PAGE) -> tuple[list[Licence], str]:
    """Return one page and the key of the next one, empty at the end; an unknown key starts anew."""
    last = Licence.objects.filter(public_id=after).values_list("starts_on", "pk").first() if after else None
    if last is not None:
        # The first condition says nothing new; it is where the index begins to read.
        rows = rows.filter(Q(starts_on__lt=last[0]) | Q(starts_on=last[0], pk__lt=last[1]), starts_on__lte=last[0])
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].public_id if len(found) > size else ""


def holder_name(licence: Licence) -> str:
    """Name of the holder as the register prints it, with degrees, without number or address."""
    if licence.holder_person is not None:
        return licence.holder_person.full_name
    return licence.holder_facility.name if licence.holder_facility else "-"
