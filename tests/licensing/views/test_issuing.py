"""The counter of DPMPTSP."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from licensing.models import Application
from tests.licensing.journey import START, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def counter(client: Client, cast: Cast) -> Client:
    """Signed in as the front office."""
    cast.technical.user.memberships.update(role=Role.FRONT_OFFICE)
    client.force_login(cast.technical.user)
    return client


def test_counter_starts_a_draft_for_somebody_who_came(counter: Client, cast: Cast) -> None:
    data = {"type": "SIPP-PERAWAT", "kind": "new", "name": "Sari Wulandari", "phone": "0800-0000-123"}

    with time_machine.travel(START, tick=False):
        page = counter.post(reverse("front_office_home"), data)
        listed = counter.get(reverse("front_office_home"))
        opened = counter.get(page.headers["Location"])

    draft = Application.objects.get()
    assert page.headers["Location"] == reverse("draft_detail", args=[draft.number])
    assert (draft.channel, draft.filed_by, draft.applicant) == ("desk", cast.technical.user, None)
    assert draft.number in listed.content.decode()
    assert opened.status_code == 200


def test_unreadable_phone_is_told_at_its_field(counter: Client) -> None:
    data = {"type": "SIPP-PERAWAT", "kind": "new", "name": "Sari Wulandari", "phone": "12"}

    page = counter.post(reverse("front_office_home"), data)

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["phone"])
