"""Pages of visits, surat tugas and findings: what they show, to whom, in how many queries."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from facilities.models import FacilityPerson
from inspections.models import VisitFinding
from tests.factories.accounts import MembershipFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import SuratTugasFactory, VisitFactory, VisitFindingFactory
from tests.inspections.field_cast import inspector as working_inspector, picture, visit_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

LISTS = [("visit_list", VisitFactory), ("tugas_list", SuratTugasFactory), ("finding_list", VisitFindingFactory)]


@pytest.fixture
def inspector(client: Client) -> User:
    user: User = MembershipFactory(role=Role.TPK).user
    client.force_login(user)
    return user


@pytest.mark.parametrize(("name", "factory"), LISTS)
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    client: Client, inspector: User, name: str, factory: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    factory()
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    factory.create_batch(2)

    with django_assert_num_queries(len(one)):
        answer = client.get(reverse(name))

    assert answer.content.decode().count('data-testid="row"') == 3


@pytest.mark.parametrize("name", ["visit_list", "tugas_list", "finding_list", "risk_list", "visit_plan"])
def test_an_empty_page_says_what_will_stand_there(client: Client, inspector: User, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_a_facility_leads_to_its_visits(client: Client, inspector: User) -> None:
    visit = VisitFactory()
    place = client.get(reverse("facility_detail", args=[visit.facility.public_id])).content.decode()
    url = reverse("facility_visit_list", args=[visit.facility.public_id])

    assert f'href="{url}"' in place
    assert client.get(url).context["visits"].rows[0].cells[0].text == visit.facility.name


def test_a_visit_tells_why_its_inspector_only_reads(client: Client, inspector: User) -> None:
    visit = VisitFactory(inspector=inspector, surat_tugas_number="")

    page = client.get(reverse("visit_detail", args=[visit.public_id]))

    assert "Surat tugas belum ditandatangani" in page.content.decode()
    assert "Portal sedang hanya dapat dibaca" not in page.content.decode()


def test_a_person_in_charge_sees_the_findings_of_the_own_place_only(client: Client) -> None:
    user = MembershipFactory(role=Role.PJ).user
    place = FacilityFactory()
    FacilityPerson.objects.create(facility=place, user=user, starts_on="2020-01-01")
    mine, other = VisitFindingFactory(visit=VisitFactory(facility=place)), VisitFindingFactory()
    client.force_login(user)

    codes = [client.get(reverse("finding_detail", args=[row.public_id])).status_code for row in (mine, other)]

    assert codes == [200, 404]
    assert list(VisitFinding.objects.visible_to(user)) == [mine]


def test_finding_is_answered_and_judged_on_its_page(client: Client) -> None:
    user, tpk = MembershipFactory(role=Role.PJ).user, working_inspector()
    finding = VisitFindingFactory(visit=visit_for(tpk))
    FacilityPerson.objects.create(facility=finding.facility, user=user, starts_on="2020-01-01")
    url, about = (
        reverse("finding_answer", args=[finding.public_id]),
        reverse("finding_detail", args=[finding.public_id]),
    )
    client.force_login(user)
    empty = client.post(url, {"text": "Papan nama sudah dipasang."})
    proof = SimpleUploadedFile("papan.jpg", picture(), "image/jpeg")

    sent = client.post(url, {"text": "Papan nama sudah dipasang.", "proofs": proof})
    client.force_login(tpk)
    page = client.get(about)
    done = client.post(
        reverse("finding_accept", args=[finding.public_id]), {"version": page.context["finding"].version}
    )

    finding.refresh_from_db()
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["proofs"])
    assert empty.context["form"]["text"].value() == "Papan nama sudah dipasang."
    assert [(a.status_code, a.headers.get("Location")) for a in (sent, done)] == [(302, about)] * 2
    assert finding.state == "closed"


def test_letter_is_drafted_for_planned_visits_with_whoever_has_a_card(client: Client) -> None:
    tpk = working_inspector()
    visit = visit_for(tpk, surat_tugas=None, surat_tugas_number="")
    client.force_login(officer(Role.DIVISION_HEAD))
    form = client.get(reverse("tugas_draft")).context["form"]
    day = timezone.localdate(visit.scheduled_at)
    typed = {
        "kind": "routine", "visits": visit.pk, "members": tpk.pk, "purpose": "pemeriksaan berkala",
        "basis": "Permenkes 10/2018", "starts_on": day, "ends_on": day,
    }  # fmt: skip

    refused = client.post(reverse("tugas_draft"), typed | {"members": officer(Role.TPK).pk})
    sent = client.post(reverse("tugas_draft"), typed)
    again = client.get(reverse("tugas_draft"))

    assert "kartu sampai" in str(form["members"])
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["members"])
    visit.refresh_from_db()
    assert sent.headers["Location"] == reverse("tugas_detail", args=[visit.surat_tugas.public_id])
    assert again.context["has_visits"] is False
