"""Tables of indicators, figures and reports."""

from spm.models.event import CrisisEvent, Outbreak, OutbreakPlace, OutbreakRow
from spm.models.indicator import Indicator
from spm.models.panel import Panel
from spm.models.report import Report
from spm.models.sheet import CostLine, Evidence, FollowUp, Supply
from spm.models.standard import CostComponent, IndexBand, OutbreakService, Standard
from spm.models.value import Value

__all__ = [
    "CostComponent",
    "CostLine",
    "CrisisEvent",
    "Evidence",
    "FollowUp",
    "IndexBand",
    "Indicator",
    "Outbreak",
    "OutbreakPlace",
    "OutbreakRow",
    "OutbreakService",
    "Panel",
    "Report",
    "Standard",
    "Supply",
    "Value",
]
