"""The calendar of visits: own and all, by month and week, what stands in the way; putting a visit off."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.exceptions import StaleVersion
from core.models import AuditEvent
from inspections.domain.planning import put_off
from inspections.enums import VisitState
from inspections.exceptions import PlanRefused, VisitMoved
from inspections.models import ChecklistVersion, InspectorInterest, Visit
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.inspections import (
    ChecklistVersionFactory,
    InspectorCardFactory,
    SuratTugasFactory,
    SuratTugasMemberFactory,
    VisitFactory,
)
from tests.inspections.views.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 1, 12, 1, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def inspector() -> User:
    user = officer(Role.TPK)
    InspectorCardFactory(user=user, office=OfficeFactory())
    return user


def with_old_card() -> User:
    user = officer(Role.TPK)
    InspectorCardFactory(user=user, office=OfficeFactory(), starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    return user


def visit_of(user: User, at: datetime = TUESDAY, **values: Any) -> Visit:
    visit: Visit = VisitFactory(inspector=user, office=OfficeFactory(), scheduled_at=at, **values)
    return visit


def shown(page: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Places and conflicts in the order of the page."""
    return [(row["visit"].place_name, row["conflicts"]) for day in page.context["days"] for row in day["rows"]]


def test_inspector_sees_the_own_visits_the_coordinator_all_or_one_persons(browse: Browse) -> None:
    mine, other = inspector(), inspector()
    first, second = visit_of(mine), visit_of(other, TUESDAY + timedelta(days=1))
    head, url = browse(Role.DIVISION_HEAD), reverse("visit_calendar")

    places = [
        [place for place, _conflicts in shown(page)]
        for page in (
            browse(Role.TPK, mine).get(url),
            head.get(url),
            head.get(url, {"pengawas": other.public_id, "bulan": "2026-01"}),
            head.get(url, {"bulan": "2026-02"}),
        )
    ]

    assert places == [[first.place_name], [first.place_name, second.place_name], [second.place_name], []]


def test_team_mates_see_the_visit_too_and_other_regions_do_not(browse: Browse) -> None:
    mate = inspector()
    visit = visit_of(inspector())
    visit.members.create(user=mate)
    VisitFactory(office=OfficeFactory(code="DINKES-9999", region__code="99.99"), scheduled_at=TUESDAY)

    assert len(shown(browse(Role.TPK, mate).get(reverse("visit_calendar")))) == 1
    assert len(shown(browse(Role.DIVISION_HEAD).get(reverse("visit_calendar")))) == 1


def test_week_shows_seven_days_and_leads_to_its_neighbours(browse: Browse) -> None:
    user = inspector()
    for days in (0, 6, -3):
        visit_of(user, TUESDAY + timedelta(days=days))

    page = browse(Role.TPK, user).get(reverse("visit_calendar"), {"minggu": "2026-01-14"})

    assert (page.context["span"].first, page.context["span"].last) == (date(2026, 1, 12), date(2026, 1, 18))
    assert (page.context["count"], page.context["weeks"]) == (1, None)
    assert page.context["after"].endswith("?minggu=2026-01-19")


@pytest.mark.parametrize("asked", [{"bulan": "2026-13"}, {"minggu": "x"}, {"minggu": "2026-02-31"}, {}])
def test_nonsense_in_the_address_shows_this_month(browse: Browse, asked: dict[str, str]) -> None:
    page = browse(Role.TPK, inspector()).get(reverse("visit_calendar"), asked)

    assert (page.context["span"].value, page.context["title"]) == ("2026-01", "Januari 2026")


def test_everything_in_the_way_is_told(browse: Browse) -> None:
    user = inspector()
    tugas = SuratTugasFactory(office=OfficeFactory(), starts_on=date(2026, 1, 12), ends_on=date(2026, 1, 12))
    SuratTugasMemberFactory(tugas=tugas, user=user)
    first = visit_of(user, surat_tugas=tugas)
    second = visit_of(user, TUESDAY + timedelta(minutes=30))
    sunday = visit_of(user, datetime(2026, 1, 18, 3, 0, tzinfo=UTC))
    bare = visit_of(with_old_card(), datetime(2026, 1, 20, 3, 0, tzinfo=UTC))
    InspectorInterest.objects.create(user=user, facility=sunday.facility, kind="family", declared_at=NOW)

    found = dict(shown(browse(Role.DIVISION_HEAD).get(reverse("visit_calendar"))))

    assert found == {
        first.place_name: (
            f"{user.name} juga ke {second.place_name} pukul 10.30.",
            f"Surat tugas {first.surat_tugas_number} tidak mencakup hari atau petugas ini.",
        ),
        second.place_name: (f"{user.name} juga ke {first.place_name} pukul 10.00.",),
        sunday.place_name: ("Kantor tutup pada hari itu.", f"{user.name}: keluarga."),
        bare.place_name: (f"Kartu pengawas {bare.inspector.name} tidak berlaku pada hari itu.",),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_asks_as_often_for_three_visits_as_for_one(
    browse: Browse, count: int, django_assert_num_queries: Any
) -> None:
    for days in range(count):
        user = inspector()
        tugas = SuratTugasFactory(office=OfficeFactory())
        SuratTugasMemberFactory(tugas=tugas, user=user)
        visit_of(user, TUESDAY + timedelta(days=days), surat_tugas=tugas)
    head = browse(Role.DIVISION_HEAD)
    head.get(reverse("visit_calendar"))

    with django_assert_num_queries(15):
        page = head.get(reverse("visit_calendar"))

    assert page.context["count"] == count


def test_visit_is_put_off_on_its_page_with_the_reason(browse: Browse) -> None:
    user = inspector()
    tugas = SuratTugasFactory(office=OfficeFactory())
    visit = visit_of(user, surat_tugas=tugas)
    browser, url = browse(Role.TPK, user), reverse("visit_put_off", args=[visit.public_id])
    form = {"scheduled_on": "2026-01-20", "scheduled_time": "09:00", "reason": "Pemilik sakit", "version": "1"}

    page = browser.get(url)
    done = browser.post(url, form, follow=True)
    again = browser.post(url, form)

    visit.refresh_from_db()
    assert 'value="2026-01-13"' in page.content.decode()
    assert (visit.scheduled_at, visit.version) == (datetime(2026, 1, 20, 2, 0, tzinfo=UTC), 2)
    assert "tidak mencakup hari itu; buat yang baru" in done.content.decode()
    assert (again.status_code, AuditEvent.objects.get(action="visit.put_off").reason) == (409, "Pemilik sakit")


def test_past_day_and_missing_reason_are_refused_on_the_page(browse: Browse) -> None:
    user = inspector()
    visit = visit_of(user)
    form = {"scheduled_on": "2026-01-05", "scheduled_time": "09:00", "reason": " ", "version": "1"}

    past = browse(Role.TPK, user).post(reverse("visit_put_off", args=[visit.public_id]), form | {"reason": "Sakit"})

    assert past.status_code == 422
    assert "Waktu kunjungan sudah lewat." in past.content.decode()


def test_every_reason_against_another_day_comes_at_once() -> None:
    user = with_old_card()
    visit = visit_of(user)

    with pytest.raises(PlanRefused) as refusal:
        put_off(visit, NOW - timedelta(days=1), reason="", by=user, at=NOW)

    assert [finding.code for finding in refusal.value.findings] == ["scheduled_at", "card", "reason"]


def test_visit_somebody_carries_stays_and_an_old_page_is_refused() -> None:
    user = inspector()
    carried, planned = visit_of(user, state=VisitState.CHECKED_OUT), visit_of(user)

    with pytest.raises(VisitMoved):
        put_off(carried, TUESDAY + timedelta(days=7), reason="Sakit", by=user, at=NOW)
    with pytest.raises(StaleVersion):
        put_off(planned, TUESDAY + timedelta(days=7), reason="Sakit", by=user, at=NOW, version=5)


def test_put_off_visit_takes_the_version_of_its_new_day() -> None:
    user = inspector()
    old: ChecklistVersion = ChecklistVersionFactory()
    new = ChecklistVersionFactory(kind=old.kind, version="1.1", valid_from=date(2026, 2, 1))
    visit = visit_of(user, checklist=old)

    assert put_off(visit, TUESDAY + timedelta(days=7), reason="Sakit", by=user, at=NOW).checklist == old
    assert put_off(visit, TUESDAY + timedelta(days=30), reason="Sakit", by=user, at=NOW).checklist == new
