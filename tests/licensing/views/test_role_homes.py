"""Homes of roles: each figure opens a list as long as itself, and nobody counts beyond their reach."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.homes import home_url
from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from accounts.models import Membership
from facilities.models import FacilityPerson
from licensing.enums import State
from tests.factories.accounts import OfficeFactory, RegionFactory, UserFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, CorrectionFactory
from tests.licensing.roster_cast import NOW, TODAY, make_pj, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    OfficeFactory()


def signed_in(user, role=None):
    client = Client()
    client.force_login(user)
    if role is not None:
        session = client.session
        session[ROLE_KEY] = role.value
        session.save()
    return client


def kpis(page):
    return {each.name: each for each in page.context["kpis"]}


def test_coordinator_comes_home_to_figures_that_open_their_lists():
    clinic = FacilityFactory()
    for days in (400, 20, None, -1):
        make_staff(clinic, days=days)
    make_staff(FacilityFactory(), days=None)
    client = signed_in(make_pj(clinic), Role.PJ)

    found = kpis(client.get(home_url(Role.PJ.value)))

    lengths = {name: client.get(found[name].url).context["page"].paginator.count for name in ("missing", "ending")}
    assert {name: int(found[name].figure) for name in lengths} == lengths == {"missing": 2, "ending": 1}


def test_coordinator_without_a_facility_reads_what_to_do():
    page = signed_in(make_pj(), Role.PJ).get(reverse("pj_home"))

    assert "Belum ada fasilitas" in page.content.decode()


def test_findings_of_the_facility_stand_in_one_list_and_lead_to_the_answer():
    clinic = FacilityFactory()
    pj = make_pj(clinic)
    own = ApplicationFactory(place=clinic, applicant=pj, state=State.NEEDS_CORRECTION)
    CorrectionFactory(application=own)
    theirs = ApplicationFactory(place=clinic, state=State.REPAIRING)
    ApplicationFactory(state=State.NEEDS_CORRECTION)
    client = signed_in(pj, Role.PJ)

    page = client.get(reverse("facility_finding_list"))

    links = {row.cells[0].note: row.cells[4].url for row in page.context["table"].rows}
    assert links == {
        own.number: reverse("draft_detail", args=[own.number]),
        theirs.number: reverse("application_detail", args=[theirs.number]),
    }
    assert kpis(client.get(reverse("pj_home")))["findings"].figure == "2"


@pytest.mark.parametrize("count", [1, 3])
def test_findings_ask_as_much_for_three_as_for_one(count, django_assert_num_queries):
    clinic = FacilityFactory()
    for _each in range(count):
        ApplicationFactory(place=clinic, state=State.REPAIRING)
    client = signed_in(make_pj(clinic), Role.PJ)
    client.get(reverse("facility_finding_list"))

    with django_assert_num_queries(9):
        page = client.get(reverse("facility_finding_list"))

    assert len(page.context["table"].rows) == count


def test_organisation_reads_figures_of_its_own_profession_only():
    clinic = FacilityFactory()
    make_staff(clinic, days=400)
    make_staff(clinic, days=None)
    seat = UserFactory()
    Membership.objects.create(
        user=seat, role=Role.ORGANISATION, office=OfficeFactory(), starts_on=TODAY, profession_codes=["BIDAN"]
    )
    client = signed_in(seat, Role.ORGANISATION)
    before = {name: each.figure for name, each in kpis(client.get(reverse("home_overview"))).items()}
    Membership.objects.update(profession_codes=["PERAWAT"])

    after = {name: each.figure for name, each in kpis(client.get(reverse("home_overview"))).items()}

    assert before == {"recommend": "0", "members": "0", "held": "0", "missing": "0"}
    assert after == {"recommend": "0", "members": "2", "held": "1", "missing": "1"}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.AUDITOR, ["overdue", "integrity", "promise", "coverage"]),
        (Role.ORG_BUREAU, ["integrity", "complaints", "promise", "survey"]),
        (Role.PLANNER, ["promise", "coverage"]),
    ],
)
def test_roles_that_watch_have_figures_with_lists_behind_them(role, names):
    client = signed_in(officer(role), role)

    found = kpis(client.get(reverse("home_overview")))

    assert list(found) == names
    assert {client.get(each.url).status_code for each in found.values()} == {200}


def test_auditor_counts_the_own_region_only():
    here, there = RegionFactory(code="16.74.02.1007"), RegionFactory(code="99.99")
    for region in (here, there):
        ApplicationFactory(state=State.SUBMITTED, region=region, due_at=NOW.replace(year=2025))

    found = kpis(signed_in(officer(Role.AUDITOR), Role.AUDITOR).get(reverse("home_overview")))

    assert (found["overdue"].figure, found["overdue"].basis) == ("1", "dari 1 berkas terbuka")


def test_coordinator_brings_in_a_colleague_and_learns_nothing_about_accounts():
    clinic, other = FacilityFactory(), FacilityFactory()
    guest = UserFactory()
    client = signed_in(make_pj(clinic), Role.PJ)
    form = {"facility": clinic.public_id, "note": "Surat pimpinan 1/2026"}

    answers = [
        client.post(reverse("colleague_list"), form | {"contact": contact}, follow=True).content.decode()
        for contact in (guest.email, "tidak.ada@contoh.example")
    ]

    assert [("Bila akun itu ada" in text) for text in answers] == [True, True]
    assert FacilityPerson.objects.filter(user=guest).get().facility == clinic
    refused = client.post(reverse("colleague_list"), form | {"facility": other.public_id, "contact": guest.email})
    assert (refused.status_code, FacilityPerson.objects.filter(facility=other).exists()) == (422, False)


def test_organisation_brings_in_a_colleague_for_the_same_professions():
    seat, guest = UserFactory(), UserFactory()
    Membership.objects.create(
        user=seat, role=Role.ORGANISATION, office=OfficeFactory(), starts_on=TODAY, profession_codes=["PERAWAT"]
    )

    signed_in(seat, Role.ORGANISATION).post(reverse("colleague_list"), {"contact": guest.email})

    assert guest.memberships.get().profession_codes == ["PERAWAT"]
