"""Acting officials by two people, and who can sign on the coming days."""

from datetime import UTC, date, datetime

import pytest

from accounts.domain import acting
from accounts.domain.acting import Decree, Deputy
from accounts.domain.officials import signatories
from accounts.enums import ActingKind, Position, Role
from accounts.exceptions import ActingUnclear, AlreadyDecided, SecondPersonNeeded
from accounts.models import Office, Official, User
from core.exceptions import NotAllowed, NotFound
from tests.factories.accounts import MembershipFactory, OfficeFactory, OfficialFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.usefixtures("texts")

FRIDAY = date(2026, 1, 23)
MONDAY = date(2026, 1, 26)
NOW = datetime(2026, 1, 23, 3, 0, tzinfo=UTC)
WEEK = Decree(ActingKind.PLH, "800/0002/DINKES/2026", FRIDAY, MONDAY, date(2026, 1, 30))


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def official(office: Office) -> Official:
    return OfficialFactory(office=office)


@pytest.fixture
def admin(office: Office) -> User:
    return MembershipFactory(role=Role.ADMIN, office=office).user


@pytest.fixture
def head(office: Office) -> User:
    return MembershipFactory(role=Role.HEALTH_HEAD, office=office).user


def deputy() -> Deputy:
    return Deputy(UserFactory(name="Budi Contoh"), "Sekretaris", "Budi Contoh, S.K.M.")


def test_a_proposal_lets_nobody_sign(official: Official, admin: User):
    acting.propose(official, deputy(), WEEK, by=admin, at=NOW)

    assert [who.acting for who in signatories(official.office, Position.HEALTH_HEAD, MONDAY)] == [""]


def test_a_confirmed_decree_replaces_the_holder_in_its_dates(official: Official, admin: User, head: User):
    row = acting.propose(official, deputy(), WEEK, by=admin, at=NOW)

    acting.confirm(row.pk, by=head, at=NOW)

    who = signatories(official.office, Position.HEALTH_HEAD, MONDAY)
    assert [(one.prefix, one.name) for one in who] == [("Plh.", "Budi Contoh, S.K.M.")]
    assert [one.acting for one in signatories(official.office, Position.HEALTH_HEAD, FRIDAY)] == [""]
    assert row.user.inbox.get().text.startswith("SEJARAS: Anda tercatat sebagai Plh.")


def test_who_proposes_or_acts_does_not_confirm(official: Official, head: User, office: Office):
    legal = MembershipFactory(role=Role.LEGAL, office=office).user
    row = acting.propose(official, Deputy(head, "", "Kepala"), WEEK, by=legal, at=NOW)

    for person in (legal, head):
        with pytest.raises(SecondPersonNeeded):
            acting.confirm(row.pk, by=person, at=NOW)


def test_a_decree_is_decided_once(official: Official, admin: User, head: User):
    row = acting.propose(official, deputy(), WEEK, by=admin, at=NOW)
    acting.reject(row.pk, by=head, reason="tanggal keliru", at=NOW)

    with pytest.raises(AlreadyDecided):
        acting.confirm(row.pk, by=head, at=NOW)


def test_the_heads_hear_of_a_proposal(official: Official, admin: User, head: User):
    acting.propose(official, deputy(), WEEK, by=admin, at=NOW)

    assert head.inbox.get().template_id == "CHANGE_WAITING"


@pytest.mark.parametrize(
    "decree",
    [
        Decree(ActingKind.PLH, "1", FRIDAY, MONDAY, FRIDAY),
        Decree(ActingKind.PLT, "1", FRIDAY, MONDAY, date(2026, 12, 31)),
    ],
)
def test_dates_must_fit(official: Official, admin: User, decree: Decree):
    with pytest.raises(ActingUnclear):
        acting.propose(official, deputy(), decree, by=admin, at=NOW)


def test_nobody_acts_for_themselves(official: Official, admin: User):
    with pytest.raises(ActingUnclear):
        acting.propose(official, Deputy(official.user, "", "Sama"), WEEK, by=admin, at=NOW)


def test_another_city_is_out_of_reach(official: Official, admin: User):
    other = OfficeFactory(code="DINKES-9999", region=RegionFactory(code="99.99"))
    stranger = MembershipFactory(role=Role.HEALTH_HEAD, office=other).user
    row = acting.propose(official, deputy(), WEEK, by=admin, at=NOW)

    with pytest.raises(NotFound):
        acting.confirm(row.pk, by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        acting.propose(OfficialFactory(office=other), deputy(), WEEK, by=admin, at=NOW)


def test_tomorrow_is_the_next_working_day(official: Official):
    OfficialFactory(office=official.office, position=Position.DIVISION_HEAD)

    gaps = acting.cannot_sign_tomorrow([official.office], on=FRIDAY)

    assert gaps == []
    days = acting.posts_of([official.office], on=FRIDAY, days=2)[0].days
    assert [day.on for day in days] == [FRIDAY, MONDAY]


def test_an_absence_without_a_deputy_is_a_gap(official: Official, admin: User, head: User):
    acting.record_absence(official, starts_on=MONDAY, ends_on=MONDAY, note="", by=admin, at=NOW)
    posts = acting.cannot_sign_tomorrow([official.office], on=FRIDAY)
    assert [post.position for post in posts] == [Position.HEALTH_HEAD]

    row = acting.propose(official, deputy(), WEEK, by=admin, at=NOW)
    acting.confirm(row.pk, by=head, at=NOW)

    assert acting.cannot_sign_tomorrow([official.office], on=FRIDAY) == []
