"""The one door to a network: lock it, ask who may, ask whether the stage is open, write the audit row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.exceptions import Conflict, RuleBroken, Unavailable
from spm.domain.networks.reading import Standing, standing_of
from spm.enums import NetworkStage
from spm.exceptions import NetworkEnded, NetworkInvalid, NetworkUnknown, StageClosed
from spm.models import Network

ACTION = "network_write"
LEADERS = "DW"  # the health office and the Puskesmas lead (seed 004)
OFFICE = "D"
EVERYBODY = "DWF"
REFUSALS = (Conflict, RuleBroken, Unavailable)
Tell = Callable[[str, dict[str, Any]], None]


def network_for(user: Any, public_id: str, *, action: str = "network_read", letters: str = EVERYBODY) -> Network:
    """A network `user` reaches by those cells. Raises NetworkUnknown."""
    rows = Network.objects.visible_to(user, action, letters).select_related("region", "lead", "problem")
    found: Network | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NetworkUnknown
    return found


def may(user: Any, network: Network, letters: str = LEADERS) -> bool:
    """Tell whether `user` may change `network` by those cells."""
    return Network.objects.visible_to(user, ACTION, letters).filter(pk=network.pk).exists()


def local_day(at: datetime) -> date:
    """The day of `at` here."""
    return timezone.localtime(at).date()


@contextmanager
def opened(
    network: Network, *, by: User, at: datetime, stage: int = NetworkStage.COMMITMENT, letters: str = LEADERS
) -> Iterator[tuple[Network, Standing, Tell]]:
    """Hold the locked network for one verb; what `tell(action, payload)` says is audited in the same transaction.

    Raises NetworkUnknown, NetworkEnded, StageClosed where `stage` is not open yet.
    """
    with transaction.atomic():
        network_for(by, network.public_id, action=ACTION, letters=letters)
        row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
        if row.ended_on is not None:
            raise NetworkEnded
        standing = standing_of(row, on=local_day(at))
        if standing.stage < stage:
            raise StageClosed(params={"stage": str(NetworkStage(stage).label)})

        def tell(action: str, payload: dict[str, Any]) -> None:
            audit.record(
                action=f"spm.network_{action}", by=by, obj=row, payload={"network": row.public_id, **payload}, at=at
            )

        yield row, standing, tell


def plainly(act: Callable[[], None]) -> None:
    """Do it; a refusal with one finding says that finding instead of its own message."""
    try:
        act()
    except NetworkInvalid as refused:
        raise NetworkInvalid(refused.findings[0].detail) from refused
