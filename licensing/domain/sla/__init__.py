"""Clocks of an application: a calculation from its ledger, the office calendar and the promise given.

Pure. Nothing is counted up and nothing is kept: erase every stored due moment, call again, and the same
answers come back. Amounts are working days (exact fractions), instants are aware and carry the zone of the
calendar. The rule is DECISIONS 8, 13 to 15; the arithmetic is core.workdays.
"""

from licensing.domain.sla.clock import ClockReading, Mark
from licensing.domain.sla.explaining import ExplanationLine, LineKind
from licensing.domain.sla.measuring import due_at, earliest, reading, readings
from licensing.domain.sla.promise import HOLDERS, ClockRule, LedgerEntry, Phase, is_end
from licensing.domain.sla.segments import Segment, SegmentKind
from licensing.domain.sla.spans import HolderStretch, holder_stretches
from licensing.domain.sla.thresholds import THRESHOLDS, Threshold, warnings_due
from licensing.enums import ClockState

__all__ = [
    "HOLDERS",
    "THRESHOLDS",
    "ClockReading",
    "ClockRule",
    "ClockState",
    "ExplanationLine",
    "HolderStretch",
    "LedgerEntry",
    "LineKind",
    "Mark",
    "Phase",
    "Segment",
    "SegmentKind",
    "Threshold",
    "due_at",
    "earliest",
    "holder_stretches",
    "is_end",
    "reading",
    "readings",
    "warnings_due",
]
