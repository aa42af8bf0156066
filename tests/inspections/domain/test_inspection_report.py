"""The report of a month and its figures."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inspections.domain import inspection_report as report
from inspections.domain.inspection_report import Period, inspection_report, percentile
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.inspections import VisitFactory, VisitFindingFactory

AT = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("values", "rank", "expected"), [([], 50, None), ([3], 90, 3), ([1, 2, 3, 4], 50, 2), ([*range(1, 11)], 90, 9)]
)
def test_percentile_is_the_nearest_rank(values: list[int], rank: int, expected: int | None) -> None:
    assert percentile(values, rank) == expected


@pytest.mark.django_db
def test_month_counts_plan_done_findings_and_repair_time() -> None:
    office, person = OfficeFactory(), UserFactory(name="Rina")
    visit = VisitFactory(office=office, inspector=person, state="concluded", conclusion="fit_with_repair", held_at=AT)
    VisitFactory(office=office, inspector=person)
    VisitFactory(office=office, state="cancelled")
    for seq, days in enumerate((2, 6, None), start=1):
        closed = {"state": "closed", "closed_at": AT + timedelta(days=days)} if days else {}
        VisitFindingFactory(visit=visit, facility=visit.facility, seq=seq, found_on=date(2026, 1, 13),
                            due_on=date(2026, 1, 27), **closed)  # fmt: skip

    found = inspection_report(Period(office, 2026, 1), on=date(2026, 2, 3), kind_names={})

    total = found.total
    assert (total.planned, total.done, total.found, total.repaired) == (2, 1, 3, 2)
    assert (total.median, total.ninetieth, found.overdue) == (2, 6, 1)
    assert [(line.label, line.done) for line in found.inspectors if line.done] == [("Rina", 1)]


@pytest.mark.django_db
def test_figure_of_a_line_is_the_length_of_its_list() -> None:
    office = OfficeFactory()
    for _ in range(2):
        VisitFactory(office=office, state="concluded", conclusion="fit", held_at=AT)
    period = Period(office, 2026, 1)

    found = inspection_report(period, on=date(2026, 2, 3), kind_names={})

    for lines, key in ((found.districts, "district"), (found.inspectors, "inspector"), (found.kinds, "kind")):
        rows = [report.narrowed_visits(report.done(period), **{key: line.key}).count() for line in lines]
        assert rows == [line.done for line in lines]
