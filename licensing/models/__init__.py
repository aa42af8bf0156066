"""Applications from draft to licence, the catalogue they follow and the licences that come out."""

from licensing.models.allowance import Allowance, ApplicationClock, ClockWarning
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
from licensing.models.coordination import Coordination
from licensing.models.document import Document
from licensing.models.event import ApplicationEvent
from licensing.models.licence import Licence, LicenceReminder, LicenceStatus, PostCheck
from licensing.models.report import AnswerPromise, PublicReport, ReportWarning
from licensing.models.survey import SurveyElement, SurveyInvitation, SurveyResponse, SurveyScore

__all__ = [
    "Allowance",
    "AnswerPromise",
    "Application",
    "ApplicationClock",
    "ApplicationConsent",
    "ApplicationEvent",
    "ApplicationLetter",
    "ApplicationVisit",
    "Assessment",
    "ClockWarning",
    "Coordination",
    "Correction",
    "Document",
    "FindingText",
    "Judgement",
    "Licence",
    "LicenceReminder",
    "LicenceStatus",
    "PostCheck",
    "PublicReport",
    "Reason",
    "RecommendationType",
    "Regulation",
    "ReportWarning",
    "Requirement",
    "RequirementSet",
    "SurveyElement",
    "SurveyInvitation",
    "SurveyResponse",
    "SurveyScore",
]
