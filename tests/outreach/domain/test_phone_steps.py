"""Steps noted without signal: sent twice they are one, the portal's instant counts, the phone's time is bounded."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from outreach.domain import dispatch
from outreach.domain.dispatch import PhoneStep
from outreach.enums import PickupState, PickupVerb
from outreach.models import Compensation, PickupEvent
from tests.factories.outreach import REPORTED, PickupFactory, PuskesmasFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def after(**span: float):
    return REPORTED + timedelta(**span)


@pytest.fixture
def driver():
    return staff(Role.DRIVER)


@pytest.fixture
def accepted(driver):
    return dispatch.accept(PickupFactory(), by=driver, role=Role.DRIVER, at=after(minutes=10))


def step(pickup, verb, driver, *, at, noted=None):
    phone = PhoneStep(uuid.uuid4(), noted)
    return dispatch.take_step(pickup, verb, by=driver, role=Role.DRIVER, at=at, phone=phone)


def test_portal_instant_counts_and_the_phones_time_is_kept_beside_it(accepted, driver):
    step(accepted, PickupVerb.DEPART, driver, at=after(hours=4, minutes=5), noted=after(minutes=30))
    moved, _new = step(accepted, PickupVerb.ARRIVE, driver, at=after(hours=4, minutes=5), noted=after(hours=3))

    assert moved.arrived_at == after(hours=4, minutes=5)
    assert Compensation.objects.filter(pickup=moved).exists()
    assert list(moved.events.values_list("noted_at", flat=True)) == [None, after(minutes=30), after(hours=3)]


@pytest.mark.parametrize("noted", [{"minutes": 5}, {"hours": 2}])
def test_phone_clock_before_the_step_before_or_ahead_of_the_portal_says_nothing(accepted, driver, noted):
    step(accepted, PickupVerb.DEPART, driver, at=after(hours=1), noted=after(**noted))

    assert PickupEvent.objects.get(verb="depart").noted_at is None


@pytest.fixture
def put(accepted, driver):
    def sent(key, *, by=driver, verb="depart", noted="2026-01-26T02:20:00Z"):
        browser = Client()
        browser.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
        body = {"pickup": accepted.public_id, "verb": verb, "noted_at": noted}
        with time_machine.travel(after(hours=1), tick=False):
            return browser.put(reverse("pickup_step", args=[key]), body, content_type="application/json").status_code

    return sent


def test_phone_sends_a_step_twice_and_it_is_one(put, accepted):
    key = uuid.uuid4()

    assert [put(key), put(key), put(key, verb="arrive"), put(uuid.uuid4())] == [201, 200, 409, 409]
    accepted.refresh_from_db()
    assert (accepted.state, PickupEvent.objects.get(client_id=key).noted_at) == (
        PickupState.DEPARTED, after(minutes=20),
    )  # fmt: skip


def test_only_the_team_of_the_own_puskesmas_is_heard(put):
    other = staff(Role.DRIVER, office=PuskesmasFactory(code="PKM-04-1674"))
    answers = [
        put(uuid.uuid4(), by=other),
        put(uuid.uuid4(), by=staff(Role.DRIVER)),
        put(uuid.uuid4(), by=staff(Role.CADRE)),
        put(uuid.uuid4(), verb="cancel"),
        put("x"),
        put(uuid.uuid4(), noted="besok"),
    ]

    assert answers == [404, 403, 403, 422, 404, 201]
