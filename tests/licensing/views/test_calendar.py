"""The calendar editor: nothing moves before two people agree, then exactly what was shown."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import CalendarVersion, InboxMessage, User
from core.formats import full_moment
from licensing.models import ApplicationClock
from tests.licensing.journey import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def registered(journey: Journey) -> Journey:
    """Registered on Friday, due on Monday 26 January."""
    return journey.verify()


def holiday(journey: Journey, **changes: str) -> dict[str, Any]:
    return {
        "date": "2026-01-26",
        "type": "lokal",
        "name": "Banjir",
        "reason": "Edaran Wali Kota Nomor 000/2026 (contoh)",
        "offices": [journey.application.health_office.pk, journey.application.licensing_office.pk],
        **changes,
    }


def call(client: Client, journey: Journey, user: User, address: str, data: dict[str, Any] | None = None) -> Any:
    client.force_login(user)
    with time_machine.travel(journey.tick(), tick=False):
        return client.post(address, data) if data is not None else client.get(address)


def due(journey: Journey) -> Any:
    return ApplicationClock.objects.get(application=journey.application, name="recommendation").due_at


def propose(client: Client, journey: Journey, action: str, **changes: str) -> Any:
    address = reverse("calendar_propose", args=["hari-libur"])
    return call(
        client, journey, journey.cast.division_head.user, address, {**holiday(journey, **changes), "action": action}
    )


def test_preview_shows_old_and_new_moments_and_writes_nothing(client: Client, registered: Journey) -> None:
    before, versions = due(registered), CalendarVersion.objects.count()

    page = propose(client, registered, "preview")

    shifts = page.context["effect"]["effect"].shifts
    assert {shift.number for shift in shifts} == {registered.application.number}
    assert all(shift.after > shift.before for shift in shifts)
    assert (due(registered), CalendarVersion.objects.count()) == (before, versions)


def test_second_person_confirms_and_the_clock_moves_as_shown(client: Client, registered: Journey) -> None:
    shown = propose(client, registered, "preview").context["effect"]["effect"].shifts
    after = next(shift.after for shift in shown if shift.clock == "recommendation")
    propose(client, registered, "propose")

    for version in CalendarVersion.objects.filter(state="proposed"):
        call(
            client,
            registered,
            registered.cast.health_head.user,
            reverse("calendar_confirm", args=[version.pk]),
            {"action": "confirm"},
        )

    assert due(registered) == after
    confirmed = CalendarVersion.objects.filter(number__gt=1, state="confirmed")
    moved = dict(confirmed.values_list("office_id", "moved_count"))
    application = registered.application
    assert moved == {application.health_office.pk: 1, application.licensing_office.pk: 0}


def test_those_whose_promise_moved_are_told_once(client: Client, registered: Journey) -> None:
    before = due(registered)
    propose(client, registered, "propose")

    for version in CalendarVersion.objects.filter(state="proposed"):
        address = reverse("calendar_confirm", args=[version.pk])
        call(client, registered, registered.cast.health_head.user, address, {"action": "confirm"})

    told = InboxMessage.objects.filter(template="PROMISE_MOVED")
    assert [row.user for row in told] == [registered.application.applicant]
    zone = registered.application.health_office.zone
    assert {"batas_lama": full_moment(before, zone), "batas": full_moment(due(registered), zone)}.items() <= told[
        0
    ].params.items()
    assert InboxMessage.objects.filter(template="CALENDAR_CHANGED").values_list("params", flat=True)[0]["jumlah"] == "1"


def test_proposer_cannot_confirm(client: Client, registered: Journey) -> None:
    propose(client, registered, "propose")
    proposer = registered.cast.division_head.user
    proposer.memberships.update(role="health_head")
    version = CalendarVersion.objects.filter(state="proposed").first()
    assert version is not None
    address = reverse("calendar_confirm", args=[version.pk])

    page = call(client, registered, proposer, address)
    tried = call(client, registered, proposer, address, {"action": "confirm"})

    version.refresh_from_db()
    assert 'data-testid="action-confirm"' not in page.content.decode()
    assert (tried.status_code in (403, 422), version.state) == (True, "proposed")


def test_turned_down_proposal_needs_a_reason_and_moves_nothing(client: Client, registered: Journey) -> None:
    before = due(registered)
    propose(client, registered, "propose")
    version = CalendarVersion.objects.filter(state="proposed").first()
    assert version is not None
    head, address = registered.cast.health_head.user, reverse("calendar_confirm", args=[version.pk])

    bare = call(client, registered, head, address, {"action": "reject", "reason": ""})
    done = call(client, registered, head, address, {"action": "reject", "reason": "Edaran dibatalkan."})

    version.refresh_from_db()
    assert (bare.status_code, done.status_code, version.state, due(registered)) == (422, 302, "rejected", before)


def test_day_that_is_closed_already_is_told(client: Client, registered: Journey) -> None:
    page = propose(client, registered, "preview", date="2026-02-17")

    assert page.status_code == 422
    assert "sudah libur" in page.content.decode()


@pytest.mark.parametrize("kind", ["hari-libur", "hapus-libur", "jam-kerja", "ramadan", "tetapkan-tahun"])
def test_every_kind_of_change_has_its_form(client: Client, registered: Journey, kind: str) -> None:
    address = reverse("calendar_propose", args=[kind])

    page = call(client, registered, registered.cast.division_head.user, address)

    assert page.status_code == 200


def test_month_shows_holidays_and_the_hours(client: Client, registered: Journey) -> None:
    address = reverse("calendar_detail") + "?month=2026-02"

    page = call(client, registered, registered.cast.division_head.user, address)

    assert page.context["month"]["title"] == "Februari 2026"
    assert "Imlek" in page.content.decode()
