"""What a concluded visit causes in its own transaction: the numbered berita acara, messages. Rows only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from inspections.domain import findings as finding_verbs, risk, telling
from inspections.letters.inspection_record import queue_record
from inspections.models import Visit, VisitFinding
from inspections.signals import finding_moved, visit_concluded, visit_recorded


@receiver(visit_recorded, dispatch_uid="inspections.queue_record")
def queue_berita_acara(visit: Visit, at: datetime, **_kwargs: Any) -> None:
    """Number the berita acara with the conclusion, so that both exist or neither."""
    visit.letter = queue_record(visit, at=at)
    visit.berita_acara_number = visit.letter.number
    visit.save(update_fields=["letter", "berita_acara_number"])


@receiver(visit_concluded, dispatch_uid="inspections.after_visit")
def after_visit(visit: Visit, findings: Sequence[VisitFinding], at: datetime, **_kwargs: Any) -> None:
    """The place gets its copy; a re-inspection closes what is repaired; the risk is reckoned anew."""
    finding_verbs.close_by_visit(visit, at=at)
    telling.tell_of_record(visit, len(findings), at=at)
    if visit.facility is not None:
        risk.refresh(visit.facility, at=at)


@receiver(finding_moved, dispatch_uid="inspections.after_finding")
def after_finding(finding: VisitFinding, what: str, at: datetime, **_kwargs: Any) -> None:
    """Tell whose turn it is; an open finding less is a lower risk."""
    telling.tell_of_finding(finding, what, at=at)
    if what in ("accept", "close") and finding.facility is not None:
        risk.refresh(finding.facility, at=at)
