"""Adding somebody by number: nothing is revealed, and only the person's yes makes a placement."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delivery
from licensing.domain.rosters import joins
from licensing.models import StaffJoin
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PersonFactory, PractitionerFactory
from tests.licensing.roster_cast import NOW, make_pj
from workforce.models import Placement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

UNKNOWN = "9999995705900000"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    OfficeFactory()


@pytest.fixture
def clinic():
    return FacilityFactory(name="Klinik Melati")


@pytest.fixture
def nurse():
    return PractitionerFactory(person=PersonFactory(name="Sari Wulandari", phone="+628000000777"))


def ask(client, clinic, number, by_number="nik"):
    form = {"facility": clinic.public_id, "by_number": by_number, "number": number, "starts_on": "2026-01-12"}
    return client.post(reverse("staff_join"), form, follow=True)


def test_known_and_unknown_numbers_answer_alike(client, clinic, nurse):
    client.force_login(make_pj(clinic))

    texts = [ask(client, clinic, number).content.decode() for number in (nurse.person.identity_number, UNKNOWN)]

    assert [("Tercatat. Bila nomor itu ada" in text, "Sari" in text) for text in texts] == [(True, False)] * 2
    assert Delivery.objects.get().recipient == "+628000000777"
    assert Placement.objects.count() == 0


def test_yes_by_the_link_makes_the_placement(client, clinic, nurse):
    client.force_login(make_pj(clinic))
    ask(client, clinic, nurse.str_number, "str")
    url = reverse("join_answer", args=[joins.token_of(StaffJoin.objects.get())])

    page = Client().post(url, {"action": "grant"}, follow=True)

    assert "Anda sudah membenarkan" in page.content.decode()
    assert Placement.objects.get().facility == clinic
    assert Client().post(url, {"action": "refuse"}, follow=True).status_code == 200
    assert Placement.objects.count() == 1


def test_no_leaves_nothing(client, clinic, nurse):
    nurse.person.user = UserFactory()
    nurse.person.save()
    client.force_login(make_pj(clinic))
    ask(client, clinic, nurse.person.identity_number)
    client.force_login(nurse.person.user)

    client.post(reverse("join_detail", args=[StaffJoin.objects.get().public_id]), {"action": "refuse"})

    assert Placement.objects.count() == 0


def test_other_facility_and_wrong_link_open_nothing(client, clinic, nurse):
    client.force_login(make_pj(clinic))

    assert ask(client, FacilityFactory(), nurse.person.identity_number).status_code == 422
    assert client.get(reverse("join_answer", args=["salah"])).status_code == 403
    assert StaffJoin.objects.count() == 0


def test_number_that_is_none_is_said(client, clinic):
    client.force_login(make_pj(clinic))

    assert ask(client, clinic, "12").status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_as_for_one(client, clinic, count, django_assert_num_queries):
    client.force_login(make_pj(clinic))
    for _each in range(count):
        ask(client, clinic, UNKNOWN)

    with django_assert_num_queries(11):
        page = client.get(reverse("staff_join"))

    assert len(page.context["table"].rows) == count
