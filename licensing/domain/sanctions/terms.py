"""Terms of warnings and suspensions that passed without proof of repair; each is told once."""

from datetime import datetime

from django.db import transaction

from core.batches import in_batches
from licensing.domain.licences.life import today_of
from licensing.domain.sanctions.telling import tell_term_over
from licensing.enums import SanctionState
from licensing.models import Sanction


def tell_terms_over(*, at: datetime) -> int:
    """Tell proposer and head of division of each term that is over; returns how many."""
    rows = Sanction.objects.with_people().filter(
        state=SanctionState.DONE, repaired_at__isnull=True, due_told_at__isnull=True, repair_by__lte=at.date()
    )
    return sum(_tell(row, at) for row in in_batches(rows))


@transaction.atomic
def _tell(sanction: Sanction, at: datetime) -> int:
    if not sanction.term_is_over(today_of(sanction.licence, at)):
        return 0
    if not Sanction.objects.filter(pk=sanction.pk, due_told_at__isnull=True).update(due_told_at=at):
        return 0
    tell_term_over(sanction, at=at)
    return 1
