"""Regions, offices, calendars, people who sign in, officials and messages."""

from accounts.models.api_client import ApiClient, ClientRequest
from accounts.models.calendar import CalendarVersion
from accounts.models.export import ExportJob
from accounts.models.invitation import Invitation, OneTimeCode, SignUp
from accounts.models.membership import Membership
from accounts.models.message import Delivery, InboxMessage, MessageTemplate
from accounts.models.office import Office
from accounts.models.official import Absence, ActingAppointment, Official
from accounts.models.region import Region
from accounts.models.user import User
from accounts.models.webhook import WebhookAttempt, WebhookMessage, WebhookSubscription

__all__ = [
    "Absence",
    "ActingAppointment",
    "ApiClient",
    "CalendarVersion",
    "ClientRequest",
    "Delivery",
    "ExportJob",
    "InboxMessage",
    "Invitation",
    "Membership",
    "MessageTemplate",
    "Office",
    "Official",
    "OneTimeCode",
    "Region",
    "SignUp",
    "User",
    "WebhookAttempt",
    "WebhookMessage",
    "WebhookSubscription",
]
