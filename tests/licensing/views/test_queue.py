"""The queue: order, counters, filters in the address, take and release."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import capped, formats
from licensing.models import Application
from tests.factories.accounts import RegionFactory, UserFactory
from tests.licensing.journey import START, Cast, Journey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def submitted(cast: Cast, **changes: Any) -> Application:
    """One file through the real verbs; further ones are copies of its row."""
    application = Application.objects.filter(submitted_at__isnull=False).order_by("id").first()
    if application is None:
        application = Journey(cast).draft().upload().submit().application
    else:
        application.pk, application.number = None, f"2026-01-COPY{Application.objects.count():02d}"
    for name, value in changes.items():
        setattr(application, name, value)
    application.save()
    return application


def open_queue(client: Client, cast: Cast, query: str = "") -> Any:
    client.force_login(cast.technical.user)
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        return client.get(f"{reverse('application_list')}{query}")


def test_overdue_file_stands_first(client: Client, cast: Cast) -> None:
    later = submitted(cast, due_at=START + timedelta(days=3))
    overdue = submitted(cast, due_at=START - timedelta(days=1))

    page = open_queue(client, cast)

    assert [row["row"].number for row in page.context["rows"]] == [overdue.number, later.number]
    assert [row["is_late"] for row in page.context["rows"]] == [True, False]


def test_long_queue_is_counted_and_paged_up_to_the_cap(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (capped, formats):
        monkeypatch.setattr(module, "CAP", 2)
    for _each in range(3):
        submitted(cast, due_at=START - timedelta(days=1))

    page = open_queue(client, cast)
    chosen = open_queue(client, cast, "?state=submitted")

    assert page.context["caption"] == chosen.context["caption"] == "Berkas 1–2 dari 2+"
    assert [chip.count for chip in page.context["filters"].chips[:2]] == [3, 3]
    assert "<b>2+</b>" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_as_much_for_three_rows_as_for_one(
    client: Client, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        submitted(cast)
    open_queue(client, cast)

    with django_assert_num_queries(10):
        page = open_queue_again(client)

    assert len(page.context["rows"]) == count


def open_queue_again(client: Client) -> Any:
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        return client.get(reverse("application_list"))


def test_second_officer_reads_who_has_the_file(client: Client, cast: Cast) -> None:
    application = submitted(cast)
    other = UserFactory(name="Petugas Kedua")
    Membership.objects.create(
        user=other, role=Role.TECHNICAL, office=application.licensing_office, starts_on="2020-01-01"
    )
    client.force_login(cast.technical.user)
    client.post(reverse("application_take", args=[application.number]))

    client.force_login(other)
    page = client.post(reverse("application_take", args=[application.number]), follow=True)

    application.refresh_from_db()
    assert application.handler == cast.technical.user
    assert f"sedang dipegang {cast.technical.user.name}" in page.content.decode()


def test_released_file_is_free_again(client: Client, cast: Cast) -> None:
    application = submitted(cast, handler=cast.technical.user)
    client.force_login(cast.technical.user)

    client.post(reverse("application_release", args=[application.number]))

    application.refresh_from_db()
    assert application.handler is None


def test_filter_stays_in_the_address_and_unknown_values_are_left_out(client: Client, cast: Cast) -> None:
    application = submitted(cast)
    other = submitted(cast, applicant_name="Bayu Kertajaya")

    found = open_queue(client, cast, f"?q={application.number}&nonsense=1&type=TIDAK-ADA")

    assert [row["row"].number for row in found.context["rows"]] == [application.number]
    assert other.number not in found.content.decode()
    assert f'value="{application.number}"' in found.content.decode()


def test_file_of_another_city_is_not_in_the_queue(client: Client, cast: Cast) -> None:
    application = submitted(cast)
    Application.objects.filter(pk=application.pk).update(region=RegionFactory(code="16.71"))

    page = open_queue(client, cast)

    assert page.context["rows"] == []
    assert 'data-testid="empty"' in page.content.decode()


def test_applicant_is_sent_to_the_own_list(client: Client, cast: Cast) -> None:
    client.force_login(cast.applicant.user)

    page = client.get(reverse("application_list"))

    assert (page.status_code, page.headers["Location"]) == (302, reverse("applicant_home"))
