"""The triggers that keep the audit trail append-only and its heads moving forward."""

from core.models import AuditChain, AuditEvent
from core.triggers import Trigger, append_only, no_delete, only_when


def guards() -> list[Trigger]:
    """Events are added and nothing else; a head goes one step at a time and is never removed."""
    one_step = only_when(
        AuditChain,
        name="core_auditchain_forward",
        column="seq",
        condition='NEW."seq" = OLD."seq" + 1 AND NEW."name" = OLD."name"',
        message="a chain grows one event at a time",
    )
    with_event = only_when(
        AuditChain,
        name="core_auditchain_with_event",
        column="hash",
        condition='NEW."seq" = OLD."seq" + 1',
        message="the head's hash changes with a new event only",
    )
    return [*append_only(AuditEvent), *no_delete(AuditChain), one_step, with_event]
