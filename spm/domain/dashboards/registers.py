"""Panels of cluster 1 read registers: a reader gives rows of an area at the end of the months asked for.

A register is added by a reader here and the word `register:NAME` in a panel.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Number, Q
from django.utils.translation import gettext as _

from facilities.models import Facility
from spm.domain.dashboards.cut import Cut
from spm.domain.dashboards.reach import Reach
from spm.domain.places import PUSKESMAS
from spm.enums import Level
from spm.querysets import inside
from workforce.enums import EducationLevel, EmploymentStatus
from workforce.models import Placement

YEARS = (5, 10)


@dataclass(frozen=True)
class RegisterRow:
    """One row: under which head it stands, what is counted, how many, and of how many where there is a whole."""

    head: str
    label: str
    count: int
    whole: int | None = None


Reader = Callable[[Cut, Reach], Iterable[RegisterRow]]


def units(cut: Cut) -> Any:
    """The Puskesmas of an area and their networks."""
    rows = Facility.objects.filter(Q(kind=PUSKESMAS) | Q(parent__kind=PUSKESMAS))
    if cut.area.level == Level.PUSKESMAS and cut.area.facility:
        return rows.filter(Q(pk=cut.area.facility.pk) | Q(parent=cut.area.facility.pk))
    return rows.filter(inside("region_id", cut.area.code))


def staff(cut: Cut, reach: Reach) -> Iterable[RegisterRow]:  # noqa: ARG001  # figures of staff are nobody's illness
    """Placements by profession, employment, years in the place and education, from the register of practitioners."""
    on = cut.last.replace(day=monthrange(cut.last.year, cut.last.month)[1])
    rows = Placement.objects.in_force(on).filter(facility__in=units(cut))
    grouped = rows.values_list("practitioner__profession__name", "employment", "starts_on__year").order_by()
    found = list(grouped.annotate(number=Number("pk")))
    if not found:
        return
    yield RegisterRow(_("Jumlah"), _("Penempatan tenaga"), sum(number for *_key, number in found))
    professions, employments, years = Counter[str](), Counter[str](), Counter[str]()
    for profession, employment, since, number in found:
        professions[profession] += number
        employments[str(EmploymentStatus(employment).label) if employment else _("Belum dicatat")] += number
        years[_service(on.year - since)] += number
    schooled = rows.values_list("practitioner__education__level").order_by()
    levels = Counter[str]()
    for level, number in schooled.annotate(number=Number("pk", distinct=True)):
        levels[str(EducationLevel(level).label) if level else _("Belum dicatat")] += number
    for head, counter in (
        (_("Jenis"), professions),
        (_("Status"), employments),
        (_("Masa tugas"), years),
        (_("Pendidikan"), levels),
    ):
        for label, number in counter.most_common():
            yield RegisterRow(head, label, number)


def _service(years: int) -> str:
    short, long = YEARS
    if years < short:
        return _("Kurang dari 5 tahun")
    return _("5 sampai 10 tahun") if years <= long else _("Lebih dari 10 tahun")


READERS: dict[str, Reader] = {"staff": staff}


def read_register(name: str, cut: Cut, reach: Reach) -> list[RegisterRow]:
    """The rows of a register; none where no reader knows it or it is empty."""
    reader = READERS.get(name)
    return list(reader(cut, reach)) if reader else []
