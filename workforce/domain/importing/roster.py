"""An employer's roster: people and their placement at the employer's own facility, one line each.

The facility is that of the import, never of a cell, so nobody can place people elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from core.imports import Flaw, Kind, Plan, Row, Scope
from core.imports.memory import Memory
from facilities.models import Facility
from workforce.domain.importing import people, placements
from workforce.domain.importing.columns import PROFESSION
from workforce.domain.importing.placements import Place, Places, shut_days
from workforce.models import Practitioner


@dataclass
class Facts:
    """What both kinds of facts know, and the facility."""

    people: people.Facts
    placements: placements.Facts
    place: Place


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look up the persons, their placements here, and the facility. Raises DoesNotExist when that is gone."""
    here = Facility.objects.get(public_id=scope.place)
    shut = shut_days([here.pk]).get(here.pk, ())
    place = Place(here.pk, here.region_id, here.active_from, here.active_until, shut)
    known = people.facts(rows, scope, memory)
    own = placements.placements_of([pk for pk, _values in known.practitioners.values()])
    return Facts(known, placements.Facts(Places({}, {}, ""), {}, own, memory), place)


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield the flaws of the person, then those of the placement."""
    yield from people.check(row, known.people)
    yield from placements.check_term(row, known.place)
    held = known.people.practitioner(row)
    if held is not None and row["starts_on"] is not None:
        yield from placements.overlap_flaws(row, (held[0], known.place.pk), known.placements)


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Plan persons, practitioners and placements."""
    found = Plan()
    for row in rows:
        person, first = people.plan_person(row, known.people, found)
        practitioner, second = people.plan_practitioner(row, person, known.people, found)
        third = placements.plan_placement(row, practitioner, known.place.pk, known.placements, found)
        found.add(people.sum_of(first, second, third), Practitioner, practitioner)
    return found


def _key(row: Row) -> tuple[str, str] | None:
    return None if row["nik"] is None or row["profession"] is None else (row["nik"], row["profession"])


KIND = Kind(
    code="roster",
    label=_("Daftar tenaga fasilitas"),
    about=_("Tenaga di fasilitas Anda: orang, profesi, STR, dan sejak kapan bekerja."),
    columns=(*people.PERSON_COLUMNS, replace(PROFESSION, required=True), *people.STR_COLUMNS, *placements.TERM),
    key=_key,
    facts=facts,
    check=check,
    plan=plan,
    page="roster",
    by_office=False,
    by_employer=True,
)
