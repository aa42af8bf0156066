"""The register of inspectors and guidance sessions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Membership
from inspections.domain import guidance, inspectors
from inspections.domain.guidance import Attendee
from inspections.domain.inspectors import TrainingFacts, next_working_day, posts, rows_of
from inspections.domain.plan_progress import sessions_of
from inspections.enums import SessionState, TargetMeasure
from inspections.exceptions import SessionMoved, SessionRefused, TrainingKnown
from tests.factories.accounts import OfficeFactory, UserFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.inspection_plans import ActivityTargetFactory, GuidanceSessionFactory
from tests.factories.inspections import InspectorCardFactory, VisitFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 1, 13), date(2026, 1, 14)


def inspector(**card: Any) -> Any:
    user = officer(Role.TPK)
    InspectorCardFactory(user=user, office=OfficeFactory(), **card)
    return user


def hindrances() -> list[tuple[str, ...]]:
    found = posts(officer(Role.DIVISION_HEAD), on=TODAY)
    return [row.hindrances for row in rows_of(found, on=TODAY, next_day=TOMORROW)]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({}, ()),
        ({"starts_on": date(2025, 1, 1), "ends_on": TODAY}, ("card_ended",)),
        ({"withdrawn_on": TOMORROW}, ("card_withdrawn",)),
    ],
)
def test_card_of_the_next_day_decides_who_can_inspect(card: dict[str, Any], expected: tuple[str, ...]) -> None:
    inspector(**card)

    assert hindrances() == [expected]


def test_appointment_without_any_card_or_about_to_end_hinders() -> None:
    user = officer(Role.TPK)
    Membership.objects.filter(user=user).update(card_number="", ends_on=TODAY)

    assert hindrances() == [("no_card", "appointment_ends")]


def test_row_adds_hours_and_counts_load() -> None:
    user = inspector()
    for hours, title in ((16, "Dasar"), (24, "Lanjut")):
        facts = TrainingFacts(title, "Bapelkes", date(2025, 5, 1), hours, "")
        inspectors.record_training(user, OfficeFactory(), facts, by=UserFactory(), at=AT)
    VisitFactory(inspector=user)
    VisitFactory(inspector=user, state="concluded", conclusion="fit", held_at=AT - timedelta(days=5))

    (row,) = rows_of(posts(user, on=TODAY), on=TODAY, next_day=TOMORROW)

    assert (row.hours, row.open_visits, row.done_visits) == (40, 1, 1)
    again = TrainingFacts("Dasar", "", date(2025, 5, 1), 16, "")
    with pytest.raises(TrainingKnown):
        inspectors.record_training(user, OfficeFactory(), again, by=UserFactory(), at=AT)


def test_day_after_friday_is_monday() -> None:
    assert next_working_day(OfficeFactory(), after=date(2026, 1, 9)) == date(2026, 1, 12)


def test_session_keeps_who_was_invited_and_who_came() -> None:
    session = GuidanceSessionFactory()
    place = FacilityFactory()
    first = session.attendees.create(name="Sari", facility=place)
    session.attendees.create(name="Budi")

    held = guidance.hold(
        session, present=[first.pk], others=[Attendee("Tono")], summary="Baik", by=session.leader, at=AT
    )

    assert held.state == SessionState.HELD
    assert list(held.attendees.values_list("name", "present")) == [("Sari", True), ("Budi", False), ("Tono", True)]
    with pytest.raises(SessionMoved):
        guidance.cancel(held, reason="salah catat", by=session.leader, at=AT)


def test_session_is_not_held_before_it_begins() -> None:
    session = GuidanceSessionFactory(starts_at=AT + timedelta(hours=1), ends_at=AT + timedelta(hours=2))

    with pytest.raises(SessionRefused):
        guidance.hold(session, present=[], others=[], summary="x", by=session.leader, at=AT)


def test_target_of_a_unit_counts_sessions_somebody_of_it_came_to() -> None:
    place = FacilityFactory(kind="puskesmas")
    session = GuidanceSessionFactory(state=SessionState.HELD)
    session.attendees.create(name="Sari", facility=place, present=True)
    GuidanceSessionFactory(state=SessionState.HELD)
    GuidanceSessionFactory()

    whole = ActivityTargetFactory(measure=TargetMeasure.SESSIONS)
    unit = ActivityTargetFactory(measure=TargetMeasure.SESSIONS, unit=place, plan=whole.plan)

    assert (sessions_of(whole).count(), list(sessions_of(unit))) == (2, [session])
