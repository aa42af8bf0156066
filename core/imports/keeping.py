"""How long staged rows live: they hold identity numbers, so they go as soon as nobody needs them."""

from datetime import datetime, timedelta

from django.db import transaction

from core.models import ImportBatch, ImportSetting, ImportState

KEEP_DAYS = 30


def days_kept(kind: str) -> int:
    """Days from upload until the rows of this kind are erased, and the way back with them."""
    setting = ImportSetting.objects.filter(pk=kind).first()
    return setting.keep_days if setting else KEEP_DAYS


def erase(*, at: datetime) -> int:
    """Erase the rows, errors and journals of imports that are old enough; what they were stays. Returns how many."""
    busy = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
    batches = ImportBatch.objects.filter(erased_at=None).exclude(state__in=busy)
    days: dict[str, int] = {}
    old = [
        batch
        for batch in batches
        if batch.created_at + timedelta(days=days.setdefault(batch.kind, days_kept(batch.kind))) <= at
    ]
    for batch in old:
        with transaction.atomic():
            batch.chunks.all().delete()
            batch.erased_at = at
            if batch.state in (ImportState.STAGED, ImportState.CHECKED, ImportState.STOPPED):
                batch.state = ImportState.DROPPED
            batch.save(update_fields=["erased_at", "state"])
    return len(old)
