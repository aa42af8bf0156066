"""Panels of cluster 1 read registers: how an area stands at the end of the months asked for.

Staff is counted from placements; the others are the registers that units keep (`spm.RegisterRow`). All of a board
cost three statements.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Number, Exists, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from core import formats
from facilities.domain.licence_register import placement_licensed
from facilities.models import Facility
from spm.domain.dashboards.cut import Cut
from spm.domain.places import PUSKESMAS
from spm.enums import Level, RegisterGroup, RegisterKind
from spm.models import RegisterRow as Kept
from spm.querysets import inside
from workforce.enums import EducationLevel, EmploymentStatus
from workforce.models import Education, Placement

YEARS = (5, 10)
STAFF = "staff"
KINDS = {
    "logistics": RegisterKind.LOGISTICS,
    "medicine": RegisterKind.MEDICINE,
    "quality": RegisterKind.QUALITY,
    "planning": RegisterKind.PLANNING,
    "finance": RegisterKind.FINANCE,
    "other": RegisterKind.OTHER,
}
AMOUNTS = ("need", "available", "incoming", "outgoing", "planned", "spent")


@dataclass(frozen=True)
class RegisterRow:
    """One row: under which head it stands, what is counted, how many, and of how many where there is a whole."""

    head: str
    label: str
    count: int
    whole: int | None = None


def read_registers(names: Iterable[str], cut: Cut) -> dict[str, list[RegisterRow]]:
    """The rows of the registers named, the empty ones too."""
    wanted = list(names)
    found: dict[str, list[RegisterRow]] = {name: [] for name in wanted}
    if STAFF in found:
        found[STAFF] = list(_staff(cut))
    kept = {KINDS[name].value: name for name in wanted if name in KINDS}
    for row in _kept(cut, list(kept)) if kept else ():
        found[kept[row["kind"]]].append(_row(row))
    return found


def units(cut: Cut) -> Any:
    """The Puskesmas of an area and their networks."""
    rows = Facility.objects.filter(Q(kind=PUSKESMAS) | Q(parent__kind=PUSKESMAS))
    if cut.area.level == Level.PUSKESMAS and cut.area.facility:
        return rows.filter(Q(pk=cut.area.facility.pk) | Q(parent=cut.area.facility.pk))
    return rows.filter(inside("region_id", cut.area.code))


def _kept(cut: Cut, kinds: list[str]) -> Any:
    """Amounts by item: of each unit those of its newest month, added up over units."""
    rows = Kept.objects.current().filter(kind__in=kinds, month__lte=cut.last)
    later = rows.filter(facility=OuterRef("facility"), kind=OuterRef("kind"), month__gt=OuterRef("month"))
    newest = rows.filter(~Exists(later), facility__in=units(cut), month__gte=cut.first)
    grouped = newest.order_by("kind", "group", "item").values("kind", "group", "item", "measure")
    return grouped.annotate(**{f"all_{name}": Sum(name) for name in AMOUNTS})


def _row(row: dict[str, Any]) -> RegisterRow:
    head = str(RegisterGroup(row["group"]).label) if row["group"] else row["measure"]
    planned = row["all_planned"]
    if planned is not None and row["all_need"] is not None:
        head = _("%(fund)s, anggaran Rp%(amount)s") % {"fund": head, "amount": formats.number(planned)}
    elif planned is not None or row["all_spent"] is not None:
        return RegisterRow(head or _("Rupiah"), row["item"], row["all_spent"] or 0, planned)
    if row["all_incoming"] is not None or row["all_outgoing"] is not None:
        moved = {
            "come": formats.number(row["all_incoming"] or 0),
            "gone": formats.number(row["all_outgoing"] or 0),
        }
        head = _("masuk %(come)s, keluar %(gone)s") % moved
    return RegisterRow(head, row["item"], row["all_available"] or 0, row["all_need"])


def _staff(cut: Cut) -> Iterator[RegisterRow]:
    """Placements by profession, employment, years in the place, education and skill, and how many have their SIP.

    From the register of practitioners; education and skill are those of the newest degree.
    """
    on = cut.last.replace(day=monthrange(cut.last.year, cut.last.month)[1])
    degrees = Education.objects.filter(practitioner=OuterRef("practitioner")).order_by("-graduated_year", "-pk")
    placed = Placement.objects.in_force(on).filter(facility__in=units(cut)).order_by()
    rows = placed.annotate(
        degree=Subquery(degrees.values("level")[:1]), skill=Subquery(degrees.values("programme")[:1])
    )
    name = "name_en" if formats.language() == "en" else "name"
    grouped = rows.values_list(f"practitioner__profession__{name}", "employment", "starts_on__year", "degree", "skill")
    heads = (_("Jenis"), _("Status"), _("Masa tugas"), _("Pendidikan"), _("Keahlian"))
    counters: list[Counter[str]] = [Counter() for _head in heads]
    for profession, employment, since, degree, skill, number in grouped.annotate(number=Number("pk")):
        words = (
            profession,
            str(EmploymentStatus(employment).label) if employment else _("Belum dicatat"),
            _service(on.year - since),
            str(EducationLevel(degree).label) if degree else _("Belum dicatat"),
            skill or _("Belum dicatat"),
        )
        for counter, word in zip(counters, words, strict=True):
            counter[word] += number
    if not counters[0]:
        return
    yield RegisterRow(_("Jumlah"), _("Penempatan tenaga"), sum(counters[0].values()))
    obliged = placed.filter(needs_sip=True)
    sip = obliged.aggregate(every=Number("pk"), held=Number("pk", filter=Q(placement_licensed(on))))
    yield RegisterRow(_("SIP"), _("Wajib SIP dan memiliki SIP berlaku"), sip["held"], sip["every"])
    for head, counter in zip(heads, counters, strict=True):
        for label, number in counter.most_common():
            yield RegisterRow(head, label, number)


def _service(years: int) -> str:
    short, long = YEARS
    if years < short:
        return _("Kurang dari 5 tahun")
    return _("5 sampai 10 tahun") if years <= long else _("Lebih dari 10 tahun")
