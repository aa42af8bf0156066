"""The one door: duties, versions, notes, era, the clock's share, and what a refusal names."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from core.exceptions import StaleVersion
from core.models import AuditEvent
from licensing.domain import judging, transitions
from licensing.domain.clocks import read_clocks, recompute
from licensing.domain.watching import all_with_clocks
from licensing.enums import ClockName, Proposal, State
from licensing.exceptions import (
    MoveNotPossible,
    NotEligible,
    NotReady,
    NotYourMove,
    OwnFile,
    SecondReturn,
    SeparationOfDuties,
    TakenByOther,
    VisitNeeded,
)
from licensing.models import Application, ApplicationClock
from tests.factories.accounts import UserFactory
from tests.licensing.journey import Journey, actor, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def journey() -> Journey:
    return Journey(make_cast())


def submitted(journey: Journey) -> Journey:
    return journey.draft().upload().submit()


def test_unfinished_draft_names_everything_that_is_missing(journey):
    journey.draft()

    with pytest.raises(NotEligible) as refused:
        journey.submit()

    assert {finding.code for finding in refused.value.findings} == {"DOC_MISSING", "PLACE_LETTER_MISSING"}
    journey.application.refresh_from_db()
    assert journey.application.state == State.DRAFT


def test_each_move_leaves_event_and_audit_row(journey):
    submitted(journey)

    assert [(e.seq, e.action, e.from_state, e.to_state) for e in journey.application.events.all()] == [
        (1, "create", "", "draft"),
        (2, "submit", "draft", "submitted"),
    ]
    assert AuditEvent.objects.filter(action="application.submit", object_id=str(journey.application.pk)).count() == 1


def test_stale_version_is_refused(journey):
    submitted(journey)

    with pytest.raises(StaleVersion):
        transitions.withdraw(journey.application, by=journey.cast.applicant, at=journey.tick(), version=1)


def test_applicant_cannot_verify(journey):
    submitted(journey)

    with pytest.raises(NotYourMove):
        transitions.verify(journey.application, by=journey.cast.applicant, at=journey.tick())


def test_verb_outside_the_table_is_refused(journey):
    submitted(journey)

    with pytest.raises(MoveNotPossible):
        transitions.approve(journey.application, by=journey.cast.division_head, at=journey.tick())


def test_nobody_verifies_their_own_file(journey):
    submitted(journey)
    both = actor(journey.cast.applicant.user, Role.TECHNICAL)

    with pytest.raises(OwnFile):
        judging.judge(journey.application, [], by=both, at=journey.tick())


def test_file_is_not_verified_before_every_requirement_is_judged(journey):
    submitted(journey)

    with pytest.raises(NotReady):
        transitions.verify(journey.application, by=journey.cast.technical, at=journey.tick())


def test_return_pauses_the_clock_and_lists_the_officers_words(journey):
    submitted(journey).judge(gaps={"FOTO": "Foto terlalu gelap, ulangi di tempat terang."})

    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())

    reading = read_clocks(journey.application, at=journey.tick(600))[ClockName.VERIFICATION]
    assert reading.state == "paused"
    assert [row.instruction for row in journey.application.corrections.all()] == [
        "Foto terlalu gelap, ulangi di tempat terang."
    ]


def test_second_return_needs_a_new_fact(journey):
    submitted(journey).judge(gaps={"FOTO": "Foto terlalu gelap, ulangi di tempat terang."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())
    journey.upload(codes={"FOTO"})
    transitions.resubmit(journey.application, by=journey.cast.applicant, at=journey.tick())
    journey.judge(gaps={"FOTO": "Foto masih belum memenuhi ukuran."})

    with pytest.raises(SecondReturn):
        transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())


def test_correction_left_open_cannot_be_sent(journey):
    submitted(journey).judge(gaps={"FOTO": "Foto terlalu gelap, ulangi di tempat terang."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())

    with pytest.raises(NotReady):
        transitions.resubmit(journey.application, by=journey.cast.applicant, at=journey.tick())


def test_second_officer_reads_who_holds_the_file(journey):
    submitted(journey)
    transitions.take(journey.application, by=journey.cast.technical, at=journey.tick())
    other = actor(UserFactory(name="Dimas Arianto"), Role.TECHNICAL)

    with pytest.raises(TakenByOther) as refused:
        transitions.take(journey.application, by=other, at=journey.tick())

    assert journey.cast.technical.user.name in refused.value.detail


def test_who_verified_does_not_sign(journey):
    submitted(journey).verify().assess().approve()
    verifier = actor(journey.cast.technical.user, Role.HEALTH_HEAD)

    with pytest.raises(SeparationOfDuties):
        transitions.sign(journey.application, by=verifier, at=journey.tick(), payload={})


def test_who_assessed_does_not_approve(journey):
    submitted(journey).verify().assess()
    assessor = actor(journey.cast.tpk.user, Role.DIVISION_HEAD)

    with pytest.raises(SeparationOfDuties):
        transitions.approve(journey.application, by=assessor, at=journey.tick())


def test_type_with_inspection_is_not_granted_without_a_visit():
    journey = Journey(make_cast(), "SLHS-DAM").draft().upload().submit().verify()
    journey.visit = lambda: journey  # the TPK forgets to go

    with pytest.raises(VisitNeeded):
        journey.assess()


def test_refusal_proposal_needs_no_visit():
    journey = Journey(make_cast(), "SLHS-DAM").draft().upload().submit().verify()
    journey.visit = lambda: journey

    journey.assess(Proposal.REFUSE)

    assert journey.application.state == State.ASSESSED


def test_verification_enters_the_person_and_ties_the_account(journey):
    submitted(journey).verify()

    journey.application.refresh_from_db()
    assert journey.application.person.user_id == journey.cast.applicant.user_id


def test_registration_by_hand_waits_for_the_clerk(journey):
    submitted(journey)
    office = journey.application.health_office
    assert office.registration == "by_hand"

    journey.judge()
    transitions.verify(journey.application, by=journey.cast.technical, at=journey.tick())

    assert journey.application.state == State.VERIFIED
    assert journey.application.register_number == ""


def test_recompute_finds_nothing_to_change(journey):
    journey.to_end()
    before = list(ApplicationClock.objects.order_by("name").values())

    assert recompute(all_with_clocks(), at=journey.tick(5000)) == []
    assert list(ApplicationClock.objects.order_by("name").values()) == before


def test_erased_due_moments_come_back_alike(journey):
    submitted(journey)
    due = journey.application.due_at
    Application.objects.update(due_at=None)

    recompute(all_with_clocks(), at=journey.at)

    journey.application.refresh_from_db()
    assert journey.application.due_at == due


def test_lapse_comes_after_the_local_end_of_the_day_and_can_be_reopened(journey):
    from licensing.domain.watching import lapse_silent

    submitted(journey).judge(gaps={"FOTO": "Foto terlalu gelap, ulangi di tempat terang."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())
    used = read_clocks(journey.application, at=journey.at)[ClockName.VERIFICATION].used
    last_evening = journey.at + timedelta(days=30)

    assert lapse_silent(at=last_evening) == 0
    assert lapse_silent(at=last_evening + timedelta(days=1)) == 1

    journey.application.refresh_from_db()
    transitions.reopen(
        journey.application,
        by=journey.cast.health_head,
        at=last_evening + timedelta(days=2),
        note="Keberatan dikabulkan karena bencana banjir.",
    )
    reading = read_clocks(journey.application, at=last_evening + timedelta(days=3))[ClockName.VERIFICATION]
    assert (journey.application.state, reading.used) == (State.NEEDS_CORRECTION, used)


def test_nobody_withdraws_somebody_elses_file(journey):
    submitted(journey)
    stranger = actor(UserFactory(), Role.APPLICANT)

    with pytest.raises(NotYourMove):
        transitions.withdraw(journey.application, by=stranger, at=journey.tick())
