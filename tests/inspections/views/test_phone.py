"""What the phone takes along, and the shell it keeps."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import Visit
from tests.factories.inspections import ChecklistVersionFactory
from tests.inspections.field_cast import inspector, noon, visit_for

pytestmark = pytest.mark.django_db


def pack_of(user: Any) -> list[dict[str, Any]]:
    client = Client()
    client.force_login(user)
    visits: list[dict[str, Any]] = client.get(reverse("phone_pack")).json()["visits"]
    return visits


def test_day_holds_own_open_visits_of_today_only() -> None:
    user, other = inspector(), inspector("Agus Contoh")
    mine = visit_for(user)
    visit_for(user, scheduled_at=noon() + timedelta(days=1))
    visit_for(user, state="concluded", conclusion="fit", held_at=noon())
    visit_for(other)

    assert [visit["id"] for visit in pack_of(user)] == [str(mine.uuid)]


def test_visit_carried_from_another_day_stays_in_the_day() -> None:
    user = inspector()
    visit = visit_for(user, scheduled_at=noon() - timedelta(days=3))
    Visit.objects.filter(pk=visit.pk).update(carrier=user, state="checked_out")

    assert [found["id"] for found in pack_of(user)] == [str(visit.uuid)]


def test_shell_is_the_same_for_everybody() -> None:
    client = Client()
    client.force_login(inspector())

    assert client.get(reverse("phone_shell")).content == Client().get(reverse("phone_shell")).content


def test_worker_keeps_the_shell_and_its_scripts() -> None:
    answer = Client().get(reverse("phone_worker"))

    assert answer.headers["Content-Type"] == "text/javascript"
    for kept in ('"/tpk/ponsel/"', "offline/field.js", "offline/outbox.js", "vendor/idb/idb.js"):
        assert kept in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_day_costs_the_same_with_more_visits(count: int, django_assert_num_queries: Any) -> None:
    user, checklist = inspector(), ChecklistVersionFactory()
    for _ in range(count):
        visit_for(user, checklist=checklist)
    client = Client()
    client.force_login(user)
    url = f"{reverse('phone_day')}?biasa=1"
    client.get(url)

    with django_assert_num_queries(13):
        client.get(url)
