"""The hash chain of the audit trail, without Django: what is hashed, and how a chain is checked.

Stand-alone verifier of a dump, for an auditor who trusts neither portal nor database::

    python -m core.audit_chain dump.jsonl [anchors.jsonl …]

A dump has one JSON object per line: an event with the members of `Entry`, or a head `{"chain", "seq", "hash"}`
alone. Anchors are heads written outside the database on earlier days.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One event as it is hashed. `at` is RFC 3339 in UTC with microseconds; `actor` a primary key or empty."""

    chain: str
    seq: int
    at: str
    actor: str
    role: str
    action: str
    object_type: str
    object_id: str
    reason: str
    payload: Mapping[str, Any]
    prev_hash: str
    hash: str

    def digest(self) -> str:
        """The hash this event must carry: sha256 over canonical JSON of everything but the hash itself."""
        body = {name: value for name, value in asdict(self).items() if name != "hash"}
        return hashlib.sha256(canonical_json(body).encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """Where a chain ends, or ended on the day it was anchored. An empty chain ends at seq 0 with hash ""."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first bad place of a chain. `code`: sequence, link, content, head or anchor."""

    chain: str
    seq: int
    code: str
    detail: str


@dataclass(frozen=True)
class Verdict:
    """What the check of one chain found: its length and the first fault, None when it is whole."""

    chain: str
    length: int
    fault: Fault | None


def canonical_json(value: Any) -> str:
    """One spelling per value: sorted keys, no spaces, UTF-8. Floats have no such spelling and are refused."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def instant(at: datetime) -> str:
    """The spelling of an aware instant inside the hash."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def verdict(chain: str, entries: Iterable[Entry], *, head: Head | None, anchors: Iterable[Head] = ()) -> Verdict:
    """Check `entries` of `chain`, in the order of `seq`, against its head row and its anchors."""
    waiting = sorted((anchor for anchor in anchors if anchor.chain == chain), key=lambda anchor: anchor.seq)
    length, last = 0, ""
    for entry in entries:
        if fault := _entry_fault(entry, after=Head(chain, length, last)):
            return Verdict(chain, length, fault)
        length, last = entry.seq, entry.hash
        while waiting and waiting[0].seq == length:
            if fault := _anchor_fault(waiting.pop(0), last):
                return Verdict(chain, length, fault)
    return Verdict(chain, length, _end_fault(Head(chain, length, last), head, waiting))


def _entry_fault(entry: Entry, *, after: Head) -> Fault | None:
    expected = after.seq + 1
    if entry.seq != expected:
        return Fault(after.chain, expected, "sequence", f"row {expected} is missing, found {entry.seq}")
    if entry.prev_hash != after.hash:
        return Fault(after.chain, entry.seq, "link", "prev_hash is not the hash of the row before")
    if entry.hash != entry.digest():
        return Fault(after.chain, entry.seq, "content", "the hash does not fit the content")
    return None


def _anchor_fault(anchor: Head, found: str) -> Fault | None:
    if anchor.hash in (found, ""):
        return None
    return Fault(anchor.chain, anchor.seq, "anchor", "the row differs from the one anchored outside")


def _end_fault(end: Head, head: Head | None, waiting: list[Head]) -> Fault | None:
    late = [anchor for anchor in waiting if anchor.seq > end.seq]
    if late:
        detail = f"the tail is cut: row {late[-1].seq} was anchored outside"
        return Fault(end.chain, end.seq + 1, "anchor", detail)
    if head is None or (head.seq, head.hash) == (end.seq, end.hash):
        return None
    detail = f"the chain ends at {end.seq}, its head says {head.seq}"
    return Fault(end.chain, end.seq + 1, "head", detail)


def _refuse_floats(value: Any) -> None:
    match value:
        case float():
            raise TypeError(f"{value!r}: write figures as text or whole numbers")
        case Mapping():
            for item in value.values():
                _refuse_floats(item)
        case list() | tuple():
            for item in value:
                _refuse_floats(item)
        case _:
            return


# --- dumps --------------------------------------------------------------------------------------------------


def dump_line(row: Entry | Head) -> str:
    """One line of a dump, without line end."""
    return canonical_json(asdict(row))


def read_dump(lines: Iterable[str]) -> Iterator[Entry | Head]:
    """The rows of a dump. Raises `ValueError` naming the line that cannot be read."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(line, number)


def _read_line(line: str, number: int) -> Entry | Head:
    try:
        row = json.loads(line)
        kind = Entry if "action" in row else Head
        return kind(**{field.name: row[field.name] for field in fields(kind)})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"line {number} is not a row of a dump: {error}") from error


def verify_dump(rows: Iterable[Entry | Head], *, anchors: Iterable[Head] = ()) -> list[Verdict]:
    """Check every chain of a dump, rows in any order of chains; each chain in its order of lines."""
    every = list(rows)
    heads = {row.chain: row for row in every if isinstance(row, Head)}
    outside = list(anchors)
    entries = sorted((row for row in every if isinstance(row, Entry)), key=lambda entry: entry.chain)
    chains = {chain: list(group) for chain, group in groupby(entries, key=lambda entry: entry.chain)}
    names = sorted({*chains, *heads, *(anchor.chain for anchor in outside)})
    return [verdict(name, chains.get(name, []), head=heads.get(name), anchors=outside) for name in names]


def read_anchors(paths: Iterable[Path]) -> list[Head]:
    """The heads in anchor files."""
    heads: list[Head] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            heads.extend(row for row in read_dump(lines) if isinstance(row, Head))
    return heads


def main(arguments: list[str]) -> int:
    """Check the dump named first against the anchor files named after it. 0 whole, 1 tampered, 2 usage."""
    if not arguments:
        sys.stderr.write("usage: python -m core.audit_chain DUMP [ANCHORS …]\n")
        return 2
    dump, *anchors = map(Path, arguments)
    with dump.open(encoding="utf-8") as lines:
        verdicts = verify_dump(read_dump(lines), anchors=read_anchors(anchors))
    for line in report(verdicts):
        sys.stdout.write(line + "\n")
    return 1 if any(one.fault for one in verdicts) else 0


def report(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """One line per chain."""
    for one in verdicts:
        if one.fault is None:
            yield f"{one.chain}: {one.length} rows, whole"
        else:
            yield f"{one.chain}: row {one.fault.seq} is the first bad one ({one.fault.code}): {one.fault.detail}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
