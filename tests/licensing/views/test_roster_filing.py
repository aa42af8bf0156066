"""From the staff list to drafts: choose, ask, answer by link, look at the findings, send."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from licensing.domain.rosters import consents
from licensing.enums import State
from licensing.models import Application, FilingConsent
from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, DocumentFactory
from tests.licensing.journey import actor
from tests.licensing.roster_cast import NOW, make_pj, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

PHONE = "+628000000777"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def clinic():
    return FacilityFactory(name="Klinik Melati")


@pytest.fixture
def pj(client, clinic):
    user = make_pj(clinic)
    client.force_login(user)
    return user


def agreed(clinic, pj, **person):
    """A nurse of the clinic who agreed; returns the draft."""
    placement = make_staff(clinic, days=20, **({"phone": PHONE} | person))
    consent = consents.ask(placement, batch="satu", by=actor(pj, Role.PJ), at=NOW)
    consents.grant(consent, by=None, way="link", at=NOW)
    return Application.objects.get(applicant_name=placement.practitioner.person.name)


def test_chosen_people_are_asked_and_stand_in_the_list(client, clinic, pj):
    rows = [make_staff(clinic, days=20, phone=PHONE, name=name) for name in ("Ani", "Budi")]
    page = client.get(reverse("consent_ask"), {"pick": [row.pk for row in rows]})

    client.post(
        reverse("consent_ask"), {"pick": [row.pk for row in rows], "form_key": page.context["form_key"]}, follow=True
    )

    page = client.get(reverse("consent_list"))
    assert [row["label"] for row in page.context["rows"]] == [
        "Menunggu persetujuan Budi",
        "Menunggu persetujuan Ani",
    ]


def test_person_says_yes_by_the_link_without_an_account(clinic, pj):
    placement = make_staff(clinic, days=20, phone=PHONE)
    consent = consents.ask(placement, batch="satu", by=actor(pj, Role.PJ), at=NOW)
    browser = Client()
    url = reverse("consent_answer", args=[consents.token_of(consent)])

    page = browser.get(url)
    after = browser.post(url, {"action": "grant"}, follow=True)

    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    assert placement.practitioner.person.identity_number not in page.content.decode()
    assert "Anda sudah setuju" in after.content.decode()
    assert Application.objects.get().state == State.DRAFT


def test_wrong_link_opens_nothing(client):
    assert client.get(reverse("consent_answer", args=["salah"])).status_code == 403


def test_question_in_the_inbox_opens_for_its_person_only(client, clinic, pj):
    nurse = UserFactory()
    placement = make_staff(clinic, days=20, user=nurse)
    consent = consents.ask(placement, batch="satu", by=actor(pj, Role.PJ), at=NOW)
    url = reverse("consent_detail", args=[consent.public_id])

    assert client.get(url).status_code == 404
    client.force_login(nurse)
    client.post(url, {"action": "refuse"})
    assert "Anda tidak setuju" in client.get(url).content.decode()


def test_send_page_says_what_is_missing_for_each(client, clinic, pj):
    draft = agreed(clinic, pj)

    page = client.get(reverse("consent_send"))

    row = page.context["rows"][0]
    assert (row["draft"], row["is_ready"]) == (draft, False)
    assert "DOC_MISSING" in [each.code for each in row["blocking"]]
    assert "CONSENT_MISSING" not in [each.code for each in row["blocking"]]


def test_draft_that_is_not_ready_stays_when_sent_all_the_same(client, clinic, pj):
    draft = agreed(clinic, pj)

    client.post(reverse("consent_send"), {"pick": [draft.number]})

    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_pj_reads_the_identity_masked_and_cannot_write_it(client, clinic, pj):
    draft = agreed(clinic, pj, address="Jalan Rahasia 9")
    number = draft.answers["identity"]["identity_number"]

    text = client.get(reverse("draft_check", args=[draft.number])).content.decode()
    form = client.get(reverse("draft_section", args=[draft.number, "identity"]))
    saved = client.post(reverse("draft_section", args=[draft.number, "identity"]), {"name": "Orang Lain"})

    assert [word in text for word in (number, "0800-0000-777", "Jalan Rahasia", "…0777")] == [False, False, False, True]
    assert (form.status_code, saved.status_code) == (302, 404)


def test_pj_opens_no_identity_paper_of_staff(client, clinic, pj):
    sent = ApplicationFactory(place=clinic, state=State.SUBMITTED)
    card = DocumentFactory(application=sent, requirement_code="KTP")

    assert client.get(reverse("document_open", args=[card.public_id])).status_code == 404


def test_own_draft_of_staff_is_theirs_alone(client, clinic, pj):
    own = ApplicationFactory(place=clinic)
    sent = ApplicationFactory(place=clinic, state=State.NEEDS_CORRECTION)

    assert client.get(reverse("draft_detail", args=[own.number])).status_code == 404
    assert client.get(reverse("draft_detail", args=[sent.number])).status_code == 404
    assert client.get(reverse("application_detail", args=[sent.number])).status_code == 200


def test_coordinator_who_left_reads_the_draft_no_more(client, clinic, pj):
    draft = agreed(clinic, pj)
    pj.facilities.update(ends_on=NOW.date() - timedelta(days=1))

    assert client.get(reverse("draft_detail", args=[draft.number])).status_code == 404
    assert client.get(reverse("consent_list")).context["total"] == 0


def test_question_of_another_facility_is_not_found(client, clinic, pj):
    other = FacilityFactory()
    consent = consents.ask(
        make_staff(other, days=20, phone=PHONE), batch="satu", by=actor(make_pj(other), Role.PJ), at=NOW
    )

    assert client.post(reverse("consent_cancel", args=[consent.public_id])).status_code == 404
    assert client.get(reverse("consent_list")).context["rows"] == []
    assert FilingConsent.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(client, clinic, pj, count, django_assert_num_queries):
    for number in range(count):
        agreed(clinic, pj, phone=f"+62800000077{number}")
    client.get(reverse("consent_list"))

    with django_assert_num_queries(11):
        page = client.get(reverse("consent_list"))

    assert len(page.context["rows"]) == count


def test_head_of_puskesmas_keeps_the_list_but_files_for_nobody(client, clinic):
    client.force_login(make_pj(clinic, role=Role.PUSKESMAS_HEAD))
    make_staff(clinic, days=20)

    page = client.get(reverse("roster"))

    assert page.context["may_file"] is False
    assert client.get(reverse("consent_list")).status_code == 403
