"""What other apps tell the keepers of indicators."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import Office
from accounts.signals import figures_ready
from spm.domain.computed import take_in


@receiver(figures_ready, dispatch_uid="spm.figures_ready")
def keep_counted_figures(
    *, office: Office, starts_on: date, figures: Mapping[str, tuple[int, int]], at: datetime, **_others: Any
) -> None:
    """A service counted its month; what is not there yet or changed becomes a new version."""
    take_in(figures, office=office, month=starts_on.replace(day=1), at=at)
