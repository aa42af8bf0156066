"""Tables of the outreach service."""

from outreach.models.compensation import Compensation
from outreach.models.household import Household, Member
from outreach.models.pickup import Pickup, PickupEvent, PickupWarning
from outreach.models.promise import Promise, ServiceArea
from outreach.models.report import MonthReport
from outreach.models.roster import Shift, Vehicle
from outreach.models.visit import Finding, FollowUp, Visit

__all__ = [
    "Compensation",
    "Finding",
    "FollowUp",
    "Household",
    "Member",
    "MonthReport",
    "Pickup",
    "PickupEvent",
    "PickupWarning",
    "Promise",
    "ServiceArea",
    "Shift",
    "Vehicle",
    "Visit",
]
