"""Reminders: months to fill in, sheets and evaluations of networks; each is said once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.domain.calendars import work_calendar
from accounts.enums import Role
from accounts.models import InboxMessage, User
from spm.domain import telling, watching
from spm.models import Report
from tests.factories.accounts import OfficeFactory
from tests.factories.letters import LetterFactory
from tests.spm import networks
from tests.spm.people import puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def told(code: str) -> list[InboxMessage]:
    """Messages of a kind."""
    return list(InboxMessage.objects.filter(template__code=code).order_by("pk"))


def recorder() -> User:
    """The recorder of the Puskesmas."""
    return worker(Role.PUSKESMAS_RECORDER, puskesmas_office())


def day_before_the_end(left: int) -> datetime:
    """A working morning of March 2026 with so many working days left."""
    calendar = work_calendar(OfficeFactory())
    days = (date(2026, 3, 1) + timedelta(days=n) for n in range(31))
    on = next(day for day in days if calendar.is_working(day) and watching.working_days_left(calendar, day) == left)
    return datetime(on.year, on.month, on.day, 2, tzinfo=UTC)


@pytest.mark.parametrize(("left", "expected"), [(10, 1), (9, 0), (3, 1), (1, 1)])
def test_a_puskesmas_with_empty_indicators_is_told_at_ten_three_and_one_working_days(left, expected):
    puskesmas()
    recorder()
    at = day_before_the_end(left)

    watching.remind(at=at)
    watching.remind(at=at)

    assert len(told("SPM_DUE")) == expected


def test_the_message_names_period_day_and_number():
    place = puskesmas()
    user = recorder()

    watching.remind(at=day_before_the_end(3))

    (message,) = told("SPM_DUE")
    assert message.user == user
    assert "periode Maret 2026 ditunggu sampai Selasa, 31 Maret 2026. 12 indikator" in message.text
    assert "March 2026" in message.text_en
    assert place.public_id in message.link


def report(**fields: object) -> Report:
    """A report of the city."""
    return Report.objects.create(
        programme="spm_city", region_id="16.74", year=2026, until=3, created_at=networks.AT, **fields
    )


def test_a_report_that_came_back_is_told_to_those_who_fill_in():
    planner = worker(Role.PLANNER)

    telling.tell_returned(report(), correct_by=date(2026, 4, 7), at=networks.AT, on=date(2026, 3, 10))

    (message,) = told("SPM_RETURNED")
    assert message.user == planner
    assert "Januari–Maret 2026" in message.text
    assert "7 April 2026" in message.text


def test_a_locked_report_is_told_with_its_number():
    worker(Role.PLANNER)
    letter = LetterFactory()

    for _twice in range(2):
        telling.tell_locked(report_of(letter), at=networks.AT, on=date(2026, 3, 10))

    (message,) = told("SPM_LOCKED")
    assert letter.number in message.text


def report_of(letter: object) -> Report:
    """The report of a letter."""
    return Report.objects.filter(letter=letter).first() or report(letter=letter)


def test_a_sheet_is_asked_for_before_its_day_and_once_when_late():
    office = worker(Role.CITY_HEALTH)
    user = recorder()
    networks.delivering(office, since=date(2026, 3, 2))

    for day in (20, 25, 26, 30):
        watching.remind(at=datetime(2026, 3, day, 2, tzinfo=UTC))
    for day in (2, 3):
        watching.remind(at=datetime(2026, 4, day, 2, tzinfo=UTC))

    assert [row.user for row in told("NETWORK_MONITORING_DUE")].count(user) == 3
    assert "pemantauan Maret 2026" in told("NETWORK_MONITORING_DUE")[0].text


def test_an_evaluation_is_asked_of_the_health_office():
    office = worker(Role.CITY_HEALTH)
    recorder()
    networks.delivering(office, since=date(2026, 1, 15))

    watching.remind(at=datetime(2026, 7, 10, 2, tzinfo=UTC))

    assert [row.user for row in told("NETWORK_EVALUATION_DUE")] == [office]
    assert "15 Juli 2026" in told("NETWORK_EVALUATION_DUE")[0].text
