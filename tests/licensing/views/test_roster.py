"""The staff list as a page."""

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from tests.factories.accounts import officer
from tests.factories.facilities import FacilityFactory
from tests.licensing.roster_cast import NOW, make_pj, make_staff

pytestmark = pytest.mark.django_db


def open_roster(client, user, query=""):
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse("roster") + query)


def names(page):
    return [row.name for row in page.context["rows"]]


def test_pj_reads_who_lacks_a_sip_and_who_will(client):
    clinic = FacilityFactory(name="Klinik Melati")
    for name, days in (("Ani", 400), ("Budi", 20), ("Cici", None)):
        make_staff(clinic, days=days, name=name)

    page = open_roster(client, make_pj(clinic))

    assert page.context["heading"] == "Tenaga di Klinik Melati"
    assert page.context["sentence"] == "2 dari 3 tenaga ber-SIP (66,7 %)."
    assert page.context["rest"] == "1 belum, 1 berakhir dalam 90 hari."
    assert names(page) == ["Cici", "Budi"]


@pytest.mark.parametrize(
    ("chip", "found"),
    [
        ("none", ["Dewi"]),
        ("expired", ["Eka"]),
        ("30", ["Budi"]),
        ("60", ["Budi", "Cici"]),
        ("90", ["Budi", "Cici"]),
        ("held", ["Budi", "Cici", "Ani"]),
        ("all", ["Dewi", "Eka", "Budi", "Cici", "Ani"]),
    ],
)
def test_chip_opens_a_list_as_long_as_its_count(client, chip, found):
    clinic = FacilityFactory()
    for name, days in (("Ani", 400), ("Budi", 20), ("Cici", 50), ("Dewi", None), ("Eka", -1)):
        make_staff(clinic, days=days, name=name)

    page = open_roster(client, make_pj(clinic), f"?show={chip}")

    counts = {each.url.partition("show=")[2]: each.count for each in page.context["filters"].chips}
    assert (names(page), counts[chip]) == (found, len(found))


def test_staff_of_another_facility_appears_nowhere(client):
    clinic, other = FacilityFactory(), FacilityFactory(name="Klinik Jauh")
    make_staff(clinic, name="Ani", days=None)
    make_staff(other, name="Zainab", days=None)

    for query in ("?show=all", "?q=Zainab&show=all", f"?facility={other.public_id}&show=all"):
        page = open_roster(client, make_pj(clinic), query)

        assert "Zainab" not in names(page)
        assert page.context["total"] == 1


def test_page_tells_no_identity_number_and_no_phone(client):
    clinic = FacilityFactory()
    person = make_staff(clinic, days=None, phone="+628000000777").practitioner.person

    text = open_roster(client, make_pj(clinic)).content.decode()

    assert [word in text for word in (person.identity_number, person.identity_number[:6], "0000777")] == [False] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_rows_as_for_one(client, count, django_assert_num_queries):
    clinic = FacilityFactory()
    for _each in range(count):
        make_staff(clinic)
    pj = make_pj(clinic)
    open_roster(client, pj)

    with time_machine.travel(NOW, tick=False), django_assert_num_queries(12):
        page = client.get(reverse("roster"))

    assert len(page.context["rows"]) == count


def test_empty_states_say_what_to_do(client):
    clinic = FacilityFactory()

    assert "Belum ada tenaga" in open_roster(client, make_pj(clinic)).content.decode()
    assert "Belum ada fasilitas" in open_roster(client, make_pj()).content.decode()


def test_register_clerk_looks_at_one_facility_at_a_time(client):
    clinic = FacilityFactory(name="Klinik Melati")
    make_staff(clinic, name="Ani", days=None)
    clerk = officer(Role.REGISTER_CLERK)

    assert open_roster(client, clerk).context["choose"] is True
    assert names(open_roster(client, clerk, f"?facility={clinic.public_id}")) == ["Ani"]
