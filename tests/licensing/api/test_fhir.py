"""`/fhir/r4/`: valid FHIR (R4, read by fhir.resources), in the caller's region only."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from fhir.resources.R4B.bundle import Bundle
from rest_framework.test import APIClient

from accounts.models import Office
from licensing.enums import LicenceState
from licensing.models import Licence, LicenceStatus
from tests.api import by_session, by_token, codes
from tests.factories.accounts import LicensingOfficeFactory, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory, LicenceStatusFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory
from workforce.models import Placement

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

FHIR = "/api/v1/fhir/r4"
KINDS = ("Practitioner", "PractitionerRole", "Organization", "Location")


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def system(db: None) -> APIClient:
    return by_token(LicensingOfficeFactory(), "fhir:read")


@pytest.fixture
def nurse(db: None) -> Placement:
    """A nurse with an STR and a SIP at a clinic of the city; the ids hold what FHIR does not allow."""
    person = PersonFactory(name="Sari Wulandari", degrees="A.Md.Kep.")
    practitioner = PractitionerFactory(person=person, public_id="Sari_Wulandari-1", str_number="99000000000100")
    place = FacilityFactory(
        name="Klinik Contoh Medika", public_id="Klinik_Contoh-_1", latitude="-3.432100", longitude="104.234500"
    )
    made: Placement = PlacementFactory(practitioner=practitioner, facility=place)
    LicenceFactory(holder_person=person, place=place, number="500.16.7/0001/SIPP/DPMPTSP/2024")
    return made


def found(system: APIClient, kind: str, **query: Any) -> list[dict[str, Any]]:
    """Resources of a search, checked by fhir.resources."""
    answer = system.get(f"{FHIR}/{kind}", query)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/fhir+json"
    Bundle.model_validate_json(answer.content)
    return [entry["resource"] for entry in answer.json().get("entry", [])]


def test_practitioner_has_str_and_sip_as_qualifications_and_identifiers(system: APIClient, nurse: Placement):
    (row,) = found(system, "Practitioner")

    assert row["id"] == "Sari.Wulandari-1"
    assert row["name"] == [{"use": "official", "text": "Sari Wulandari, A.Md.Kep."}]
    sip = "500.16.7/0001/SIPP/DPMPTSP/2024"
    assert row["identifier"] == [
        {"system": "urn:sejaras:str", "value": "99000000000100"},
        {"system": "urn:sejaras:sip", "value": sip},
    ]
    first, second = row["qualification"]
    assert (first["code"], first["period"]) == ({"text": "STR"}, {"start": "2024-02-01"})
    assert (second["identifier"][0]["value"], second["period"]) == (sip, {"start": "2024-01-02", "end": "2029-01-01"})
    issuer = system.get(f"{FHIR}/{second['issuer']['reference']}")
    assert (issuer.status_code, issuer.json()["type"][0]["coding"][0]["code"]) == (200, "govt")


def test_role_organization_and_location_belong_together(system: APIClient, nurse: Placement):
    (role,), (place,), (where,) = (found(system, kind) for kind in KINDS[1:])

    assert role["practitioner"]["reference"] == "Practitioner/Sari.Wulandari-1"
    assert role["organization"]["reference"] == f"Organization/{place['id']}" == "Organization/Klinik.Contoh-.1"
    assert role["location"][0]["reference"] == f"Location/{where['id']}"
    assert (role["active"], role["period"]) == (True, {"start": "2021-01-01"})
    assert role["code"][0]["coding"][0]["code"] == "PERAWAT"
    assert where["position"] == {"longitude": 104.2345, "latitude": -3.4321}
    assert where["managingOrganization"]["reference"] == f"Organization/{place['id']}"
    for resource in (role, place, where):
        read = system.get(f"{FHIR}/{resource['resourceType']}/{resource['id']}")
        assert read.json() == resource


def test_no_number_of_identity_birth_date_or_sex_is_told(system: APIClient, nurse: Placement):
    person = nurse.practitioner.person

    text = "".join(str(found(system, kind)) for kind in KINDS)

    assert [word for word in (person.identity_number, "1990-05-17", "birthDate", "gender") if word in text] == []


@pytest.mark.parametrize("status", [LicenceState.SUSPENDED, LicenceState.REVOKED, LicenceState.SURRENDERED])
def test_licence_that_does_not_hold_is_no_qualification(system: APIClient, nurse: Placement, status: LicenceState):
    licence = Licence.objects.get()
    LicenceStatus.objects.update(valid_to=date(2026, 1, 26))
    LicenceStatusFactory(licence=licence, status=status, valid_from=date(2026, 1, 26))

    (row,) = found(system, "Practitioner")

    assert [each["code"]["text"] for each in row["qualification"]] == ["STR"]


@pytest.mark.parametrize(
    ("kind", "identifier", "count"),
    [
        ("Practitioner", "urn:sejaras:str|99000000000100", 1),
        ("Practitioner", "urn:sejaras:sip|500.16.7/0001/SIPP/DPMPTSP/2024", 1),
        ("Practitioner", "500.16.7/0001/SIPP/DPMPTSP/2024", 1),
        ("Practitioner", "urn:sejaras:sip|99000000000100", 0),
        ("Practitioner", "urn:other|99000000000100", 0),
        ("PractitionerRole", "urn:sejaras:str|99000000000100", 1),
        ("Organization", "urn:sejaras:facility|NO-SUCH", 0),
    ],
)
def test_search_by_identifier(system: APIClient, nurse: Placement, kind: str, identifier: str, count: int):
    assert len(found(system, kind, identifier=identifier)) == count


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ("ge2026-01-26", 1),
        ("2026-01-26", 1),
        ("gt2026-01-26", 0),
        ("le2026-01-26", 1),
        ("lt2026-01-26", 0),
        ("ge2026-01-26T09:00:00+07:00", 1),
        ("gt2026-01-26T09:00:00+07:00", 0),
        ("lt2026-01-26T09:00:01+07:00", 1),
    ],
)
def test_search_by_last_update(system: APIClient, nurse: Placement, wanted: str, count: int):
    assert [len(found(system, kind, _lastUpdated=wanted)) for kind in KINDS] == [count] * 4


def test_change_of_a_licence_is_a_change_of_its_practitioner(nurse: Placement):
    with time_machine.travel("2026-01-28T02:00:00+00:00", tick=False):
        Licence.objects.get().save()
        later = by_token(LicensingOfficeFactory(), "fhir:read")

        (row,) = found(later, "Practitioner", _lastUpdated="ge2026-01-28")

    assert row["meta"]["lastUpdated"] == "2026-01-28T02:00:00.000+00:00"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"_lastUpdated": "soon"}, "/_lastUpdated"),
        ({"_lastUpdated": "ge2026-13-40"}, "/_lastUpdated"),
        ({"name": "Sari"}, "/name"),
    ],
)
def test_bad_search_is_a_problem_with_its_name(system: APIClient, query: dict[str, str], pointer: str):
    answer = system.get(f"{FHIR}/Practitioner", query)

    assert (answer.status_code, list(codes(answer)), answer.headers["Content-Type"]) == (
        400,
        [pointer],
        "application/problem+json",
    )


def test_pages_follow_the_link(system: APIClient):
    for _each in range(3):
        PlacementFactory()

    first = system.get(f"{FHIR}/Practitioner", {"_count": 2}).json()
    links = {each["relation"]: each["url"] for each in first["link"]}
    second = system.get(links["next"]).json()

    ids = [entry["resource"]["id"] for page in (first, second) for entry in page["entry"]]
    assert (len(first["entry"]), len(set(ids)), len(second["link"])) == (2, 3, 1)


@pytest.fixture
def far_office(db: None) -> Office:
    made: Office = LicensingOfficeFactory(code="DPMPTSP-9999", region=RegionFactory(code="99.99"))
    return made


def test_another_region_reads_nothing_of_this_one(system: APIClient, nurse: Placement, far_office: Office):
    stranger = by_token(far_office, "fhir:read", client_id="sistem-jauh")
    ids = {kind: found(system, kind)[0]["id"] for kind in KINDS}

    assert [found(stranger, kind) for kind in KINDS] == [[]] * 4
    assert found(stranger, "Practitioner", identifier="99000000000100") == []
    assert {stranger.get(f"{FHIR}/{kind}/{row}").status_code for kind, row in ids.items()} == {404}
    assert stranger.get(f"{FHIR}/Organization/DPMPTSP-1674").status_code == 404


def test_licence_of_another_region_is_no_qualification_here(system: APIClient, nurse: Placement, far_office: Office):
    person = nurse.practitioner.person
    LicenceFactory(
        holder_person=person, office=far_office, number="JAUH/1", place=FacilityFactory(region=far_office.region)
    )

    (row,) = found(system, "Practitioner")

    assert "JAUH/1" not in str(row)
    assert found(system, "Practitioner", identifier="urn:sejaras:sip|JAUH/1") == []


def test_scope_and_role_are_asked_for(nurse: Placement):
    narrow = by_token(LicensingOfficeFactory(), "workforce:read", client_id="sistem-sempit")

    assert narrow.get(f"{FHIR}/Practitioner").status_code == 403
    assert APIClient().get(f"{FHIR}/Practitioner").status_code == 401
    assert by_session(UserFactory()).get(f"{FHIR}/Practitioner").json().get("entry", []) == []


@pytest.mark.parametrize("kind", KINDS)
def test_search_takes_the_same_queries_whatever_its_length(
    system: APIClient, kind: str, django_assert_max_num_queries: Any
):
    counts = []
    for count in (1, 3):
        while Placement.objects.count() < count:
            placement = PlacementFactory()
            LicenceFactory(holder_person=placement.practitioner.person, place=placement.facility)
        system.get(f"{FHIR}/{kind}")
        with django_assert_max_num_queries(7) as captured:
            assert len(found(system, kind)) == count
        counts.append(len(captured))

    assert counts[0] == counts[1]
