"""May the facility file for you: asked, answered, taken back; nothing lost when one of many fails."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from accounts.models import Delivery, InboxMessage
from core.exceptions import NotFound
from core.models import AuditEvent
from letters.wording import long_date
from licensing.domain.rosters import consent_drafts, consents
from licensing.domain.rosters.consent_standing import Stand, stand_of
from licensing.enums import ApplicationKind, State
from licensing.exceptions import AlreadyAsked, ConsentAnswered, ConsentEnded, ConsentUsed, PersonUnreachable
from licensing.letters import notices
from licensing.models import Application, ApplicationConsent, FilingConsent
from tests.factories.accounts import LicensingOfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.licensing.journey import actor
from tests.licensing.roster_cast import NOW, make_pj, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

LATER = NOW + timedelta(hours=2)
PHONE = "+628000000777"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def clinic():
    return FacilityFactory(name="Klinik Melati")


@pytest.fixture
def pj(clinic):
    return actor(make_pj(clinic), Role.PJ)


def asked(clinic, pj, **person):
    """A question to a nurse whose SIP ends in twenty days."""
    placement = make_staff(clinic, days=20, **({"phone": PHONE} | person))
    return consents.ask(placement, batch="satu", by=pj, at=NOW)


def standing(consent, at=LATER):
    return stand_of(FilingConsent.objects.get(pk=consent.pk), at=at)


def test_person_is_asked_at_the_own_number_with_a_secret_link(clinic, pj):
    consent = asked(clinic, pj)

    sent = Delivery.objects.get()
    assert (sent.channel, sent.recipient) == ("whatsapp", PHONE)
    assert consents.token_of(consent) in sent.text
    assert consents.token_of(consent) not in InboxMessage.objects.get().text
    assert standing(consent) == Stand.WAITING


def test_person_with_an_account_reads_it_in_the_inbox(clinic, pj):
    nurse = UserFactory()

    asked(clinic, pj, user=nurse, phone=None)

    assert InboxMessage.objects.get().user == nurse


def test_nobody_is_asked_without_a_way_to_answer(clinic, pj):
    with pytest.raises(PersonUnreachable):
        asked(clinic, pj, phone=None)


def test_same_person_is_not_asked_twice_while_it_stands(clinic, pj):
    consent = asked(clinic, pj)

    with pytest.raises(AlreadyAsked):
        consents.ask(consent.placement, batch="dua", by=pj, at=LATER)


def test_staff_of_another_facility_cannot_be_asked(clinic, pj):
    stranger = make_staff(FacilityFactory(), days=20, phone=PHONE)

    with pytest.raises(NotFound):
        consents.ask(stranger, batch="satu", by=pj, at=NOW)
    assert consents.ask_many([stranger.pk], by=pj, at=NOW) == []


def test_one_who_cannot_be_asked_does_not_stop_the_others(clinic, pj):
    rows = [make_staff(clinic, days=20, phone=phone, name=name) for name, phone in (("Ani", None), ("Budi", PHONE))]

    found = consents.ask_many([row.pk for row in rows], by=pj, at=NOW)

    assert [(each.name, each.consent is not None, bool(each.error)) for each in found] == [
        ("Ani", False, True),
        ("Budi", True, False),
    ]


def test_yes_makes_a_prefilled_renewal_with_the_consent_on_record(clinic, pj):
    consent = asked(clinic, pj, name="Sari Wulandari")

    consents.grant(consent, by=None, way="link", at=LATER)

    draft = Application.objects.get()
    person = consent.placement.practitioner.person
    assert (draft.state, draft.kind, draft.channel, draft.filed_by) == (
        State.DRAFT,
        ApplicationKind.RENEWAL,
        "pj",
        pj.user,
    )
    assert (draft.applicant_name, draft.place, draft.previous_licence) == (
        "Sari Wulandari",
        clinic,
        consent.previous_licence,
    )
    assert draft.answers["identity"]["identity_number"] == person.identity_number
    recorded = ApplicationConsent.objects.get()
    assert (recorded.person, recorded.asked_at, recorded.answered_at, recorded.granted) == (person, NOW, LATER, True)


def test_receipt_names_the_coordinator_and_the_day_of_the_consent(clinic, pj):
    LicensingOfficeFactory()
    consents.grant(asked(clinic, pj), by=None, way="link", at=LATER)
    draft = Application.objects.get()
    event = draft.events.create(seq=9, action="submit", to_state=State.SUBMITTED, at=LATER)

    printed = notices.queue_receipt(draft, event)

    shown = {name: printed.context["isi"][name] for name in ("nama_pj", "nama_fasilitas", "tanggal_persetujuan")}
    assert shown == {
        "nama_pj": pj.user.name,
        "nama_fasilitas": "Klinik Melati",
        "tanggal_persetujuan": long_date(NOW.date()),
    }


def test_first_sip_at_a_place_is_asked_as_new(clinic, pj):
    placement = make_staff(clinic, days=None, phone=PHONE)

    consent = consents.ask(placement, batch="satu", by=pj, at=NOW)

    assert (consent.kind, consent.previous_licence) == (ApplicationKind.NEW, None)


def test_consent_is_given_once(clinic, pj):
    consent = asked(clinic, pj)
    consents.grant(consent, by=None, way="link", at=LATER)

    with pytest.raises(ConsentAnswered):
        consents.grant(consent, by=None, way="link", at=LATER)
    with pytest.raises(ConsentAnswered):
        consents.refuse(consent, by=None, way="link", at=LATER)
    assert Application.objects.count() == 1


def test_no_files_nothing(clinic, pj):
    consent = asked(clinic, pj)

    consents.refuse(consent, by=None, way="link", at=LATER)

    assert (standing(consent), Application.objects.count()) == (Stand.REFUSED, 0)


def test_link_ends_with_its_last_day_and_when_taken_back(clinic, pj):
    consent = asked(clinic, pj)
    token = consents.token_of(consent)
    assert consents.consent_by_token(token, at=LATER) == consent

    with pytest.raises(ConsentEnded):
        consents.consent_by_token(token, at=NOW + consents.VALID)
    with pytest.raises(ConsentEnded):
        consents.consent_by_token(token[:-1] + "x", at=LATER)
    consents.cancel(consent, by=pj, at=LATER)
    with pytest.raises(ConsentEnded):
        consents.consent_by_token(token, at=LATER)


def test_consent_taken_back_withdraws_the_draft(clinic, pj):
    consent = asked(clinic, pj)
    consents.grant(consent, by=None, way="link", at=LATER)

    consents.revoke(consent, by=None, way="link", at=LATER)

    draft = Application.objects.get()
    assert (standing(consent), draft.state) == (Stand.REVOKED, State.WITHDRAWN)
    assert [row.granted for row in ApplicationConsent.objects.order_by("pk")] == [True, False]


def test_consent_cannot_be_taken_back_once_sent(clinic, pj):
    consent = asked(clinic, pj)
    consents.grant(consent, by=None, way="link", at=LATER)
    Application.objects.update(state=State.SUBMITTED, submitted_at=LATER)

    with pytest.raises(ConsentUsed):
        consents.revoke(consent, by=None, way="link", at=LATER)


def test_draft_that_cannot_be_made_leaves_the_consent(clinic, pj):
    consent = asked(clinic, pj)
    pj.user.facilities.update(ends_on=NOW.date() - timedelta(days=1))

    consents.grant(consent, by=None, way="link", at=LATER)

    assert (standing(consent), Application.objects.count()) == (Stand.GRANTED, 0)
    other = actor(make_pj(clinic), Role.PJ)
    assert consent_drafts.make(FilingConsent.objects.get(), by=other, at=LATER).filed_by == other.user


def test_file_without_consent_is_not_sent(clinic, pj):
    consent = asked(clinic, pj)
    consents.grant(consent, by=None, way="link", at=LATER)
    draft = Application.objects.get()
    ApplicationConsent.objects.create(
        application=draft, person=consent.placement.practitioner.person, asked_at=NOW, granted=False
    )

    codes = [each.code for each in consent_drafts.findings_of(draft, at=LATER)]

    assert "CONSENT_MISSING" in codes
    assert consent_drafts.submit(draft, by=pj, at=LATER) != ""


def test_rows_are_never_changed_and_each_step_is_audited(clinic, pj):
    consent = asked(clinic, pj)
    consents.grant(consent, by=None, way="link", at=LATER)

    with pytest.raises(DatabaseError), transaction.atomic():
        FilingConsent.objects.update(kind=ApplicationKind.NEW)
    with pytest.raises(DatabaseError), transaction.atomic():
        consent.answers.all().delete()
    trail = AuditEvent.objects.filter(object_type="licensing.FilingConsent").order_by("seq")
    assert [row.action for row in trail] == ["consent.ask", "consent.granted"]


def test_silence_is_reminded_once_after_three_days(clinic, pj):
    asked(clinic, pj)

    counts = [consents.remind(at=NOW + timedelta(days=days)) for days in (2, 3, 4)]

    assert (counts[0], Delivery.objects.count()) == (0, 2)


def test_coordinator_hears_once_a_day_how_many_answered(clinic, pj):
    for phone in (PHONE, "+628000000778"):
        consents.refuse(asked(clinic, pj, phone=phone), by=None, way="link", at=LATER)

    for _each in range(2):
        consents.tell_coordinators(at=LATER)

    told = InboxMessage.objects.get(user=pj.user)
    assert told.params["jumlah"] == "2"
