"""Rows of the mechanisms. No domain noun among them."""

from core.models.audit import AuditChain, AuditEvent
from core.models.heartbeat import Heartbeat
from core.models.idempotency import IdempotencyRecord
from core.models.imports import (
    ImportBatch,
    ImportChunk,
    ImportMapping,
    ImportMode,
    ImportSetting,
    ImportState,
    ImportTrace,
)
from core.models.lease import Lease
from core.models.loaded_row import LoadedRow
from core.models.neighbour import Neighbour
from core.models.outbox import JobState, OutboxJob

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Heartbeat",
    "IdempotencyRecord",
    "ImportBatch",
    "ImportChunk",
    "ImportMapping",
    "ImportMode",
    "ImportSetting",
    "ImportState",
    "ImportTrace",
    "JobState",
    "Lease",
    "LoadedRow",
    "Neighbour",
    "OutboxJob",
]
