"""The audit trail: `record` writes an event inside the caller's transaction, `verify` checks the chains.

One chain per office, so offices do not wait for each other; what belongs to no office goes to `portal`.
Heads are anchored outside the database each day. Without a fresh anchor nobody signs (`require_fresh_anchor`).
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import chain as chain_together
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit_chain import Entry, Head, Verdict, canonical_json, dump_line, instant, read_anchors, verdict
from core.exceptions import Unavailable
from core.models import AuditChain, AuditEvent
from core.redaction import IDENTITY_NUMBER, redact

PORTAL = "portal"
ANCHOR_AGE = timedelta(hours=26)


class HasCode(Protocol):
    """What `record` needs of an office."""

    @property
    def code(self) -> Any:
        """Name of its chain."""


class AnchorMissing(Unavailable):
    """No chain was anchored outside the database in time, so signing stops (SECURITY 0.9)."""

    code = "audit_anchor_missing"
    message = _("Jejak audit belum dijangkarkan. Penandatanganan ditahan; hubungi administrator.")


class PayloadRefused(ValueError):
    """A fault of the caller: a payload may hold codes, masked values and keyed hashes only."""


def record(
    *,
    action: str,
    by: AbstractBaseUser | None,
    obj: models.Model | None = None,
    office: HasCode | None = None,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    role: str = "",
    at: datetime | None = None,
) -> AuditEvent:
    """Append one event to the chain of `office` (else `portal`); `by` None is the system itself.

    Must run inside the transaction of the change it tells of; the chain's head stays locked until that ends.
    `reason` is what a person typed; identity numbers in it are masked. Raises `PayloadRefused`.
    """
    _require_transaction()
    clean = _checked_payload(payload or {})
    head = _locked_head(str(office.code) if office is not None else PORTAL)
    event = AuditEvent(
        chain=head,
        seq=head.seq + 1,
        at=at or timezone.now(),
        actor_id=None if by is None else by.pk,
        role=role or getattr(by, "active_role", ""),
        action=action,
        object_type=obj._meta.label if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        reason=redact(reason)[:500],
        payload=clean,
        prev_hash=head.hash,
    )
    event.hash = entry_of(event).digest()
    event.save(force_insert=True)
    AuditChain.objects.filter(pk=head.pk).update(seq=event.seq, hash=event.hash)
    return event


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record runs inside the transaction of the change")


def _checked_payload(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A plain copy of `payload`. Refuses floats and what looks like a NIK, also inside longer texts."""
    try:
        text = canonical_json(payload)
    except TypeError as error:
        raise PayloadRefused(str(error)) from error
    if IDENTITY_NUMBER.search(text):
        raise PayloadRefused("a 16-digit number stands in the payload; write its keyed hash")
    plain: dict[str, Any] = json.loads(text)
    return plain


def _locked_head(name: str) -> AuditChain:
    chains = AuditChain.objects.select_for_update()
    if (head := chains.filter(name=name).first()) is not None:
        return head
    # Two first events at once on PostgreSQL: the second waits here for the first, then finds its row.
    AuditChain.objects.bulk_create([AuditChain(name=name)], ignore_conflicts=True)
    return chains.get(name=name)


def entry_of(event: AuditEvent) -> Entry:
    """The event as the chain hashes it."""
    return Entry(
        chain=str(event.chain_id),
        seq=event.seq,
        at=instant(event.at),
        actor="" if event.actor_id is None else str(event.actor_id),
        role=event.role,
        action=event.action,
        object_type=event.object_type,
        object_id=event.object_id,
        reason=event.reason,
        payload=event.payload,
        prev_hash=event.prev_hash,
        hash=event.hash,
    )


# --- checking -----------------------------------------------------------------------------------------------


def verify(chain: str | None = None) -> list[Verdict]:
    """Check one chain or all of them against their heads and the anchors outside; one verdict per chain."""
    anchors = read_anchors(anchor_files())
    names = [chain] if chain else _chain_names(anchors)
    return [_verify_one(name, anchors) for name in names]


def _chain_names(anchors: Iterable[Head]) -> list[str]:
    """Chains with a head, events or an anchor: a chain that vanished whole is still looked for."""
    heads = AuditChain.objects.values_list("name", flat=True)
    events = AuditEvent.objects.order_by().values_list("chain_id", flat=True).distinct()
    return sorted({*heads, *events, *(anchor.chain for anchor in anchors)})


def _verify_one(name: str, anchors: Iterable[Head]) -> Verdict:
    head, events = _snapshot(name)
    return verdict(name, map(entry_of, events), head=head, anchors=anchors)


def _snapshot(name: str) -> tuple[Head, Iterator[AuditEvent]]:
    """The head and the events of one moment: both come from one statement, for offices go on working meanwhile."""
    rows = AuditEvent.objects.filter(chain_id=name).order_by("seq", "pk")
    events = rows.select_related("chain").iterator(chunk_size=1000)
    if (first := next(events, None)) is not None:
        return _head_of(first.chain, name), chain_together([first], events)
    # No event, or events whose head was taken away.
    left_over = list(rows)
    return _head_of(AuditChain.objects.filter(name=name).first(), name), iter(left_over)


def _head_of(row: AuditChain | None, name: str) -> Head:
    return Head(name, row.seq, row.hash) if row else Head(name, 0, "")


def dump() -> Iterator[str]:
    """The whole trail as lines for the stand-alone verifier, chain by chain."""
    for name in AuditChain.objects.order_by("name").values_list("name", flat=True):
        head, events = _snapshot(name)
        yield dump_line(head)
        yield from (dump_line(entry_of(event)) for event in events)


# --- anchors ------------------------------------------------------------------------------------------------


def anchor(*, at: datetime) -> Path:
    """Append the heads of all chains to the day's file outside the database; returns the file.

    Copy or mail that folder to where no database administrator can write: only there it is a witness.
    """
    folder = _anchor_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{at:%Y-%m-%d}.jsonl"
    heads = [Head(row.name, row.seq, row.hash) for row in AuditChain.objects.order_by("name")]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(canonical_json({"at": instant(at), **asdict(head)}) + "\n" for head in heads)
        file.flush()
        os.fsync(file.fileno())
    return path


def anchor_files() -> list[Path]:
    """Every anchor file, oldest first."""
    return sorted(_anchor_folder().glob("*.jsonl"))


def _anchor_folder() -> Path:
    return Path(settings.DATA_DIR) / "anchors"


def anchor_age(at: datetime) -> timedelta | None:
    """How long ago the chains were last anchored; None when they never were."""
    for path in reversed(anchor_files()):
        lines = path.read_text(encoding="utf-8").splitlines()
        if lines:
            return at - datetime.fromisoformat(json.loads(lines[-1])["at"])
    return None


def require_fresh_anchor(*, at: datetime, within: timedelta = ANCHOR_AGE) -> None:
    """Raise `AnchorMissing` unless the chains were anchored in the last `within`; an empty trail needs none."""
    age = anchor_age(at)
    if (age is None or age > within) and AuditEvent.objects.filter(at__lt=at - within).exists():
        raise AnchorMissing
