"""The adapter to SATUSEHAT against a server of ours: off by default, looked up, sent once, retried, given up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from fhir.resources.R4B.location import Location
from fhir.resources.R4B.organization import Organization

from accounts.enums import Role
from core import breaker
from core.exceptions import NeighbourDown
from core.models import AuditEvent, JobState, OutboxJob
from core.outbox import Permanent, Postponed
from facilities.models import Facility
from licensing.domain.satusehat import connecting, sending
from licensing.enums import SatusehatState
from licensing.models import SatusehatLink
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PlacementFactory
from tests.licensing.satusehat_fake import CLIENT, SECRET, SatusehatFake, running_fake

pytestmark = pytest.mark.django_db
ROOT_ID = "10000004"
SYSTEM = f"http://sys-ids.kemkes.go.id/organization/{ROOT_ID}"
NIK_SYSTEM = "https://fhir.kemkes.go.id/id/nik"


@pytest.fixture(scope="module")
def server() -> Iterator[SatusehatFake]:
    with running_fake() as running:
        yield running


@pytest.fixture
def there(server: SatusehatFake, settings: Any, db: None) -> SatusehatFake:
    """The other side, empty and willing; the adapter is on."""
    server.status, server.issued = 200, 0
    for kept in (server.asked, server.tokens, server.stored):
        kept.clear()
    settings.SATUSEHAT_URL, settings.SATUSEHAT_ORGANIZATION = server.url, ROOT_ID
    settings.SATUSEHAT_CLIENT_ID, settings.SATUSEHAT_CLIENT_SECRET = CLIENT, SECRET
    connecting.forget_token()
    OfficeFactory()
    return server


@pytest.fixture
def clinic(db: None) -> Facility:
    made: Facility = FacilityFactory(name="Klinik Contoh", code="F-1", latitude="-3.432100", longitude="104.234500")
    FacilityFactory(region=RegionFactory(code="16.73.01.1001"))  # of another city: never sent
    return made


def run(kind: str = "organization") -> None:
    link = SatusehatLink.objects.select_related("job").get(kind=kind)
    assert link.job is not None
    sending.run(link.job, at=timezone.now())


def link_of(kind: str = "organization") -> SatusehatLink:
    return SatusehatLink.objects.select_related("job").get(kind=kind)


def test_nothing_is_queued_or_called_while_a_setting_is_empty(there: SatusehatFake, clinic: Facility, settings: Any):
    settings.SATUSEHAT_CLIENT_SECRET = ""

    assert sending.queue_changed(at=timezone.now()) == 0
    assert (OutboxJob.objects.count(), there.asked, there.issued) == (0, [], 0)


def test_facility_is_looked_up_then_created_as_organisation_and_place(there: SatusehatFake, clinic: Facility):
    assert sending.queue_changed(at=timezone.now()) == 2
    with pytest.raises(Postponed):
        run("location")
    run()
    run("location")

    assert there.asked == ["GET Organization", "POST Organization", "GET Location", "POST Location"]
    assert there.issued == 1
    organization, location = there.stored.values()
    Organization.model_validate(organization)
    Location.model_validate(location)
    assert organization["identifier"] == [{"use": "official", "system": SYSTEM, "value": "F-1"}]
    assert organization["partOf"] == {"reference": f"Organization/{ROOT_ID}"}
    assert location["managingOrganization"] == {"reference": "Organization/organization-1"}
    assert (link_of().stands, link_of().remote_id) == (SatusehatState.KNOWN, "organization-1")
    assert AuditEvent.objects.filter(action="satusehat.exchange").count() == 2


def test_what_is_there_already_is_written_over_and_the_same_is_sent_once(
    there: SatusehatFake, clinic: Facility, settings: Any
):
    settings.SATUSEHAT_KINDS = ["organization"]
    there.put(
        {"resourceType": "Organization", "name": "Klinik Contoh", "identifier": [{"system": SYSTEM, "value": "F-1"}]}
    )
    sending.queue_changed(at=timezone.now())

    run()
    run()

    assert there.asked == ["GET Organization", "PUT Organization"]
    assert link_of().remote_id == "organization-1"


def test_change_of_a_facility_is_queued_once_and_sent(there: SatusehatFake, clinic: Facility, settings: Any):
    settings.SATUSEHAT_KINDS = ["organization"]
    sending.queue_changed(at=timezone.now())
    run()
    assert sending.queue_changed(at=timezone.now()) == 0
    Facility.objects.filter(pk=clinic.pk).update(name="Klinik Baru", updated_at=timezone.now() + timedelta(minutes=1))

    assert [sending.queue_changed(at=timezone.now()) for _n in range(2)] == [1, 0]
    run()

    assert there.stored["Organization/organization-1"]["name"] == "Klinik Baru"
    assert there.asked[2:] == ["PUT Organization"]


def test_row_they_lost_is_created_anew(there: SatusehatFake, clinic: Facility, settings: Any):
    settings.SATUSEHAT_KINDS = ["organization"]
    sending.queue_changed(at=timezone.now())
    SatusehatLink.objects.update(remote_id="hilang")

    run()

    assert there.asked == ["PUT Organization", "POST Organization"]
    assert link_of().remote_id == "organization-1"


def test_token_that_was_taken_back_is_asked_for_anew(there: SatusehatFake, clinic: Facility):
    sending.queue_changed(at=timezone.now())
    run()
    there.tokens.clear()

    run("location")

    assert there.issued == 2
    assert link_of("location").stands == SatusehatState.KNOWN


@pytest.mark.parametrize("status", [500, 503, 429])
def test_platform_that_is_away_costs_no_attempt(there: SatusehatFake, clinic: Facility, status: int):
    there.status = status
    sending.queue_changed(at=timezone.now())

    with pytest.raises(NeighbourDown):
        run()

    assert link_of().stands == SatusehatState.WAITING
    assert sending.POLICY.neighbour == connecting.NEIGHBOUR


def test_nobody_at_the_address_is_a_neighbour_that_is_down(there: SatusehatFake, clinic: Facility, settings: Any):
    sending.queue_changed(at=timezone.now())
    settings.SATUSEHAT_URL = "http://127.0.0.1:1"

    with pytest.raises(NeighbourDown) as raised:
        run()

    assert SECRET not in str(raised.value)


def test_refusal_is_dead_at_once_with_their_words(there: SatusehatFake, clinic: Facility, client: Client):
    there.status = 400
    sending.queue_changed(at=timezone.now())

    with pytest.raises(Permanent):
        run()

    assert (link_of().stands, link_of().last_error) == (SatusehatState.DEAD, "HTTP 400 reference_not_found")
    client.force_login(officer(Role.ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/satusehat/").content.decode()
    assert "reference_not_found" in page
    assert SECRET not in page


def test_wrong_secret_is_a_refusal_not_an_endless_wait(there: SatusehatFake, clinic: Facility, settings: Any):
    settings.SATUSEHAT_CLIENT_SECRET = "lain"
    sending.queue_changed(at=timezone.now())

    with pytest.raises(Permanent, match="401"):
        run()


def test_job_that_ran_out_of_attempts_is_dead_on_the_page(there: SatusehatFake, clinic: Facility, client: Client):
    sending.queue_changed(at=timezone.now())
    OutboxJob.objects.update(state=JobState.DEAD, last_error="satusehat: HTTP 503")
    breaker.trip(connecting.NEIGHBOUR, at=timezone.now())

    client.force_login(officer(Role.ADMIN), backend="django.contrib.auth.backends.ModelBackend")

    assert link_of().stands == SatusehatState.DEAD
    assert "satusehat: HTTP 503" in client.get("/satusehat/").content.decode()


def test_page_says_what_is_missing_while_off(db: None, client: Client):
    client.force_login(officer(Role.ADMIN), backend="django.contrib.auth.backends.ModelBackend")

    assert "SATUSEHAT_CLIENT_SECRET" in client.get("/satusehat/").content.decode()


def test_practitioner_is_looked_up_by_nik_only_where_that_is_chosen(there: SatusehatFake, settings: Any):
    person = PlacementFactory().practitioner.person
    sending.queue_changed(at=timezone.now())
    assert not SatusehatLink.objects.filter(kind="practitioner").exists()
    settings.SATUSEHAT_KINDS = ["practitioner"]
    sending.queue_changed(at=timezone.now())

    run("practitioner")
    assert link_of("practitioner").stands == SatusehatState.ABSENT
    assert sending.queue_changed(at=timezone.now()) == 0
    number = person.identity_number
    there.put({"resourceType": "Practitioner", "identifier": [{"system": NIK_SYSTEM, "value": number}]}, "N10000001")
    assert sending.queue_changed(at=timezone.now() + timedelta(days=31)) == 1
    run("practitioner")

    assert (link_of("practitioner").stands, link_of("practitioner").remote_id) == (SatusehatState.KNOWN, "N10000001")
    assert number not in str(list(AuditEvent.objects.values("payload"))) + str(
        list(OutboxJob.objects.values("payload"))
    )
