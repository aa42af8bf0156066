"""No system sees or infers another region's rows: what it is answered is the same with them and without them.

Questions come from the routes and the committed document, so a new address or parameter is asked about by itself;
an address whose words nobody explained in `routes.py` fails.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from rest_framework.test import APIClient

from accounts.domain.calendars import forget_calendars
from accounts.domain.principal import principal_of
from accounts.domain.webhooks.event_types import event_types
from accounts.models import ApiClient, WebhookMessage
from facilities.models import Facility
from letters.models import Letter
from licensing.domain import webhooks
from licensing.models import Application, ApplicationEvent, Licence
from tests.api import ALL_SCOPES, ROOT
from tests.contract.cities import AT, CANARY, FAR_CITY, City, make_city, tie
from tests.contract.probes import Probe, Reply, asked, attempts, lists, objects
from tests.contract.routes import Call
from tests.factories.accounts import CITY

pytestmark = [pytest.mark.slow, pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# Names a caller knows without having read them.
CHOSEN = ("verify", "licence_number", "region")


@dataclass
class Walk:
    """What the system of one city was answered with the other city beside it, and without."""

    near: City
    far: City
    with_far: dict[Probe, Reply]
    without: dict[Probe, Reply]
    of_far: dict[Call, Reply]
    lists_of_far: dict[Probe, Reply]
    named: dict[Call, tuple[Reply, Reply]]
    foreign: dict[Call, Probe]
    named_in_bodies: list[tuple[Reply, Reply]]


def system_of(city: City) -> APIClient:
    """The city's own system with all scopes, known without a look-up; what breaks is an answer like any other."""
    caller = APIClient(raise_request_exception=False)
    client = ApiClient.objects.select_related("office").get(client_id=city.client_id)
    token = SimpleNamespace(scope=" ".join(ALL_SCOPES), application=SimpleNamespace(pk=client.pk))
    caller.force_authenticate(user=principal_of(client), token=token)  # type: ignore[arg-type]  # no user of Django's
    return caller


@pytest.fixture(scope="module")
def walk(reference_data: None, django_db_blocker: Any) -> Iterator[Walk]:
    """Ask everything once; the second city is made, asked about, and taken back."""
    with django_db_blocker.unblock(), time_machine.travel(AT, tick=False), transaction.atomic():
        forget_calendars()
        near = make_city(CITY)
        caller = system_of(near)
        with transaction.atomic():
            far = make_city(FAR_CITY, mark=CANARY)
            tie(far, near)
            other = system_of(far)
            own, foreign, absent = objects(near), objects(far), objects(None)
            questions = list(dict.fromkeys([*lists(near, far), *foreign.values(), *attempts(near, far)]))
            found = {
                "with_far": {probe: asked(caller, probe) for probe in questions},
                "of_far": {call: asked(other, probe) for call, probe in foreign.items() if call.method == "get"},
                "lists_of_far": {probe: asked(other, probe) for probe in lists(far, near) if "?" not in probe.url},
                "named": {call: (asked(caller, own[call]), asked(caller, absent[call])) for call in own},
                "named_in_bodies": [
                    (asked(caller, ours), asked(caller, nobodys))
                    for ours, nobodys in zip(attempts(near, far), attempts(near, None), strict=True)
                ],
            }
            transaction.set_rollback(True)
        without = {probe: asked(caller, probe) for probe in found["with_far"]}
        transaction.set_rollback(True)
    yield Walk(near=near, far=far, foreign=foreign, without=without, **found)
    forget_calendars()


def test_answers_are_the_same_with_and_without_another_region(walk):
    """Lists, filters, order, counts, pages, figures, ETags, errors: nothing depends on rows of another region.

    But for what the law asks of one person across cities (`BY_LAW`): how many places of practice, at which hours.
    """
    told = {str(probe): (reply, walk.without[probe]) for probe, reply in walk.with_far.items()}

    assert {probe: pair for probe, pair in told.items() if pair[0] != pair[1]} == {}
    assert len(told) > 100


def test_nothing_of_another_region_stands_in_an_answer(walk):
    """Its names, ids and numbers: also where both answers would hold them."""
    ids = {name: value for name, value in walk.far.named.items() if name not in CHOSEN}
    marks = [CANARY, *ids.values()]
    answers = {str(probe): reply for probe, reply in walk.with_far.items() if reply.status < 400}

    assert [(probe, mark) for probe, reply in answers.items() for mark in marks if mark in reply.body] == []


def test_row_of_another_region_is_answered_as_one_that_does_not_exist(walk):
    different = {
        f"{call.method} {call.path}": (foreign, absent)
        for call, (_own, absent) in walk.named.items()
        if (foreign := walk.with_far[walk.foreign[call]]) != absent or foreign.status != 404
    }

    assert different == {}


def test_body_that_names_a_row_of_another_region_is_answered_as_one_that_names_none(walk):
    assert [pair for pair in walk.named_in_bodies if pair[0] != pair[1]] == []


def test_own_rows_are_answered(walk):
    """The walk proves something only where rows are there: own ones are found, and the other city finds its own."""
    lost = [f"{call.method} {call.path}" for call, (own, _absent) in walk.named.items() if own.status == 404]
    not_read = [call.path for call, reply in walk.of_far.items() if reply.status != 200]
    empty = [probe.url for probe, reply in walk.lists_of_far.items() if '"results": []' in reply.body]

    assert (lost, not_read) == ([], [])
    assert empty == []


def test_parent_in_another_region_is_not_named(reference_data, db):
    near, far = make_city(CITY), make_city(FAR_CITY, mark=CANARY)
    place, parent = near.placement.facility, far.placement.facility
    Facility.objects.filter(pk=place.pk).update(parent=parent)
    own = near.named["facility"]
    addresses = ("facilities/", f"facilities/{own}/", "fhir/r4/Organization", "exports/facilities/csv/")

    answers = [system_of(near).get(f"{ROOT}/{address}").getvalue().decode() for address in addresses]

    assert all(own in answer or near.named["Organization"] in answer for answer in answers)
    named = (parent.public_id, far.named["Organization"])
    assert [answer for answer in answers if any(name in answer for name in named)] == []


# --- news ------------------------------------------------------------------------------------------------------


def test_no_news_of_another_region_reaches_a_subscription(reference_data, db):
    with time_machine.travel(AT, tick=False):
        near, far = make_city(CITY), make_city(FAR_CITY, mark=CANARY)
        WebhookMessage.objects.all().delete()
        told = {}
        for city in (near, far):
            application = Application.objects.get(number=city.named["application"])
            webhooks.publish_move(application, ApplicationEvent.objects.get(application=application))
            webhooks.publish_licence(Licence.objects.get(public_id=city.named["licence"]), "active", None, at=AT)
            webhooks.publish_letter(Letter.objects.get(public_id=city.named["letter"]))
            rows = WebhookMessage.objects.filter(subscription__public_id=city.named["webhook"])
            told[city.code] = sorted(rows.values_list("event_type", flat=True))

    kinds = [kind.code for kind in event_types()]
    assert told == {CITY: kinds, FAR_CITY: kinds}
