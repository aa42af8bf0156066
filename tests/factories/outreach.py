"""Households, pickups and what is owed, at one Puskesmas of the shipped city."""

from datetime import UTC, date, datetime, timedelta

import factory

from accounts.enums import OfficeKind, Role
from accounts.models import Office, User
from outreach.enums import Need, PickupChannel, PickupKind, Terrain
from outreach.models import Compensation, Household, Member, Pickup, Promise, ServiceArea
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory, UserFactory

VILLAGE = "16.74.02.1007"
OTHER_VILLAGE = "16.74.02.1012"
FAR_VILLAGE = "16.74.01.1007"
REPORTED = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)


class PuskesmasFactory(OfficeFactory):
    """The Puskesmas of the first village, without office hours: its promise runs round the clock."""

    code = "PKM-01-1674"
    kind = OfficeKind.PUSKESMAS
    region = factory.SubFactory(RegionFactory, code=VILLAGE)
    name = "Puskesmas Prabumulih Timur"
    short_name = "Puskesmas Prabumulih Timur"


class PromiseFactory(factory.django.DjangoModelFactory[Promise]):
    """Four hours, two hours, five kilograms."""

    class Meta:
        model = Promise
        django_get_or_create = ("valid_from",)

    valid_from = date(2013, 1, 1)
    limit_minutes = 240
    warning_minutes = 120
    item = "beras"
    kilograms = 5
    handover_hours = 72
    duplicate_hours = 6
    source = "contoh"


class ServiceAreaFactory(factory.django.DjangoModelFactory[ServiceArea]):
    """A village served by the Puskesmas."""

    class Meta:
        model = ServiceArea
        django_get_or_create = ("region",)

    region = factory.SubFactory(RegionFactory, code=VILLAGE)
    office = factory.SubFactory(PuskesmasFactory)


class HouseholdFactory(factory.django.DjangoModelFactory[Household]):
    """A household that agreed to be on the register."""

    class Meta:
        model = Household

    office = factory.SubFactory(PuskesmasFactory)
    region = factory.SubFactory(RegionFactory, code=VILLAGE)
    head_name = factory.Sequence(lambda n: f"Keluarga Contoh {n}")
    address = "RT 02, belakang langgar"
    terrain = Terrain.ROAD
    consent_on = date(2025, 6, 1)


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """An older person who lives alone."""

    class Meta:
        model = Member

    household = factory.SubFactory(HouseholdFactory)
    need = Need.OLDER_ALONE


class PickupFactory(factory.django.DjangoModelFactory[Pickup]):
    """A call that nobody has accepted yet."""

    class Meta:
        model = Pickup

    number = factory.Sequence(lambda n: f"J-PKM01-2026-{n:04d}")
    office = factory.SubFactory(PuskesmasFactory)
    region = factory.SubFactory(RegionFactory, code=VILLAGE)
    kind = PickupKind.PICK_UP
    need = Need.OLDER_ALONE
    channel = PickupChannel.CADRE
    place = "Rumah Mbah Contoh, RT 02"
    reported_at = REPORTED
    warn_at = factory.LazyAttribute(lambda row: row.reported_at + timedelta(hours=2))
    due_at = factory.LazyAttribute(lambda row: row.reported_at + timedelta(hours=4))


class CompensationFactory(factory.django.DjangoModelFactory[Compensation]):
    """Rice that is owed and not handed over."""

    class Meta:
        model = Compensation

    pickup = factory.SubFactory(PickupFactory)
    item = "beras"
    kilograms = 5
    owed_at = factory.LazyAttribute(lambda row: row.pickup.due_at)
    due_at = factory.LazyAttribute(lambda row: row.owed_at + timedelta(hours=72))


def staff(role: Role, *, office: Office | None = None, **fields: object) -> User:
    """Somebody who holds `role` at the Puskesmas; a cadre works in its first village."""
    user: User = UserFactory(**fields)
    region = RegionFactory(code=VILLAGE) if role == Role.CADRE else None
    MembershipFactory(user=user, role=role, office=office or PuskesmasFactory(), region=region)
    return user
