"""Officers join by invitation: two people, the right second one, a link that works once."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain import roles, staff
from accounts.enums import OfficeKind, Role
from accounts.exceptions import AlreadyDecided, HeadNeeded, InvitationEnded, OwnRole, SecondPersonNeeded
from accounts.models import Delivery, Invitation, Membership, Office, User
from core.exceptions import NotAllowed, NotFound
from core.models import AuditEvent
from tests.factories.accounts import (
    LicensingOfficeFactory,
    MembershipFactory,
    OfficeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("texts")

NOW = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)


@pytest.fixture
def admin() -> User:
    return MembershipFactory(role=Role.ADMIN).user


@pytest.fixture
def head() -> User:
    return MembershipFactory(role=Role.HEALTH_HEAD).user


def proposed(by: User, *, role: Role = Role.TPK, office: Office | None = None, email: str = "baru@x.example"):
    office = office or OfficeFactory()
    return staff.invite(email=email, name="Baru Contoh", role=role, office=office, region=None, by=by, at=NOW)


def token_of_newest_link() -> str:
    text = Delivery.objects.order_by("-pk").values_list("text", flat=True)[0]
    return re.search(r"/undangan/(\w+)/", text)[1]


def test_two_people_and_a_link_make_an_officer(admin: User, head: User):
    row = proposed(admin)
    staff.confirm(row.public_id, by=head, at=NOW)

    user = staff.accept(token_of_newest_link(), name="Baru Contoh", password="hujan pagi di kota", at=NOW)

    assert roles.roles_of(user, on=NOW.date()) == [Role.TPK, Role.APPLICANT]
    assert user.check_password("hujan pagi di kota")
    actions = AuditEvent.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["invitation.propose", "invitation.confirm", "role.grant"]


def test_nothing_is_sent_before_the_second_person(admin: User):
    proposed(admin)

    assert not Delivery.objects.filter(message__template="STAFF_INVITED").exists()


def test_the_heads_are_told_that_an_invitation_waits(admin: User, head: User):
    proposed(admin)

    assert head.inbox.get().text.startswith("SEJARAS: Undangan Baru Contoh sebagai Tenaga Pengawas Kesehatan")


def test_who_proposes_does_not_confirm(admin: User):
    row = proposed(admin)

    with pytest.raises(SecondPersonNeeded):
        staff.confirm(row.public_id, by=admin, at=NOW)


def test_deciding_roles_need_the_head(admin: User):
    row = proposed(admin, role=Role.LICENCE_HEAD, office=LicensingOfficeFactory())
    other_admin = MembershipFactory(role=Role.ADMIN).user

    with pytest.raises(HeadNeeded):
        staff.confirm(row.public_id, by=other_admin, at=NOW)


def test_nobody_invites_or_confirms_themselves(admin: User, head: User):
    with pytest.raises(OwnRole):
        proposed(admin, email=admin.email)
    row = proposed(admin, email=head.email)
    with pytest.raises(OwnRole):
        staff.confirm(row.public_id, by=head, at=NOW)


def test_another_city_is_out_of_reach(admin: User):
    other = OfficeFactory(code="DINKES-9999", region=RegionFactory(code="99.99"))
    stranger = MembershipFactory(role=Role.HEALTH_HEAD, office=other).user
    row = proposed(admin)

    with pytest.raises(NotAllowed):
        proposed(admin, office=other)
    with pytest.raises(NotFound):
        staff.confirm(row.public_id, by=stranger, at=NOW)
    assert staff.invitations_of(stranger).count() == 0


def test_applicants_are_not_invited(admin: User):
    with pytest.raises(NotAllowed):
        proposed(admin, role=Role.APPLICANT)


@pytest.mark.parametrize("days", [7, 8])
def test_the_link_ends_after_a_week(admin: User, head: User, days: int):
    staff.confirm(proposed(admin).public_id, by=head, at=NOW)

    with pytest.raises(InvitationEnded):
        staff.invitation_of(token_of_newest_link(), at=NOW + timedelta(days=days))


def test_the_link_works_once(admin: User, head: User):
    staff.confirm(proposed(admin).public_id, by=head, at=NOW)
    token = token_of_newest_link()
    staff.accept(token, name="Baru Contoh", password="hujan pagi di kota", at=NOW)

    with pytest.raises(InvitationEnded):
        staff.accept(token, name="Lain", password="hujan pagi di kota", at=NOW)


def test_a_refused_invitation_opens_nothing(admin: User, head: User):
    row = staff.confirm(proposed(admin).public_id, by=head, at=NOW)
    staff.refuse(row.public_id, by=head, reason="pindah tugas", at=NOW)

    with pytest.raises(InvitationEnded):
        staff.invitation_of(token_of_newest_link(), at=NOW)
    with pytest.raises(AlreadyDecided):
        staff.refuse(row.public_id, by=head, reason="pindah tugas", at=NOW)


def test_an_account_that_exists_gets_the_role_and_keeps_its_password(admin: User, head: User):
    known = UserFactory(email="lama@x.example")
    before = known.get_session_auth_hash()
    staff.confirm(proposed(admin, email="lama@x.example").public_id, by=head, at=NOW)

    user = staff.accept(token_of_newest_link(), name="", password="", at=NOW)

    known.refresh_from_db()
    assert (user, known.check_password("sejaras-demo")) == (known, True)
    assert known.get_session_auth_hash() != before


def test_ending_a_role_ends_the_sessions(admin: User):
    held = MembershipFactory(role=Role.TPK)
    before = held.user.get_session_auth_hash()

    roles.end(held, by=admin, reason="pindah tugas", at=NOW)

    held.user.refresh_from_db()
    assert held.user.get_session_auth_hash() != before
    assert roles.roles_of(held.user, on=NOW.date()) == [Role.APPLICANT]


def test_nobody_ends_the_own_role(admin: User):
    with pytest.raises(OwnRole):
        roles.end(Membership.objects.get(user=admin), by=admin, reason="-", at=NOW)


def test_a_puskesmas_head_manages_the_own_puskesmas_only():
    puskesmas = OfficeFactory(code="PKM-01-1674", kind=OfficeKind.PUSKESMAS, region=RegionFactory(code="16.74.02.1007"))
    OfficeFactory()
    head = MembershipFactory(role=Role.PUSKESMAS_HEAD, office=puskesmas).user

    assert list(staff.managed_offices(head)) == [puskesmas]


def test_the_token_is_kept_as_a_hash_only(admin: User, head: User):
    staff.confirm(proposed(admin).public_id, by=head, at=NOW)

    token = token_of_newest_link()
    assert token not in str(Invitation.objects.values())
    assert token not in Delivery.objects.order_by("-pk")[0].message.text
