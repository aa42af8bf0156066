"""The list of practitioners: filters, counts, and the number of queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from tests.factories.accounts import RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory
from tests.workforce.views.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
TODAY = timezone.localdate()


def names(answer: Any) -> list[str]:
    return [row.cells[0].text for row in answer.context["table"].rows]


def placed(name: str, **more: Any) -> Any:
    return PlacementFactory(practitioner=PractitionerFactory(person=PersonFactory(name=name), **more))


def listed(browse: Browse, **query: str) -> list[str]:
    return names(browse(Role.REGISTER_CLERK).get(reverse("practitioner_list"), query))


def licence_for(placement: Any) -> None:
    LicenceFactory(
        holder_person=placement.practitioner.person,
        profession=placement.practitioner.profession,
        place=placement.facility,
        starts_on=date(2024, 1, 1),
        ends_on=TODAY + timedelta(days=300),
    )


def test_search_finds_the_beginning_of_a_name_however_it_is_written(browse: Browse) -> None:
    placed("Siti Nur'aini")
    placed("Nuraini Siti")

    assert listed(browse, q="SITI NURAINI") == ["Siti Nur'aini"]


def test_without_sip_means_a_place_of_today_lacks_one(browse: Browse) -> None:
    held, missing = placed("Ada"), placed("Belum")
    licence_for(held)
    PlacementFactory(practitioner=held.practitioner, needs_sip=False)

    assert listed(browse, sip="without") == [missing.practitioner.person.name]
    assert listed(browse, sip="with") == ["Ada"]


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"str_lifetime": False, "str_valid_until": TODAY + timedelta(days=29)}, "30"),
        ({"str_lifetime": False, "str_valid_until": TODAY - timedelta(days=1)}, "ended"),
        ({"str_lifetime": True}, "lifetime"),
        ({"str_lifetime": False, "str_number": ""}, "none"),
    ],
)
def test_str_filter_finds_its_own_and_no_other(browse: Browse, facts: dict[str, Any], value: str) -> None:
    placed("Cocok", **facts)
    other = {"str_lifetime": False, "str_valid_until": TODAY + timedelta(days=500)}
    placed("Lain", **other)

    assert listed(browse, registration=value) == ["Cocok"]


def test_filters_of_a_place_speak_of_one_placement(browse: Browse) -> None:
    row = placed("Dua Tempat")
    PlacementFactory(practitioner=row.practitioner, facility=FacilityFactory(kind="apotek", ownership="kota"))

    assert listed(browse, kind="klinik_pratama", ownership="kota") == []
    assert listed(browse, kind="apotek", ownership="kota") == ["Dua Tempat"]


def test_an_unknown_value_is_left_out(browse: Browse) -> None:
    placed("Tetap Ada")

    assert listed(browse, ownership="asing", registration="x", page="99") == ["Tetap Ada"]


def test_people_of_another_city_are_not_listed(browse: Browse) -> None:
    PlacementFactory(facility=FacilityFactory(region=RegionFactory(code="16.73.01.1001")))

    assert listed(browse) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    browse: Browse, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        placed(f"Orang {number}")
    browser = browse(Role.REGISTER_CLERK)
    browser.get(reverse("practitioner_list"))  # choices are cached after the first

    with django_assert_num_queries(QUERIES):
        browser.get(reverse("practitioner_list"))


QUERIES = 12


def test_a_role_that_counts_reads_numbers_and_no_names(browse: Browse) -> None:
    placed("Rahasia")

    answer = browse(Role.PROVINCE).get(reverse("practitioner_list"))

    assert "Rahasia" not in answer.content.decode()
    assert [[cell.text for cell in row.cells] for row in answer.context["counts"].rows] == [
        ["Perawat vokasi/ners", "1"]
    ]


def test_finding_by_number_is_a_post_and_stays_in_ones_region(browse: Browse) -> None:
    near = placed("Dekat")
    far = PlacementFactory(facility=FacilityFactory(region=RegionFactory(code="16.73.01.1001")))
    browser = browse(Role.FRONT_OFFICE)

    found = browser.post(
        reverse("practitioner_find"), {"kind": "nik", "number": near.practitioner.person.identity_number}
    )
    refused = browser.post(
        reverse("practitioner_find"), {"kind": "nik", "number": far.practitioner.person.identity_number}
    )

    assert found.headers["Location"] == reverse("practitioner_detail", args=[near.practitioner.public_id])
    assert refused.status_code == 422
