"""A few hundred questions with a fixed seed; `python -m tests.contract --cases 20000` asks the rest."""

import logging
import os
import sys
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings

from accounts.domain.calendars import forget_calendars
from tests.contract.cities import AT, CANARY, FAR_CITY, make_city, tie
from tests.contract.fuzzing import fuzz
from tests.factories.accounts import CITY

pytestmark = [pytest.mark.slow, pytest.mark.integration, pytest.mark.django_db]

# What a case is answered hardly depends on the engine: PostgreSQL is asked less.
CASES = int(os.environ.get("CONTRACT_CASES", "60" if settings.TEST_DATABASE_URL else "190"))
SEED = int(os.environ.get("CONTRACT_SEED", "1"))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_question_is_answered_outside_the_contract(reference_data):
    forget_calendars()
    with time_machine.travel(AT, tick=False):
        near, far = make_city(CITY), make_city(FAR_CITY, mark=CANARY)
        tie(far, near)
        outcome = fuzz(near, far, cases=CASES, seed=SEED)
    forget_calendars()

    sys.stdout.write(str(outcome))
    assert outcome.faults == {}
    assert outcome.total >= CASES * 9 // 10
