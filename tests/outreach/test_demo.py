"""The demo of the outreach service: loaded once, in every state, with log-ins that open."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from accounts.domain.demo_log_ins import PASSWORD
from accounts.models import User
from outreach.management import demo
from outreach.models import Compensation, Finding, Household, Pickup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)


def test_demo_is_loaded_once_and_shows_every_state():
    assert [demo.load(at=AT), demo.load(at=AT)] == [True, False]

    assert Counter(Pickup.objects.values_list("state", flat=True)) == {
        "reported": 3, "accepted": 1, "departed": 2, "finished": 3,
    }  # fmt: skip
    assert (Household.objects.count(), Compensation.objects.count(), Finding.objects.count()) == (6, 2, 3)
    assert User.objects.exclude(phone=None).count() == 0
    assert all(user.check_password(PASSWORD) for user in User.objects.filter(is_demo=True))
