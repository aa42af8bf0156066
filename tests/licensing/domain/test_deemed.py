"""Deemed approval: warned on the way, issued at the limit with mark and seal, checked afterwards, switched by two."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.enums import Role
from accounts.models import InboxMessage
from letters.domain.verification import check_code
from letters.enums import Method, Verdict
from licensing.domain import deemed, sla, transitions, watching
from licensing.domain.clocks import allowance_for, read_clocks
from licensing.domain.rulebook.catalogue import type_in_force
from licensing.enums import ClockName, State
from licensing.exceptions import DayInPast, DeemedChangeOpen, DeemedOnlyDelegated, TwoPeopleNeeded
from licensing.letters.signing import BY_SILENCE, issue_by_silence
from licensing.models import ClockWarning, Licence, PostCheck
from tests.factories.accounts import officer
from tests.licensing.journey import START, Journey, actor, make_cast, work

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NURSE = "SIPP-PERAWAT"
MARCH = date(2026, 3, 1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sent() -> Journey:
    """A file nobody touches; its type has a silence limit of five working days."""
    return Journey(make_cast()).draft().upload().submit()


def clock_of(trip: Journey) -> sla.ClockReading:
    return read_clocks(trip.application, at=trip.at)[ClockName.DEEMED_APPROVAL]


def moments(trip: Journey) -> dict[int, datetime]:
    return {row.percent: row.at for row in sla.warnings_due(clock_of(trip)) if row.at}


# --- warnings -------------------------------------------------------------------------------------------------


def test_each_share_of_the_limit_is_warned_of_once(sent: Journey) -> None:
    reached = moments(sent)

    given = [deemed.warn_of_silence(at=reached[share] + shift) for share in (50, 75, 90) for shift in (-MINUTE, MINUTE)]
    again = deemed.warn_of_silence(at=reached[90] + 2 * MINUTE)

    assert (given, again) == ([0, 1, 0, 1, 0, 1], 0)
    rows = ClockWarning.objects.filter(clock=ClockName.DEEMED_APPROVAL)
    assert list(rows.order_by("threshold").values_list("threshold", flat=True)) == [50, 75, 90]


def test_heads_hear_when_nine_tenths_are_gone(sent: Journey) -> None:
    head = sent.cast.health_head.user_id
    told = InboxMessage.objects.filter(template_id="DEEMED_APPROVAL_NEAR")

    deemed.warn_of_silence(at=moments(sent)[75] + MINUTE)
    before = set(told.values_list("user_id", flat=True))
    deemed.warn_of_silence(at=moments(sent)[90] + MINUTE)

    assert before == {sent.cast.technical.user_id, sent.cast.licence_head.user_id}  # holder, and whom it answers to
    assert set(told.values_list("user_id", flat=True)) == before | {head}


def test_late_beat_notes_all_shares_and_speaks_once(sent: Journey) -> None:
    assert deemed.warn_of_silence(at=moments(sent)[90] + MINUTE) == 3

    assert InboxMessage.objects.filter(template_id="DEEMED_APPROVAL_NEAR", user=sent.cast.technical.user).count() == 1


# --- the limit ------------------------------------------------------------------------------------------------


def test_limit_itself_is_still_in_time_and_what_follows_issues_once(sent: Journey) -> None:
    limit = moments(sent)[100]

    done = [
        watching.deem_silent(at=limit + shift, issue=issue_by_silence) for shift in (0 * MINUTE, MINUTE, 2 * MINUTE)
    ]

    assert (done, Licence.objects.count()) == ([0, 1, 0], 1)


def test_file_that_waits_for_its_applicant_is_never_issued_by_silence(sent: Journey) -> None:
    limit = moments(sent)[100]
    sent.judge(gaps={"TEMPAT-PRAKTIK": "Berkas tidak terbaca."})
    transitions.return_for_correction(sent.application, by=sent.cast.technical, at=sent.tick())

    assert watching.deem_silent(at=limit + timedelta(days=30), issue=issue_by_silence) == 0


def test_licence_by_silence_carries_mark_and_seal_and_owes_a_check(sent: Journey) -> None:
    at = moments(sent)[100] + MINUTE
    watching.deem_silent(at=at, issue=issue_by_silence)
    work()

    licence = Licence.objects.select_related("letter").get()
    sent.application.refresh_from_db()
    assert licence.letter is not None
    assert (sent.application.state, sent.application.deemed, licence.deemed) == (State.LICENSED, True, True)
    assert (licence.letter.state, licence.letter.method, licence.letter.signed_by) == ("issued", Method.SEAL, None)
    assert licence.letter.context["tanda"] == BY_SILENCE
    assert check_code(licence.letter.verify_code, at=at).verdict == Verdict.VALID
    assert PostCheck.objects.get().done_at is None
    owed = InboxMessage.objects.filter(template_id="POST_CHECK_OWED").values_list("user_id", flat=True)
    assert set(owed) == {sent.cast.tpk.user_id, sent.cast.division_head.user_id}


# --- the switch -----------------------------------------------------------------------------------------------


def proposed(days: int | None, *, by: Role = Role.LEGAL) -> deemed.DeemedChange:
    who = actor(officer(by), by)
    return deemed.propose_change(NURSE, days=days, valid_from=MARCH, decree="SK 9/2026", by=who, at=START)


@pytest.mark.parametrize("days", [3, None])
def test_switch_opens_a_version_from_its_day_and_running_files_keep_theirs(sent: Journey, days: int | None) -> None:
    head = actor(officer(Role.HEALTH_HEAD), Role.HEALTH_HEAD)
    before = moments(sent)

    deemed.confirm_change(proposed(days), by=head, at=START)

    assert [type_in_force(NURSE, day).deemed_days for day in (date(2026, 2, 28), MARCH)] == [5, days]
    assert moments(sent) == before


def test_new_limit_has_an_allowance_of_its_day() -> None:
    deemed.confirm_change(proposed(3), by=actor(officer(Role.HEALTH_HEAD), Role.HEALTH_HEAD), at=START)

    at = [datetime(2026, month, 2, 3, 0, tzinfo=UTC) for month in (2, 3)]
    assert [allowance_for(ClockName.DEEMED_APPROVAL, NURSE, day).working_days for day in at] == [5, 3]


def test_one_person_does_not_switch_alone() -> None:
    change = proposed(None)

    with pytest.raises(TwoPeopleNeeded):
        deemed.confirm_change(change, by=actor(change.proposed_by, Role.LEGAL), at=START)
    with pytest.raises(DeemedChangeOpen):
        proposed(4)


def test_switch_is_for_delegated_types_and_days_to_come() -> None:
    legal = actor(officer(Role.LEGAL), Role.LEGAL)

    with pytest.raises(DeemedOnlyDelegated):
        deemed.propose_change("SERT-PKP", days=5, valid_from=MARCH, decree="SK 9/2026", by=legal, at=START)
    with pytest.raises(DayInPast):
        deemed.propose_change(NURSE, days=5, valid_from=date(2026, 1, 23), decree="SK 9", by=legal, at=START)
