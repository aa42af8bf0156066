"""The coverage page and the lists behind its figures: equal, scoped, cheap, and readable when empty."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from facilities.models import FacilityClosure
from licensing.domain.coverage import summary as coverage_summary
from licensing.enums import CoverageList, CoverageMeasure
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.licensing import LicenceFactory
from tests.licensing.coverage_cast import licensed, placed
from tests.licensing.journey import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(START, tick=False):
        yield


def member(role: Role) -> User:
    """Somebody with that role in the city."""
    user: User = UserFactory()
    MembershipFactory(user=user, role=role, office=OfficeFactory())
    return user


def seen(client: Client, user: User, page: str = "coverage_detail", **query: Any) -> Any:
    """What that person is shown."""
    client.force_login(user)
    return client.get(reverse(page), query)


def names(answer: Any) -> list[str]:
    """The first cells of the table."""
    return [str(row.cells[0].text) for row in answer.context["table"].rows] if answer.context["table"] else []


def test_every_figure_leads_to_a_list_of_its_length(client: Client) -> None:
    place, head = FacilityFactory(), member(Role.DIVISION_HEAD)
    licensed(placed(place))
    licensed(placed(place), ends_on=START.date() + timedelta(days=20))
    placed(place)

    page = seen(client, head)

    tiles = {tile.name: tile for tile in page.context["kpis"]}
    assert (tiles["hlc"].figure, tiles["hlc"].basis) == ("66,7 %", "2 dari 3")
    assert len(client.get(tiles["hlc"].url).context["table"].rows) == 1
    assert len(client.get(tiles["end"].url).context["table"].rows) == int(tiles["end"].figure) == 1
    cells = page.context["tables"][0].rows[0].cells
    lengths = [client.get(cell.url).context["page"].paginator.count for cell in cells[2:6] if cell.url]
    assert [str(cell.text) for cell in cells[2:6]] == ["3", "2", "0", "1"]
    assert lengths == [3, 2, 1]


@pytest.mark.parametrize("which", CoverageList)
@pytest.mark.parametrize("measure", CoverageMeasure)
def test_each_list_opens_for_each_measure(client: Client, which: CoverageList, measure: CoverageMeasure) -> None:
    licensed(placed(FacilityFactory()))

    page = seen(client, member(Role.HEALTH_HEAD), "coverage_list", measure=measure.value, list=which.value)

    assert page.status_code == 200


def test_past_date_and_cut_stand_in_the_address(client: Client) -> None:
    place = FacilityFactory(ownership="kota")
    licensed(placed(place), starts_on=date(2025, 6, 1))
    placed(FacilityFactory())

    past = seen(client, member(Role.DIVISION_HEAD), on="2025-05-31", ownership="kota")
    later = client.get(reverse("coverage_detail"), {"on": "2025-06-01", "ownership": "kota"})

    assert [page.context["kpis"][0].basis for page in (past, later)] == ["0 dari 1", "1 dari 1"]
    assert "on=2025-05-31" in past.context["kpis"][0].url


def test_people_of_another_city_are_neither_counted_nor_listed(client: Client) -> None:
    placed(FacilityFactory(region=RegionFactory(code="16.71.01.1001")))
    placed(FacilityFactory())
    head = member(Role.DIVISION_HEAD)

    page = seen(client, head)
    elsewhere = seen(client, head, kecamatan="16.71.01")

    assert page.context["kpis"][0].basis == "0 dari 1"
    assert elsewhere.context["kpis"][0].basis == "0 dari 1"  # an unknown kecamatan is left out


def test_coordinator_sees_the_own_facility_only(client: Client) -> None:
    place, user = FacilityFactory(), member(Role.PJ)
    FacilityPersonFactory(facility=place, user=user)
    mine = placed(place)
    placed(FacilityFactory())

    page = seen(client, user, "coverage_list")

    assert names(page) == [mine.practitioner.person.full_name]


@pytest.mark.parametrize("name", ["coverage_detail", "coverage_list", "coverage_export"])
def test_coordinator_without_a_facility_sees_an_empty_page(client: Client, name: str) -> None:
    placed(FacilityFactory())

    assert seen(client, member(Role.PJ), name).status_code == 200


def test_role_without_people_reads_rows_without_names(client: Client) -> None:
    mine = placed(FacilityFactory())

    page = seen(client, member(Role.CITY_HEALTH), "coverage_list")

    assert names(page) == ["Perawat vokasi/ners"]
    assert mine.practitioner.person.name not in page.content.decode()


@pytest.mark.parametrize("role", [Role.LEGAL, Role.ORG_BUREAU, Role.INSTITUTION])
def test_role_of_counts_gets_no_list(client: Client, role: Role) -> None:
    placed(FacilityFactory())
    user = member(role)

    assert [seen(client, user).status_code, seen(client, user, "coverage_list").status_code] == [200, 302]


@pytest.mark.parametrize("measure", CoverageMeasure)
def test_empty_city_says_what_to_do(client: Client, measure: CoverageMeasure) -> None:
    page = seen(client, member(Role.HEALTH_HEAD), measure=measure.value)

    assert (page.status_code, page.context["is_empty"]) == (200, True)
    assert "0,0 %" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_rows_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    place, head = FacilityFactory(), member(Role.HEALTH_HEAD)
    for _each in range(count):
        placed(place)
    seen(client, head, "coverage_list")

    with django_assert_num_queries(11):
        page = client.get(reverse("coverage_list"))

    assert len(page.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_facilities_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    head = member(Role.HEALTH_HEAD)
    for _each in range(count):
        placed(FacilityFactory())
    seen(client, head)

    with django_assert_num_queries(11):
        page = client.get(reverse("coverage_detail"))

    assert len(page.context["tables"][0].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_facilities_asks_as_much_for_three_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    head = member(Role.HEALTH_HEAD)
    for _each in range(count):
        place = FacilityFactory()
        placed(place)
        LicenceFactory(
            holder_person=None, profession=None, holder_facility=place, place=place, type_code=place.obligatory_types[0]
        )
        FacilityClosure.objects.create(
            facility=place, kind="closed", starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1), recorded_at=START
        )
    seen(client, head, measure="facilities")

    with django_assert_num_queries(12):
        page = client.get(reverse("coverage_detail"), {"measure": "facilities"})

    assert page.context["kpis"][0].basis == f"{count} dari {count}"


def test_counts_hide_small_rows_and_what_would_tell_them(client: Client) -> None:
    areas = {"16.74.01.1001": (9, 6), "16.74.02.1002": (10, 8), "16.74.03.1001": (2, 6)}
    for code, (held, lacking) in areas.items():
        place = FacilityFactory(region=RegionFactory(code=code))
        for _each in range(held):
            licensed(placed(place))
        for _each in range(lacking):
            placed(place)

    page = seen(client, member(Role.LEGAL))

    shown = [[str(cell.text) for cell in row.cells[1:4]] for row in page.context["table"].rows]
    assert page.context["kpis"][0].basis == "21 dari 41"
    assert shown == [["•••", "•••", "•••"], ["18", "10", "8"], ["•••", "•••", "•••"]]


def test_visitor_reads_totals_only(client: Client) -> None:
    OfficeFactory()
    place = FacilityFactory(obligatory_types=[])
    for _each in range(5):
        licensed(placed(place))

    page = client.get(reverse("coverage_public"))

    assert [tile.figure for tile in page.context["kpis"]][:2] == ["100,0 %", "100,0 %"]
    assert [tile.url for tile in page.context["kpis"]] == ["", "", "", ""]


def test_office_of_a_province_reads_the_summary_by_city_and_opens_one_city_with_its_lists(client: Client) -> None:
    OfficeFactory()
    for code in ("16.74.02.1007", "16.71.01.1001", "31.71.01.1001"):
        licensed(placed(FacilityFactory(region=RegionFactory(code=code))))
    coverage_summary.rebuild()
    head: User = UserFactory()
    MembershipFactory(
        user=head, role=Role.HEALTH_HEAD, office=OfficeFactory(code="DINKES-16", region=RegionFactory(code="16"))
    )

    page = seen(client, head)

    cities = {str(row.cells[1].text): row.cells[0].url for row in page.context["tables"][0].rows}
    assert [[str(cell.text) for cell in row.cells[1:4]] for row in page.context["tables"][0].rows] == [
        ["1", "1", "0"]
    ] * 2
    assert page.context["kpis"][0].basis == "2 dari 2"
    city = client.get(next(iter(cities.values())))
    assert city.templates[0].name == "licensing/coverage/detail.html"
    assert len(client.get(city.context["kpis"][0].url).context["table"].rows) == 1
    assert client.get(reverse("coverage_list")).status_code == 302
