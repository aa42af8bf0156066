"""WhatsApp texts as calls for help, and as a dispute of the rice."""

import pytest

from accounts.signals import text_received
from outreach.domain.reporting import phone_hash
from outreach.enums import PickupChannel, PickupKind
from outreach.models import Pickup
from tests.factories.outreach import REPORTED, CompensationFactory, HouseholdFactory, PickupFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

PHONE = "+628000000123"


def write(text: str, key: str = "wamid.1") -> None:
    text_received.send(sender=None, phone=PHONE, text=text, key=key, at=REPORTED)


def test_call_by_text_finds_its_village_and_comes_once():
    write("jemput mbah contoh di karang raja rt 02")
    write("jemput mbah contoh di karang raja rt 02")

    pickup = Pickup.objects.get()
    assert (pickup.region.name, pickup.channel, pickup.kind) == (
        "Karang Raja", PickupChannel.WHATSAPP, PickupKind.PICK_UP,
    )  # fmt: skip


def test_known_household_is_enough_and_chatter_is_not_kept():
    household = HouseholdFactory(phone=PHONE, phone_hash=phone_hash(PHONE))
    write("selamat pagi", "wamid.2")

    write("tolong", "wamid.3")

    assert Pickup.objects.get().household == household


def test_family_that_got_nothing_says_so():
    owed = CompensationFactory(pickup=PickupFactory(phone=PHONE, phone_hash=phone_hash(PHONE)), handed_at=REPORTED)

    write("belum")

    owed.refresh_from_db()
    assert owed.disputed_at == REPORTED
