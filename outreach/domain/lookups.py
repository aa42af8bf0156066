"""The look-up columns beside encrypted ones, for the rotation of keys."""

from core.crypto import LookupColumn, register_lookup
from core.names import name_key
from outreach.domain.register import CARD
from outreach.domain.reporting import PHONE, PLACE


def register() -> None:
    """Tell `rotate_keys`; called once at start."""
    register_lookup(LookupColumn("outreach.Household", "card", "card_hash", CARD))
    register_lookup(LookupColumn("outreach.Household", "phone", "phone_hash", PHONE))
    register_lookup(LookupColumn("outreach.Pickup", "phone", "phone_hash", PHONE))
    register_lookup(LookupColumn("outreach.Pickup", "place", "place_hash", PLACE, text=lambda row: name_key(row.place)))
