"""How one member of staff stands: plain values, no database."""

from datetime import date

import pytest

from licensing.domain.rosters.standing import Difference, HeldSip, SipState, Standing, differences, places, standing

TODAY = date(2026, 1, 12)
HERE, ELSEWHERE = 1, 2


def sip(ends_on: date | None = date(2029, 1, 1), *, status: str = "active", place: int = HERE, **more) -> HeldSip:
    return HeldSip(1, place, 1, more.pop("starts_on", date(2024, 1, 2)), ends_on, status, **more)


@pytest.mark.parametrize(
    ("held", "state", "left"),
    [
        ([], SipState.NONE, None),
        ([sip(place=ELSEWHERE)], SipState.NONE, None),
        ([sip()], SipState.IN_FORCE, 1085),
        ([sip(None)], SipState.IN_FORCE, None),
        ([sip(date(2026, 4, 12))], SipState.ENDING, 90),
        ([sip(date(2026, 4, 13))], SipState.IN_FORCE, 91),
        ([sip(TODAY)], SipState.ENDING, 0),
        ([sip(date(2026, 1, 11))], SipState.EXPIRED, None),
        ([sip(status="suspended")], SipState.SUSPENDED, None),
        ([sip(status="revoked")], SipState.REVOKED, None),
        ([sip(status="surrendered")], SipState.SURRENDERED, None),
        ([sip(starts_on=date(2026, 2, 1))], SipState.NONE, None),
    ],
)
def test_state_follows_the_sips_at_this_place(held, state, left):
    found = standing(held, place_id=HERE, on=TODAY)

    assert (found.state, found.days_left) == (state, left)


def test_a_new_sip_hides_the_one_that_ran_out():
    old, new = sip(date(2025, 1, 1), starts_on=date(2020, 1, 1)), sip()

    assert standing([new, old], place_id=HERE, on=TODAY).sip == new


def test_whoever_needs_no_sip_lacks_none():
    found = standing([], place_id=HERE, on=TODAY, needs_sip=False)

    assert (found.state, found.is_missing, found.is_held) == (SipState.NOT_NEEDED, False, False)


def test_places_count_only_what_is_in_force():
    held = [sip(), sip(place=ELSEWHERE), sip(date(2020, 1, 1), place=3)]

    assert places(held, on=TODAY) == 2


MONDAY = (("Senin", "08:00", "14:00"),)
IN_FORCE = Standing(SipState.IN_FORCE, sip(hours=MONDAY))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"has_str": False}, [Difference.STR_MISSING]),
        ({"has_str": None}, []),
        ({"str_until": date(2026, 1, 11)}, [Difference.STR_ENDED]),
        ({"str_until": date(2028, 1, 1)}, [Difference.SIP_OUTLIVES_STR]),
        ({"str_until": date(2029, 1, 1)}, []),
        ({"hours": (("Senin", "08:00", "15:00"),)}, [Difference.HOURS_DIFFER]),
        ({"hours": ()}, []),
        ({"correction_open": True}, [Difference.CORRECTION_OPEN]),
    ],
)
def test_differences_are_named_one_by_one(facts, found):
    same = {"has_str": True, "str_until": None, "hours": MONDAY}

    assert differences(IN_FORCE, on=TODAY, **{**same, **facts}) == found
