"""What the database itself refuses, whoever writes: nothing can delete, shorten or take back a miss."""

from core import files, triggers
from core.triggers import Trigger
from outreach.domain.workflow import state_pairs
from outreach.models import Compensation, Pickup, PickupEvent, PickupWarning


def _frozen(model: type[Pickup | Compensation], column: str) -> Trigger:
    """A column that keeps what it was given first."""
    table = model._meta.db_table
    return triggers.only_when(
        model,
        name=f"{table}_{column}_frozen",
        column=column,
        condition=f'OLD."{column}" = NEW."{column}"',
        message=f"{table}.{column} never changes",
    )


def _once(model: type[Pickup | Compensation], column: str) -> Trigger:
    """A moment that is written once."""
    table = model._meta.db_table
    return triggers.only_when(
        model,
        name=f"{table}_{column}_once",
        column=column,
        condition=f'OLD."{column}" IS NULL OR OLD."{column}" = NEW."{column}"',
        message=f"{table}.{column} is written once",
    )


def register() -> None:
    """Tell triggers and files; called once at start."""
    triggers.register(
        *triggers.no_delete(Pickup),
        *triggers.append_only(PickupEvent),
        *triggers.append_only(PickupWarning),
        *triggers.no_delete(Compensation),
        triggers.legal_pairs(Pickup, column="state", pairs=sorted(state_pairs())),
        *(_frozen(Pickup, column) for column in ("reported_at", "due_at", "warn_at")),
        _once(Pickup, "arrived_at"),
        *(_frozen(Compensation, column) for column in ("pickup_id", "kilograms", "item", "owed_at", "due_at")),
        _once(Compensation, "confirmed_at"),
    )
    files.register(files.Owner("outreach-quarantine", "outreach.Compensation", "proof_name"))
    files.register(files.Owner("outreach-proofs", "outreach.Compensation", "proof_name", "proof_sha256"))
