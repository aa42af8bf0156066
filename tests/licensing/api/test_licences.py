"""`/licences/`, their verbs and the public register."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from licensing.domain.sanctions import steps
from licensing.enums import LicenceState
from licensing.letters import sanctioning
from licensing.models import Licence, Reason, SanctionStep
from tests.api import by_token
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory
from tests.licensing.journey import PASSPHRASE, Cast, anchored, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = "2026-01-26T02:00:00+00:00"
REGISTER = "/api/v1/register/licences/"


def advised(cast: Cast, licence: Licence) -> steps.Sanction:
    """The health office advises to suspend."""
    now = timezone.now()
    anchored(now)
    wanted = steps.Proposal(
        step=SanctionStep.objects.get(pk="HENTI-SEMENTARA"),
        note="Alat tidak disterilkan sama sekali.",
        reason=Reason.objects.get(pk="SUS_IMMEDIATE_RISK"),
    )
    sanction = steps.propose(licence, wanted, by=cast.division_head, at=now)
    return sanctioning.sign_decision(sanction, by=cast.health_head, passphrase=PASSPHRASE, at=now)


@time_machine.travel(NOW, tick=False)
def test_register_shows_public_facts_only() -> None:
    person = PersonFactory(name="Sari Wulandari", degrees="A.Md.Kep.")
    licence = LicenceFactory(holder_person=person)

    answer = APIClient().get(REGISTER, {"q": "wulandari"}).json()

    assert answer["results"] == [
        {
            "name": "Sari Wulandari, A.Md.Kep.",
            "type": licence.type_code,
            "number": licence.number,
            "place": licence.place.name,
            "valid_from": "2024-01-02",
            "valid_until": "2029-01-01",
            "status": "active",
        }
    ]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "WULANDARI"}, True),
        ({"q": "budi santoso"}, False),
        ({"type": "SIPP-PERAWAT"}, True),
        ({"type": "SIPB-BIDAN"}, False),
        ({"kecamatan": "16.74.02"}, True),
        ({"kecamatan": "16.74.03"}, False),
    ],
)
def test_register_is_searched_by_name_type_and_kecamatan(query: dict[str, str], *, found: bool) -> None:
    place = FacilityFactory(region=RegionFactory(code="16.74.02.1001"))
    LicenceFactory(holder_person=PersonFactory(name="Sari Wulandari"), place=place)

    assert bool(APIClient().get(REGISTER, query).json()["results"]) is found


def test_register_names_an_unknown_parameter() -> None:
    answer = APIClient().get(REGISTER, {"nik": "99"})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_parameter")


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_whatever_their_length(count: int, django_assert_num_queries: object) -> None:
    office = LicensingOfficeFactory()
    for _each in range(count):
        LicenceFactory(office=office)
    client = by_token(office, "licences:read")
    client.get("/api/v1/licences/")
    APIClient().get(REGISTER)

    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get("/api/v1/licences/")
    with django_assert_num_queries(3):  # type: ignore[operator]
        APIClient().get(REGISTER)


@time_machine.travel(NOW, tick=False)
def test_system_of_dpmptsp_carries_out_an_advice() -> None:
    cast = make_cast()
    licence = LicenceFactory()
    sanction = advised(cast, licence)
    client = by_token(licence.office, "licences:read", "licences:act")

    answer = client.post(reverse("api_licence_suspend", args=[licence.public_id]), {"version": 1})

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["version"]) == ("suspended", 2)
    assert [row["status"] for row in answer.json()["statuses"]] == ["active", "suspended"]
    sanction.refresh_from_db()
    assert sanction.done_client == "sistem-dpmptsp"


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(("version", "status", "code"), [(1, 422, "advice_missing"), (9, 409, "stale_version")])
def test_without_advice_or_with_an_old_version_nothing_happens(version: int, status: int, code: str) -> None:
    licence = LicenceFactory()
    client = by_token(licence.office, "licences:act", "licences:read")

    answer = client.post(reverse("api_licence_revoke", args=[licence.public_id]), {"version": version})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert licence.statuses.count() == 1


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("scopes", "status"),
    [(("licences:read",), 403), (("licences:act",), 200), (("licences:act", "licences:read"), 200)],
)
def test_surrender_needs_its_scope(scopes: tuple[str, ...], status: int) -> None:
    licence = LicenceFactory()
    client = by_token(licence.office, *scopes)

    answer = client.post(reverse("api_licence_surrender", args=[licence.public_id]), {"version": 1, "on": "2026-02-01"})

    assert answer.status_code == status
    ended = licence.statuses.filter(status=LicenceState.SURRENDERED, valid_from=date(2026, 2, 1))
    assert ended.exists() is (status == 200)


@time_machine.travel(NOW, tick=False)
def test_licence_of_another_region_does_not_exist_and_another_office_may_not_act() -> None:
    licence = LicenceFactory()
    far = OfficeFactory(code="DPMPTSP-9999", region=RegionFactory(code="99.99"))
    near = OfficeFactory()

    stranger = by_token(far, "licences:read", "licences:act", client_id="sistem-jauh")
    neighbour = by_token(near, "licences:read", "licences:act", client_id="sistem-dinkes")

    assert stranger.get(reverse("api_licence", args=[licence.public_id])).status_code == 404
    url = reverse("api_licence_surrender", args=[licence.public_id])
    assert neighbour.post(url, {"version": 1, "on": "2026-02-01"}).status_code == 403
