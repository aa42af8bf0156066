"""Who hears that a compliance list is sealed."""

from datetime import datetime

from django.urls import reverse

from accounts.domain.messages import tell
from licensing.models import ComplianceList


def tell_ready(row: ComplianceList, *, at: datetime) -> None:
    """Tell whoever asked for the list that it can be fetched; once per list."""
    tell(
        "COMPLIANCE_LIST_READY",
        user=row.asked_by,
        params={"fasilitas": row.facility.name, "nomor_surat": row.letter.number},
        link=reverse("compliance_list"),
        dedupe_key=f"COMPLIANCE_LIST_READY:{row.letter.public_id}",
        at=at,
    )
