"""What licensing lends to the risk score of a place: licence end, complaints, staff without SIP (DECISIONS 2)."""

from datetime import datetime

from facilities.models import Facility
from inspections.domain import risk
from inspections.models import RiskScore
from licensing.enums import ReportKind, SanctionState
from licensing.models import Licence, PublicReport, Sanction


def push(facility: Facility, *, at: datetime) -> RiskScore:
    """Push the facts of one place down; call it in the transaction that changed one of them."""
    ends = Licence.objects.filter(holder_facility=facility, ends_on__isnull=False)
    complaints = PublicReport.objects.filter(application__place=facility, kind=ReportKind.COMPLAINT)
    steps = Sanction.objects.filter(licence__holder_facility=facility, state=SanctionState.DONE)
    lent = risk.Lent(
        complaints_open=complaints.filter(answered_at__isnull=True).count(),
        licence_ends_on=ends.order_by("-ends_on").values_list("ends_on", flat=True).first(),
        under_sanction=steps.filter(repaired_at__isnull=True, repair_by__isnull=False).exists(),
    )
    return risk.push_facts(facility, lent, at=at)
