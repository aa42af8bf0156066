"""Applications from draft to licence, the catalogue they follow and the licences that come out."""

from licensing.models.allowance import Allowance, ApplicationClock, ClockWarning, DeemedChange
from licensing.models.application import Application, ApplicationConsent, ApplicationLetter, ApplicationVisit
from licensing.models.assessment import Assessment, Correction, Judgement
from licensing.models.catalogue import (
    FindingText,
    Reason,
    RecommendationType,
    Regulation,
    Requirement,
    RequirementSet,
)
from licensing.models.compliance import ComplianceList
from licensing.models.consent import FilingConsent, FilingConsentAnswer, StaffJoin, StaffJoinAnswer
from licensing.models.coordination import AnswerPaper, Coordination, CoordinationBody, VisitCoordination
from licensing.models.coverage import CoverageChange, CoverageKey, CoverageStep
from licensing.models.document import Document
from licensing.models.event import ApplicationEvent
from licensing.models.filing import FilingBatch, FilingReference, FilingRow
from licensing.models.licence import Licence, LicenceFlag, LicenceReminder, LicenceStatus, PostCheck
from licensing.models.report import AnswerPromise, PromiseReportLetter, PublicReport, ReportWarning
from licensing.models.rule_change import BacktestRow, BacktestRun, PlaceLimit, RuleChange
from licensing.models.sanction import Sanction, SanctionStep
from licensing.models.satusehat import SatusehatLink
from licensing.models.survey import SurveyElement, SurveyInvitation, SurveyResponse, SurveyScore

__all__ = [
    "Allowance",
    "AnswerPaper",
    "AnswerPromise",
    "Application",
    "ApplicationClock",
    "ApplicationConsent",
    "ApplicationEvent",
    "ApplicationLetter",
    "ApplicationVisit",
    "Assessment",
    "BacktestRow",
    "BacktestRun",
    "ClockWarning",
    "ComplianceList",
    "Coordination",
    "CoordinationBody",
    "Correction",
    "CoverageChange",
    "CoverageKey",
    "CoverageStep",
    "DeemedChange",
    "Document",
    "FilingBatch",
    "FilingConsent",
    "FilingConsentAnswer",
    "FilingReference",
    "FilingRow",
    "FindingText",
    "Judgement",
    "Licence",
    "LicenceFlag",
    "LicenceReminder",
    "LicenceStatus",
    "PlaceLimit",
    "PostCheck",
    "PromiseReportLetter",
    "PublicReport",
    "Reason",
    "RecommendationType",
    "Regulation",
    "ReportWarning",
    "Requirement",
    "RequirementSet",
    "RuleChange",
    "Sanction",
    "SanctionStep",
    "SatusehatLink",
    "StaffJoin",
    "StaffJoinAnswer",
    "SurveyElement",
    "SurveyInvitation",
    "SurveyResponse",
    "SurveyScore",
    "VisitCoordination",
]
