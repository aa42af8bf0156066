"""Staff of the units as the register of placements has it; nobody types these figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workforce.enums import EmploymentStatus
from workforce.models import Placement

YEAR = 365.25
NEW, LONG = 1, 5


@dataclass(frozen=True)
class StaffLine:
    """One profession: people, of them civil servants and PPPK, and by years at the unit."""

    profession: str
    people: int
    permanent: int
    under_a_year: int
    over_five_years: int
    needs_sip: int


def staff_of(facilities: Iterable[int], *, on: date) -> list[StaffLine]:
    """Placements in force on that day by profession, the largest first; a person is counted once a profession."""
    rows = Placement.objects.in_force(on).filter(facility__in=list(facilities))
    columns = ("practitioner", "practitioner__profession__name", "employment", "starts_on", "needs_sip")
    seen: set[int] = set()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for practitioner, profession, employment, since, needs_sip in rows.order_by("starts_on", "pk").values_list(
        *columns
    ):
        if practitioner in seen:
            continue
        seen.add(practitioner)
        years = (on - since).days / YEAR
        found[profession].update(
            people=1,
            permanent=int(employment in (EmploymentStatus.ASN, EmploymentStatus.PPPK)),
            under_a_year=int(years < NEW),
            over_five_years=int(years >= LONG),
            needs_sip=int(needs_sip),
        )
    lines = [StaffLine(name, *(counts[each] for each in COUNTS)) for name, counts in found.items()]
    return sorted(lines, key=lambda line: (-line.people, line.profession))


COUNTS = ("people", "permanent", "under_a_year", "over_five_years", "needs_sip")
