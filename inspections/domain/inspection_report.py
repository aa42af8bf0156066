"""The report of a month: plan against done, findings and their repair, load, kecamatan.

Every figure is the length of a set of `Sets`; the list behind it shows the same set. Rows are read whole once
(three statements) and grouped in memory: a city has some hundreds of visits a month.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Office
from accounts.rules import in_region
from inspections.enums import FindingState, VisitState
from inspections.models import Visit, VisitFinding

LOAD_DAYS = 90


@dataclass(frozen=True)
class Period:
    """A calendar month of an office."""

    office: Office
    year: int
    month: int

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, self.month, 1)

    @property
    def after(self) -> date:
        """The day after the last."""
        return (self.first + timedelta(days=32)).replace(day=1)

    def shifted(self, months: int) -> "Period":
        """Return another month of the same office."""
        number = self.year * 12 + self.month - 1 + months
        return Period(self.office, number // 12, number % 12 + 1)

    def at(self, day: date) -> datetime:
        """Return local midnight of a day."""
        return datetime.combine(day, time.min, tzinfo=self.office.zone)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def region_of(office: Office) -> Q:
    """Visits of the office's area: by their own office, or by the place where none is set."""
    code = office.region_id
    return Q(office=office) | Q(office=None) & in_region(code, "facility__region")


def planned(period: Period) -> QuerySet[Visit]:
    """Visits meant for the month that were not called off."""
    rows = Visit.objects.filter(region_of(period.office), scheduled_at__gte=period.at(period.first))
    return rows.filter(scheduled_at__lt=period.at(period.after)).exclude(state=VisitState.CANCELLED)


def done(period: Period) -> QuerySet[Visit]:
    """Visits carried out in the month, with a conclusion."""
    rows = Visit.objects.filter(region_of(period.office), held_at__gte=period.at(period.first))
    return rows.filter(held_at__lt=period.at(period.after)).exclude(conclusion="")


def found(period: Period) -> QuerySet[VisitFinding]:
    """Findings made in the month."""
    return VisitFinding.objects.filter(
        visit__office=period.office, found_on__gte=period.first, found_on__lt=period.after
    )


def repaired(period: Period) -> QuerySet[VisitFinding]:
    """Findings closed in the month."""
    return VisitFinding.objects.filter(
        visit__office=period.office,
        state=FindingState.CLOSED,
        closed_at__gte=period.at(period.first),
        closed_at__lt=period.at(period.after),
    )


def overdue(period: Period, *, on: date) -> QuerySet[VisitFinding]:
    """Findings not closed whose last day lies before `on`; the state of today, whatever month is read."""
    return VisitFinding.objects.overdue(on).filter(visit__office=period.office)


def repair_days(row: VisitFinding, office: Office) -> int:
    """Calendar days from finding to closing."""
    closed = row.closed_at.astimezone(office.zone).date() if row.closed_at else row.found_on
    return (closed - row.found_on).days


def percentile(values: Iterable[int], rank: int) -> int | None:
    """Nearest-rank percentile; None of nothing."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * rank // 100), 1) - 1] if ordered else None


@dataclass
class Line:
    """One row of a table of the report; `key` narrows the list behind each figure.

    `critical` are those of `found` that forbid a favourable result; only lines of findings count them.
    `is_paper`: findings written down without a checklist.
    """

    key: str
    label: str
    planned: int = 0
    done: int = 0
    found: int = 0
    critical: int = 0
    repaired: int = 0
    days: list[int] = field(default_factory=list)
    is_paper: bool = False

    @property
    def median(self) -> int | None:
        """Middle of the repair times in days."""
        return percentile(self.days, 50)

    @property
    def ninetieth(self) -> int | None:
        """Nine of ten were repaired in so many days or fewer."""
        return percentile(self.days, 90)


@dataclass(frozen=True)
class InspectionReport:
    """A month: `total`, the same figures by kecamatan, inspector and kind of facility, findings by kind of finding.

    The kind of a finding is the part of the checklist it was found under; findings of paper have none.
    """

    period: Period
    total: Line
    districts: list[Line]
    inspectors: list[Line]
    kinds: list[Line]
    parts: list[Line]
    overdue: int
    conclusions: dict[str, int]


VISITS = ("facility__region__parent", "inspector")
FINDINGS = ("visit__inspector", "facility__region__parent", "item")


def inspection_report(period: Period, *, on: date, kind_names: dict[str, str]) -> InspectionReport:
    """Return the report of a month as the registers say today; five statements however many rows."""
    rows = _Rows(
        planned=list(planned(period).select_related(*VISITS)),
        done=list(done(period).select_related(*VISITS)),
        found=list(found(period).select_related(*FINDINGS)),
        repaired=list(repaired(period).select_related(*FINDINGS)),
    )
    groups: dict[str, Callable[[Visit], tuple[str, str]]] = {
        "total": lambda _visit: ("", ""),
        "kecamatan": district_of,
        "pengawas": lambda visit: (visit.inspector.public_id, visit.inspector.name),
        "jenis": lambda visit: _kind_of(visit, kind_names),
    }
    lines = {name: _lines(of, rows, period.office) for name, of in groups.items()}
    return InspectionReport(
        period=period,
        total=next(iter(lines["total"]), Line("", "")),
        districts=lines["kecamatan"],
        inspectors=lines["pengawas"],
        kinds=lines["jenis"],
        parts=_part_lines(rows, period.office),
        overdue=overdue(period, on=on).count(),
        conclusions=dict(Counter(str(row.conclusion) for row in rows.done)),
    )


def district_of(visit: Visit) -> tuple[str, str]:
    """Code and name of the kecamatan of a visit's place."""
    region = visit.facility.region if visit.facility else None
    district = region.parent if region and region.parent and region.code.count(".") > 2 else region  # noqa: PLR2004
    return (district.code, district.name) if district else ("-", "–")


def _kind_of(visit: Visit, names: dict[str, str]) -> tuple[str, str]:
    kind = visit.facility.kind if visit.facility else ""
    return (kind, names.get(kind, kind)) if kind else ("-", "–")


@dataclass(frozen=True)
class _Rows:
    """What a month is made of."""

    planned: list[Visit]
    done: list[Visit]
    found: list[VisitFinding]
    repaired: list[VisitFinding]


def _lines(of: Callable[[Visit], tuple[str, str]], rows: _Rows, office: Office) -> list[Line]:
    lines: dict[str, Line] = {}

    def line(visit: Visit) -> Line:
        key, label = of(visit)
        return lines.setdefault(key, Line(key, label))

    for row in rows.planned:
        line(row).planned += 1
    for row in rows.done:
        line(row).done += 1
    for finding in rows.found:
        line(_visit_of(finding)).found += 1
    for finding in rows.repaired:
        each = line(_visit_of(finding))
        each.repaired += 1
        each.days.append(repair_days(finding, office))
    return sorted(lines.values(), key=lambda row: row.label)


def _part_lines(rows: _Rows, office: Office) -> list[Line]:
    lines: dict[str, Line] = {}

    def line(finding: VisitFinding) -> Line:
        part = finding.item.part if finding.item else ""
        return lines.setdefault(part, Line(part or "-", part or "–", is_paper=not part))

    for row in rows.found:
        each = line(row)
        each.found += 1
        each.critical += row.critical
    for row in rows.repaired:
        each = line(row)
        each.repaired += 1
        each.days.append(repair_days(row, office))
    return sorted(lines.values(), key=lambda row: (-row.found, row.label))


def _visit_of(finding: VisitFinding) -> Visit:
    """The finding's visit at the finding's own facility, which is joined already."""
    visit = finding.visit
    visit.facility = finding.facility
    return visit


def narrowed_visits(
    rows: QuerySet[Visit], *, district: str = "", inspector: str = "", kind: str = ""
) -> QuerySet[Visit]:
    """Narrow visits to one row of a table; "-" is the row without a place."""
    return rows.filter(_condition("", district, inspector, kind, "inspector__public_id"))


def narrowed_findings(
    rows: QuerySet[VisitFinding], *, district: str = "", inspector: str = "", kind: str = "", part: str = ""
) -> QuerySet[VisitFinding]:
    """Narrow findings likewise, and to a part of the checklist; "-" is what was found without one."""
    if part:
        rows = rows.filter(item=None) if part == "-" else rows.filter(item__part=part)
    return rows.filter(_condition("", district, inspector, kind, "visit__inspector__public_id"))


def _condition(prefix: str, district: str, inspector: str, kind: str, person: str) -> Q:
    found_ = Q()
    if "-" in (district, kind):
        found_ &= Q(**{f"{prefix}facility": None})
    if district and district != "-":
        found_ &= Q(**{f"{prefix}facility__region_id": district}) | Q(
            **{f"{prefix}facility__region__code__startswith": f"{district}."}
        )
    if kind and kind != "-":
        found_ &= Q(**{f"{prefix}facility__kind": kind})
    if inspector:
        found_ &= Q(**{person: inspector})
    return found_
