"""Tables of indicators, figures and reports."""

from spm.models.event import CrisisEvent, Outbreak, OutbreakPlace, OutbreakRow
from spm.models.indicator import Indicator
from spm.models.panel import Panel
from spm.models.recording import EntryDraft, RegisterRow
from spm.models.report import Report
from spm.models.sheet import CostLine, Evidence, FollowUp, Supply
from spm.models.standard import CostComponent, IndexBand, OutbreakService, Standard
from spm.models.value import Value

__all__ = [
    "CostComponent",
    "CostLine",
    "CrisisEvent",
    "EntryDraft",
    "Evidence",
    "FollowUp",
    "IndexBand",
    "Indicator",
    "Outbreak",
    "OutbreakPlace",
    "OutbreakRow",
    "OutbreakService",
    "Panel",
    "RegisterRow",
    "Report",
    "Standard",
    "Supply",
    "Value",
]
