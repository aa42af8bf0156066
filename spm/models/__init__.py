"""Tables of indicators, figures and reports."""

from spm.models.commitment import Commitment, CommitmentStatus, TrialProvince
from spm.models.event import CrisisEvent, Outbreak, OutbreakPlace, OutbreakRow
from spm.models.indicator import Indicator
from spm.models.monitoring import Monitoring, MonitoringRow, NetworkEvaluation, NetworkResponse
from spm.models.network import CareTask, Network, NetworkMember, NetworkPaper, PaperKind
from spm.models.panel import Panel
from spm.models.recording import EntryDraft, RegisterRow
from spm.models.report import Report
from spm.models.sheet import CostLine, Evidence, FollowUp, Supply
from spm.models.standard import CostComponent, IndexBand, OutbreakService, Standard
from spm.models.value import Value

__all__ = [
    "CareTask",
    "Commitment",
    "CommitmentStatus",
    "CostComponent",
    "CostLine",
    "CrisisEvent",
    "EntryDraft",
    "Evidence",
    "FollowUp",
    "IndexBand",
    "Indicator",
    "Monitoring",
    "MonitoringRow",
    "Network",
    "NetworkEvaluation",
    "NetworkMember",
    "NetworkPaper",
    "NetworkResponse",
    "Outbreak",
    "OutbreakPlace",
    "OutbreakRow",
    "OutbreakService",
    "Panel",
    "PaperKind",
    "RegisterRow",
    "Report",
    "Standard",
    "Supply",
    "TrialProvince",
    "Value",
]
