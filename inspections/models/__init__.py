"""Checklists, inspectors, surat tugas, visits, findings and risk of the inspectors (TPK); plans, people, news."""

from inspections.models.assignment import SuratTugas, SuratTugasMember
from inspections.models.checklist import ChecklistItem, ChecklistKind, ChecklistVersion
from inspections.models.communication import Campaign, CampaignRecipient, NewsItem, VisitProposal
from inspections.models.finding import FindingAnswer, FindingProof, VisitFinding
from inspections.models.inspector import InspectorCard, InspectorInterest
from inspections.models.people import GuidanceAttendee, GuidanceSession, InspectorTraining
from inspections.models.planning import ActivityPlan, ActivityTarget
from inspections.models.risk import RiskFactor, RiskFacts, RiskScore
from inspections.models.visit import (
    Visit,
    VisitAnswer,
    VisitMember,
    VisitPhoto,
    VisitSignature,
    VisitSubmission,
)

__all__ = [
    "ActivityPlan",
    "ActivityTarget",
    "Campaign",
    "CampaignRecipient",
    "ChecklistItem",
    "ChecklistKind",
    "ChecklistVersion",
    "FindingAnswer",
    "FindingProof",
    "GuidanceAttendee",
    "GuidanceSession",
    "InspectorCard",
    "InspectorInterest",
    "InspectorTraining",
    "NewsItem",
    "RiskFactor",
    "RiskFacts",
    "RiskScore",
    "SuratTugas",
    "SuratTugasMember",
    "Visit",
    "VisitAnswer",
    "VisitFinding",
    "VisitMember",
    "VisitPhoto",
    "VisitProposal",
    "VisitSignature",
    "VisitSubmission",
]
