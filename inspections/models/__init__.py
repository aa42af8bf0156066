"""Checklists, inspectors, surat tugas, visits, findings and risk of the health inspectors (TPK)."""

from inspections.models.assignment import SuratTugas, SuratTugasMember
from inspections.models.checklist import ChecklistItem, ChecklistKind, ChecklistVersion
from inspections.models.finding import FindingAnswer, FindingProof, VisitFinding
from inspections.models.inspector import InspectorCard, InspectorInterest
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
    "ChecklistItem",
    "ChecklistKind",
    "ChecklistVersion",
    "FindingAnswer",
    "FindingProof",
    "InspectorCard",
    "InspectorInterest",
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
    "VisitSignature",
    "VisitSubmission",
]
