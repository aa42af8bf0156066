"""What a concluded visit causes in its own transaction: the numbered berita acara, messages. Rows only."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from inspections.letters.inspection_record import queue_record
from inspections.models import Visit
from inspections.signals import visit_recorded


@receiver(visit_recorded, dispatch_uid="inspections.queue_record")
def queue_berita_acara(visit: Visit, at: datetime, **_kwargs: Any) -> None:
    """Number the berita acara with the conclusion, so that both exist or neither."""
    visit.letter = queue_record(visit, at=at)
    visit.berita_acara_number = visit.letter.number
    visit.save(update_fields=["letter", "berita_acara_number"])
