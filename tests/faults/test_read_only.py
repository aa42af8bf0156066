"""A page that is read writes nothing: the database refuses every write meanwhile (SECURITY 7, rows 7 and 43)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.rules import matrix
from core import failover
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.licensing.journey import START, Journey, make_cast
from tests.permissions.test_pages import PAGES, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

# Reading these is an event of its own: who opened a paper is written down, and refused when it can't be.
NOTED = {
    "application_preview",
    "complaint_export",
    "coordination_document",
    "document_open",
    "letter_file",
    "message_open",
    "promise_sheet",
}

EXPORTS = ("_export", "_sheet")  # who took data away is written down as well


@pytest.fixture(autouse=True)
def _forgets() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    failover.forget()


@contextmanager
def read_only() -> Iterator[None]:
    """The database refuses writes, as a standby does; on SQLite by a pragma."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            on = "PRAGMA query_only = 1" if connection.vendor == "sqlite" else "SET LOCAL transaction_read_only = on"
            cursor.execute(on)
            yield
            transaction.set_rollback(True)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = 0")


@pytest.fixture(scope="module")
def journey(reference_data: None, django_db_blocker: Any) -> Journey:
    """A file that waits for the head of division."""
    with django_db_blocker.unblock(), time_machine.travel(START, tick=False):
        return Journey(make_cast()).draft().upload().submit().verify().assess()


def found_in(journey: Journey) -> dict[str, Any]:
    document = journey.application.documents.first()
    return {"number": journey.application.number, "public_id": document.public_id if document else "x", "pk": 1}


def people(journey: Journey) -> dict[str, Any]:
    cast = journey.cast
    return {
        Role.APPLICANT: cast.applicant.user,
        Role.DIVISION_HEAD: cast.division_head.user,
        Role.ADMIN: MembershipFactory(role=Role.ADMIN).user,
    }


@pytest.mark.slow
def test_no_page_writes_when_it_is_read(journey: Journey) -> None:
    wrote = []
    with time_machine.travel(journey.at, tick=False):
        browsers = {role: signed_in(user, role) for role, user in people(journey).items()}
        for page in PAGES:
            if page.name in NOTED or page.name.endswith(EXPORTS):
                continue
            for role, browser in browsers.items():
                if page.policy in matrix() and not matrix()[page.policy][role].allows:
                    continue  # a refusal reads nothing
                with read_only():
                    status = browser.get(page.url(found_in(journey))).status_code
                wrote += [f"{page.name} as {role}: {status}"] if status >= 500 else []
                if status == 200:
                    break  # one who gets through is enough

    assert not wrote, "\n".join(wrote)


def test_write_is_refused_with_a_time_to_come_back_and_pages_say_why(journey: Journey) -> None:
    browser = signed_in(UserFactory(), Role.APPLICANT)
    form = {"name": "Sari Wulandari", "language": "id", "channels": ["email"]}

    with read_only():
        refused = browser.post(reverse("profile_detail"), form)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert 'data-testid="read-only"' in Client().get(reverse("type_list")).content.decode()
    failover.forget()
    assert 'data-testid="read-only"' not in Client().get(reverse("type_list")).content.decode()
