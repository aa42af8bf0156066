"""`/practitioners/` and `/facilities/`: scopes, own and other region, least fields, strict filters."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api import ROOT, by_token
from tests.factories.accounts import LicensingOfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PlacementFactory, SkpRecordFactory

pytestmark = pytest.mark.django_db
LISTS = (("practitioners", "workforce:read"), ("facilities", "facilities:read"))


def agency(*scopes: str) -> Any:
    return by_token(LicensingOfficeFactory(), *scopes)


def far() -> Any:
    return PlacementFactory(facility=FacilityFactory(region=RegionFactory(code="16.73.01.1001")))


@pytest.mark.parametrize(("name", "scope"), LISTS)
def test_a_token_without_the_scope_is_refused(name: str, scope: str) -> None:
    near = PlacementFactory()
    ids = {"practitioners": near.practitioner.public_id, "facilities": near.facility.public_id}

    answers = [
        agency(given).get(f"{ROOT}/{name}/{tail}").status_code
        for given in (scope, "letters:read")
        for tail in ("", f"{ids[name]}/")
    ]

    assert answers == [200, 200, 403, 403]


@pytest.mark.parametrize(("name", "scope"), LISTS)
def test_another_region_is_neither_listed_nor_found(name: str, scope: str) -> None:
    near, there = PlacementFactory(), far()
    ids = [row.practitioner.public_id if name == "practitioners" else row.facility.public_id for row in (near, there)]

    listed = agency(scope).get(f"{ROOT}/{name}/").json()["results"]

    assert [row["id"] for row in listed] == [ids[0]]
    assert agency(scope).get(f"{ROOT}/{name}/{ids[1]}/").status_code == 404


def test_a_practitioner_has_the_least_fields() -> None:
    row = SkpRecordFactory(practitioner=PlacementFactory().practitioner)
    person = row.practitioner.person

    body = agency("workforce:read").get(f"{ROOT}/practitioners/{row.practitioner.public_id}/")

    assert set(body.json()) == {
        "id",
        "name",
        "profession",
        "profession_name",
        "str_number",
        "str_valid_until",
        "str_lifetime",
        "placements",
        "merged_into",
        "updated_at",
        "skp",
    }
    assert person.identity_number not in body.content.decode()


def test_a_placement_in_another_city_is_not_told() -> None:
    near = PlacementFactory()
    PlacementFactory(practitioner=near.practitioner, facility=far().facility)

    (row,) = agency("workforce:read").get(f"{ROOT}/practitioners/").json()["results"]

    assert [each["facility"] for each in row["placements"]] == [near.facility.public_id]


@pytest.mark.parametrize(("name", "scope"), LISTS)
def test_updated_after_gives_what_changed_since(name: str, scope: str) -> None:
    PlacementFactory()
    moments = [timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(minutes=1)]

    counts = [
        len(agency(scope).get(f"{ROOT}/{name}/", {"updated_after": at.isoformat()}).json()["results"]) for at in moments
    ]

    assert counts == [1, 0]


@pytest.mark.parametrize(("name", "scope"), LISTS)
def test_an_unknown_parameter_is_named(name: str, scope: str) -> None:
    answer = agency(scope).get(f"{ROOT}/{name}/", {"nik": "9901015705900000"})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_parameter")


@pytest.mark.parametrize(("name", "scope"), LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_the_same_queries_for_one_and_three(
    name: str, scope: str, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        PlacementFactory()
    caller = agency(scope)

    with django_assert_num_queries(QUERIES[name]):
        caller.get(f"{ROOT}/{name}/")


QUERIES = {"practitioners": 4, "facilities": 3}


def test_filters_narrow_the_lists() -> None:
    near, other = PlacementFactory(), PlacementFactory(facility=FacilityFactory(kind="apotek"))
    caller = agency()

    by_place = caller.get(f"{ROOT}/practitioners/", {"facility": other.facility.public_id}).json()["results"]
    by_kind = caller.get(f"{ROOT}/facilities/", {"kind": "apotek", "kecamatan": "16.74.02"}).json()["results"]

    assert [row["id"] for row in by_place] == [other.practitioner.public_id]
    assert [row["id"] for row in by_kind] == [other.facility.public_id]
    assert near.facility != other.facility
