"""`/inspections/`: what a system of the region reads of visits; no person is named."""

import pytest

from tests.api import ROOT, by_token
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.factories.inspections import VisitFindingFactory

pytestmark = pytest.mark.django_db
URL = f"{ROOT}/inspections/"


@pytest.fixture
def system(db):
    return by_token(OfficeFactory(), "inspections:read", "spm:read")


def test_visit_is_listed_and_read_with_its_findings_and_without_a_name(system):
    finding = VisitFindingFactory(visit__met_name="Bima Pratama")
    visit = finding.visit

    row = system.get(URL, {"state": "planned", "facility": visit.facility.public_id}).json()["results"][0]
    whole = system.get(f"{URL}{row['id']}/")

    assert (row["id"], row["place"], row["region"]) == (visit.public_id, visit.facility.name, visit.facility.region_id)
    assert [(each["id"], each["state"], each["due_on"]) for each in whole.json()["findings"]] == [
        (finding.public_id, "open", "2026-02-02")
    ]
    assert not any(name in whole.content.decode() for name in ("Bima Pratama", visit.inspector.name))


def test_another_region_is_neither_listed_nor_found(system):
    far = VisitFindingFactory(visit__office=OfficeFactory(code="DINKES-1673", region=RegionFactory(code="16.73"))).visit

    assert system.get(URL, {"count": "true"}).json()["count"] == 0
    assert system.get(f"{URL}{far.public_id}/").status_code == 404
    assert by_token(OfficeFactory(), "facilities:read", client_id="tanpa").get(URL).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long_it_is(system, count, django_assert_num_queries):
    VisitFindingFactory.create_batch(count)
    system.get(URL)

    with django_assert_num_queries(3):
        system.get(URL)
