"""`/hlc/`: rows of figures for agencies within their region, totals for everybody."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Office
from licensing.domain.coverage import summary as coverage_summary
from tests.api import ROOT, by_token
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.licensing.coverage_cast import licensed, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def system() -> APIClient:
    """The city's own system with all scopes; the installation's health office comes first."""
    OfficeFactory()
    return by_token(LicensingOfficeFactory())


def results(answer: Any) -> list[tuple[dict[str, str], int, int]]:
    return [(row["group"], row["numerator"], row["denominator"]) for row in answer.json()["results"]]


def test_figures_come_by_the_groups_asked_for(system: APIClient) -> None:
    place = FacilityFactory(region=RegionFactory(code="16.74.02.1007"))
    licensed(placed(place))
    placed(place)

    answer = system.get(f"{ROOT}/hlc/", {"by": "profession,kecamatan", "on": "2026-01-26"})

    assert results(answer) == [({"profession": "PERAWAT", "kecamatan": "16.74.02"}, 1, 2)]
    assert answer.json()["results"][0]["ratio"] == 0.5
    assert "/cakupan/daftar/?" in answer.json()["results"][0]["list"]


@pytest.mark.parametrize(("measure", "expected"), [("persons", (0, 1)), ("placements", (1, 2)), ("facilities", (0, 2))])
def test_measures_are_never_mixed(system: APIClient, measure: str, expected: tuple[int, int]) -> None:
    first = placed(FacilityFactory())
    placed(FacilityFactory(ownership="kota"), at=first)
    licensed(first)

    whole = system.get(f"{ROOT}/hlc/", {"measure": measure, "on": "2026-01-26"})
    owned = system.get(f"{ROOT}/hlc/", {"measure": measure, "on": "2026-01-26", "ownership": "kota"})

    assert results(whole) == [({}, *expected)]
    assert results(owned) == [({}, 0, 1)]


def test_nobody_obliged_gives_null_and_no_share(system: APIClient) -> None:
    row = system.get(f"{ROOT}/hlc/").json()["results"][0]

    assert (row["numerator"], row["denominator"], row["ratio"]) == (0, 0, None)


def test_agency_of_another_city_counts_nobody_here(system: APIClient, other_city: Office) -> None:
    placed(FacilityFactory())

    assert results(system.get(f"{ROOT}/hlc/")) == [({}, 0, 1)]
    assert results(by_token(other_city, client_id="sistem-lain").get(f"{ROOT}/hlc/")) == [({}, 0, 0)]


@pytest.mark.parametrize("query", [{"by": "nama"}, {"measure": "orang"}, {"warna": "biru"},
                                   {"measure": "facilities", "by": "profession"}])  # fmt: skip
def test_unknown_words_are_refused(system: APIClient, query: dict[str, str]) -> None:
    assert system.get(f"{ROOT}/hlc/", query).status_code == 400


def test_figures_need_a_token_but_totals_do_not() -> None:
    OfficeFactory()

    assert APIClient().get(f"{ROOT}/hlc/").status_code == 401
    assert APIClient().get(f"{ROOT}/hlc/public/").status_code == 200


def test_public_totals_hide_small_counts() -> None:
    OfficeFactory()
    place = FacilityFactory(obligatory_types=[])
    for _each in range(6):
        licensed(placed(place))
    shown = APIClient().get(f"{ROOT}/hlc/public/").json()["results"][0]
    placed(place)
    hidden = APIClient().get(f"{ROOT}/hlc/public/").json()["results"][0]

    assert (shown["numerator"], shown["denominator"], shown["hidden"]) == (6, 6, False)
    assert (hidden["numerator"], hidden["denominator"], hidden["ratio"], hidden["hidden"]) == (None, None, None, True)


def test_pages_hold_every_row_once_forwards_and_backwards(system: APIClient) -> None:
    for number in range(1, 6):
        placed(FacilityFactory(region=RegionFactory(code=f"16.74.0{number}.1001")))
    asked = {"by": "kecamatan", "on": "2026-01-26", "page_size": 2, "count": "true"}

    first = system.get(f"{ROOT}/hlc/", asked)
    second = system.get(first.json()["next"])
    last = system.get(second.json()["next"])
    back = system.get(last.json()["previous"])

    rows = [group["kecamatan"] for page in (first, second, last) for group, _held, _obliged in results(page)]
    assert rows == [f"16.74.0{number}" for number in range(1, 6)]
    assert (results(back), first.json()["previous"], last.json()["next"]) == (results(second), None, None)
    assert first.json()["count"] == 5
    assert system.get(f"{ROOT}/hlc/", {"by": "kecamatan", "cursor": "bukan-kursor"}).status_code == 404


def test_office_of_a_province_reads_its_own_province_from_the_summary_and_one_city_live() -> None:
    OfficeFactory()
    for code in ("16.74.02.1007", "16.71.01.1001", "31.71.01.1001"):
        place = FacilityFactory(region=RegionFactory(code=code))
        licensed(placed(place))
        placed(place)
    coverage_summary.rebuild()
    province = by_token(LicensingOfficeFactory(code="PTSP-16", region=RegionFactory(code="16")), client_id="provinsi")

    assert results(province.get(f"{ROOT}/hlc/", {"by": "city", "on": "2026-01-26"})) == [
        ({"city": "16.71"}, 1, 2),
        ({"city": "16.74"}, 1, 2),
    ]
    assert results(province.get(f"{ROOT}/hlc/", {"on": "2026-01-26"})) == [({}, 2, 4)]
    one = province.get(f"{ROOT}/hlc/", {"city": "16.71", "by": "kecamatan", "on": "2026-01-26"})
    assert results(one) == [({"kecamatan": "16.71.01"}, 1, 2)]
    assert province.get(f"{ROOT}/hlc/", {"city": "31.71", "on": "2026-01-26"}).json()["results"][0]["denominator"] == 4
    refused = province.get(f"{ROOT}/hlc/", {"by": "kecamatan"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "too_wide")
