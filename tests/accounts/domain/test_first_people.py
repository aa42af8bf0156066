"""A new installation gets its first two log-ins from the operator, and everybody else by invitation."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.domain import passwords, staff
from accounts.domain.contacts import contact_of
from accounts.domain.first_people import appoint_first
from accounts.enums import Role
from accounts.exceptions import AlreadyRecorded, SecondPersonNeeded
from accounts.models import Delivery, Membership, Office
from core.exceptions import NotAllowed
from core.models import AuditEvent
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory

pytestmark = pytest.mark.usefixtures("texts")

NOW = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)


def first(role: Role, office: Office, email: str = "kepala@contoh.example") -> Membership:
    return appoint_first(role, office=office, email=email, name="drg. Contoh, M.K.M.", at=NOW)


def test_first_two_fill_every_other_post():
    health, licensing = OfficeFactory(), LicensingOfficeFactory()
    head = first(Role.HEALTH_HEAD, health).user
    admin = first(Role.ADMIN, health, "admin@contoh.example").user

    asked = staff.invite(
        email="dpmptsp@contoh.example",
        name="Kepala Contoh",
        role=Role.LICENCE_HEAD,
        office=licensing,
        region=None,
        by=admin,
        at=NOW,
    )
    confirmed = staff.confirm(asked.public_id, by=head, at=NOW + timedelta(minutes=5))

    assert confirmed.confirmed_by == head
    assert list(AuditEvent.objects.filter(action="role.first").values_list("actor_id", flat=True)) == [None, None]


def test_password_is_set_by_a_code_to_the_own_address():
    user = first(Role.ADMIN, OfficeFactory()).user

    passwords.ask_reset(contact_of("KEPALA@contoh.example"), ticket="t" * 32, at=NOW)

    assert not user.has_usable_password()
    assert Delivery.objects.count() == 1


def test_an_office_that_has_one_gets_no_second_first():
    office = OfficeFactory()
    first(Role.ADMIN, office)

    with pytest.raises(AlreadyRecorded):
        first(Role.ADMIN, office, "lain@contoh.example")


def test_one_person_is_not_both():
    office = OfficeFactory()
    first(Role.ADMIN, office)

    with pytest.raises(SecondPersonNeeded):
        first(Role.HEALTH_HEAD, office)


def test_other_roles_come_by_invitation():
    with pytest.raises(NotAllowed):
        first(Role.TPK, OfficeFactory())


def test_command_says_where_the_password_is_set():
    office, said = OfficeFactory(), StringIO()

    call_command("appoint_first", "admin", "admin@contoh.example", "Admin Contoh", office=office.code, stdout=said)

    assert "/lupa-sandi/" in said.getvalue()
    assert Membership.objects.get(office=office).role == Role.ADMIN


@pytest.mark.parametrize(
    ("email", "office", "reason"),
    [("admin", "DINKES-1674", "no e-mail address"), ("admin@contoh.example", "DINKES-0000", "known: DINKES-1674")],
)
def test_command_refuses_what_it_cannot_use(email, office, reason):
    OfficeFactory(code="DINKES-1674")

    with pytest.raises(CommandError, match=reason):
        call_command("appoint_first", "admin", email, "Admin Contoh", office=office)
