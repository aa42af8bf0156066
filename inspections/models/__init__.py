"""Visits of health inspectors (TPK), what they plan, whom they teach and what they tell."""

from inspections.models.communication import Campaign, CampaignRecipient, NewsItem, VisitProposal
from inspections.models.people import GuidanceAttendee, GuidanceSession, InspectorTraining
from inspections.models.planning import ActivityPlan, ActivityTarget
from inspections.models.visit import Visit

__all__ = [
    "ActivityPlan",
    "ActivityTarget",
    "Campaign",
    "CampaignRecipient",
    "GuidanceAttendee",
    "GuidanceSession",
    "InspectorTraining",
    "NewsItem",
    "Visit",
    "VisitProposal",
]
