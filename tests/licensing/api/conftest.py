"""Who calls: the system of the city's DPMPTSP, that of another city, and a file to call about."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Office
from licensing.models import Application
from tests.api import by_token
from tests.factories.accounts import CITY, LicensingOfficeFactory, OfficeFactory, RegionFactory
from tests.licensing.journey import START, Journey, make_cast

ELSEWHERE = "16.73"


@pytest.fixture
def now() -> str:
    """Tuesday 27 January 2026, 09.00 WIB: the file of `journey` is over its first promise."""
    return "2026-01-27T02:00:00+00:00"


@pytest.fixture(autouse=True)
def _at_that_moment(now: str) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture(scope="module")
def submitted(reference_data: None, django_db_blocker: Any) -> Journey:
    """A cast at their desks and a submitted file of the portal, made once: uploads take their time."""
    with django_db_blocker.unblock(), time_machine.travel(START, tick=False):
        return Journey(make_cast()).draft().upload().submit()


@pytest.fixture
def journey(submitted: Journey, db: None) -> Journey:
    """That file, whatever the test before did to it."""
    found = copy.copy(submitted)
    found.application = Application.objects.for_detail().get(pk=submitted.application.pk)
    return found


@pytest.fixture
def system(journey: Journey) -> APIClient:
    """The city's own system with all scopes."""
    return by_token(LicensingOfficeFactory())


@pytest.fixture
def other_city(db: None) -> Office:
    """The DPMPTSP of another city."""
    region = RegionFactory(code=ELSEWHERE)
    OfficeFactory(code="DINKES-1673", region=region)
    made: Office = LicensingOfficeFactory(code="DPMPTSP-1673", region=region)
    return made


@pytest.fixture
def stranger(other_city: Office, journey: Journey) -> APIClient:
    """The system of another city with all scopes."""
    return by_token(other_city, client_id="sistem-lain")


@pytest.fixture
def draft_body() -> dict[str, Any]:
    """The least a draft needs."""
    return {
        "type": "SIPP-PERAWAT",
        "kind": "new",
        "applicant": {"name": "Bima Pratama", "nik": "9902020202900000", "phone": "0800 0000 456"},
        "place": {"name": "Klinik Contoh Medika", "region": f"{CITY}.02.1007"},
    }
