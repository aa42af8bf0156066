"""The monthly report: the exact denominator, working time, who held late files, complaints and survey."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from core.months import Month
from licensing.domain.reports.promise import promise_figures
from licensing.domain.reports.promise_month import percentile, promise_report, share_of
from licensing.enums import Action, ClockName, Holder, ReportKind
from licensing.models import ApplicationClock
from tests.factories.accounts import OfficeFactory
from tests.factories.licensing import PublicReportFactory, survey_sheet
from tests.licensing.past import past_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 1, 0, tzinfo=UTC)  # 08.00 WIB


def january() -> Any:
    office = OfficeFactory()
    return promise_report(office, Month(2026, 1, office.zone), at=NOW)


def test_month_is_local():
    zone = OfficeFactory().zone

    month = Month.of(datetime(2025, 12, 31, 17, 0, tzinfo=UTC), zone)

    assert (str(month), str(month.shifted(-1)), month.end.isoformat()) == (
        "2026-01",
        "2025-12",
        "2026-02-01T00:00:00+07:00",
    )


@pytest.mark.parametrize(("values", "ninetieth"), [([], None), ([7], 7), (list(range(1, 11)), 9), ([1] * 9 + [50], 1)])
def test_ninetieth_percentile_is_the_nearest_rank(values, ninetieth):
    assert percentile(values, 90) == ninetieth


def test_refusals_count_and_withdrawn_lapsed_and_coordinated_files_do_not():
    past_file(TUESDAY)
    past_file(TUESDAY, end=Action.REFUSE)
    past_file(TUESDAY, end=Action.WITHDRAW)
    past_file(TUESDAY, coordinated=True)
    past_file(datetime(2025, 12, 30, 1, 0, tzinfo=UTC))

    report = january()

    assert (report.total.finished, [row.refused for row in report.files]) == (2, [False, True])
    assert [row.coordinated for row in report.coordinated] == [True]


def test_late_file_names_desk_reason_and_time_over():
    past_file(TUESDAY)
    past_file(TUESDAY, slow=timedelta(days=2))

    report = january()

    late = report.late[0]
    assert (report.total.finished, report.total.on_time, report.total.late) == (2, 1, 1)
    assert (late.desk, late.reason, late.over_minutes > 0) == ("tpk", "", True)
    assert report.late_by(lambda row: row.desk) == {"tpk": 1}


def test_median_and_percentile_are_in_office_minutes():
    for minutes in (30, 60, 120):
        past_file(TUESDAY, slow=timedelta(minutes=minutes))

    total = january().total

    assert (total.median_minutes, total.ninetieth_minutes) == (100, 160)  # 40 more for the steps around


def test_time_by_holder_adds_up_to_the_whole():
    past_file(TUESDAY)

    row = january().files[0]

    assert row.held == {Holder.DPMPTSP: 10, Holder.DINKES: 40}


def test_rows_agree_with_the_cached_clocks():
    past_file(TUESDAY)
    past_file(TUESDAY, slow=timedelta(days=2))

    cached = ApplicationClock.objects.filter(name=ClockName.RECOMMENDATION).values_list(
        "application__number", "on_time"
    )

    assert {row.number: row.on_time for row in january().files} == dict(cached)


def test_complaints_and_survey_of_the_month():
    PublicReportFactory(answer="Sudah diperbaiki.", answered_at=datetime(2026, 1, 21, tzinfo=UTC))
    PublicReportFactory()
    PublicReportFactory(kind=ReportKind.INTEGRITY, number="I-1674-2026-0001")
    PublicReportFactory(created_at=NOW)
    survey_sheet(on=date(2026, 1, 31))
    survey_sheet(on=date(2026, 2, 1), score=1)

    report = january()

    figures = report.complaints
    assert (figures.received, figures.answered, figures.answered_on_time, figures.integrity) == (2, 1, 0, 1)
    assert (report.survey.respondents, report.survey.index) == (1, 100)


def test_empty_month_has_no_shares():
    report = january()

    assert share_of(report.files).median_minutes is None
    assert (report.total.finished, report.by_type(), report.held_minutes()[Holder.DINKES]) == (0, {}, 0)


def test_first_page_says_the_same_from_cached_clocks(django_assert_num_queries: Any):
    for minutes in (30, 60, 120):
        past_file(TUESDAY, slow=timedelta(minutes=minutes))
    past_file(TUESDAY, slow=timedelta(days=2))
    past_file(TUESDAY, coordinated=True)
    report, office = january(), OfficeFactory()

    with django_assert_num_queries(1):
        figures = promise_figures(office, at=report.month.end - timedelta(seconds=1))

    total = report.total
    assert (figures.finished, figures.on_time) == (total.finished, total.on_time) == (4, 3)
    assert figures.median_minutes == total.median_minutes


def test_minutes_that_an_older_version_did_not_keep_are_rebuilt():
    past_file(TUESDAY)
    kept = ApplicationClock.objects.values_list("name", "used_minutes")
    before = list(kept)
    ApplicationClock.objects.update(used_minutes=None)

    call_command("recompute_clocks", stdout=StringIO())

    assert list(kept) == before != []


@pytest.mark.parametrize("count", [1, 3])
def test_report_asks_as_much_for_three_files_as_for_one(count: int, django_assert_num_queries: Any):
    for _each in range(count):
        past_file(TUESDAY)
        past_file(TUESDAY, coordinated=True)
    january()

    with django_assert_num_queries(17):
        report = january()

    assert (len(report.files), len(report.coordinated)) == (count, count)
