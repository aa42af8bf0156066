"""The items of a checklist version as people edit them: what is wrong with them, what differs between two versions.

Pure: no database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import ItemSeverity, Scoring

# More would not fit on one page of a form, and no inspector asks as much in one visit.
MOST_ITEMS = 80
HUNDRED = 100
WORST_LEVEL = 4
# One of these alone means Level III or IV, so it forbids a favourable result (inspection form of 2012).
ALWAYS_CRITICAL = (ItemSeverity.SERIOUS, ItemSeverity.CRITICAL)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question as it is typed or read from a file; `seq` orders lines, whatever their numbers."""

    code: str
    part: str
    seq: int
    question: str
    weight: int = 1
    critical: bool = False
    severity: str = ""
    photo_when_no: bool = False
    hint: str = ""
    rule: str = ""
    applies_when: str = ""


FIELDS = tuple(field.name for field in fields(Line))
COMPARED = tuple(name for name in FIELDS if name not in ("code", "seq"))


@dataclass(frozen=True)
class LineFlaw:
    """What is wrong with one line. `place` counts the given lines from 0, None = all of them together."""

    place: int | None
    field: str
    reason: str


def line_flaws(lines: Sequence[Line], scoring: Scoring) -> list[LineFlaw]:
    """Every reason why these lines are no checklist under that way of scoring, in the order of the lines."""
    found = [flaw for place, line in enumerate(lines) for flaw in _own_flaws(place, line, scoring)]
    seen: dict[str, int] = {}
    for place, line in enumerate(lines):
        if seen.setdefault(line.code, place) != place:
            found.append(LineFlaw(place, "code", _("Kode %(code)s dipakai dua kali.") % {"code": line.code}))
    found.sort(key=lambda flaw: flaw.place or 0)
    if not any(not line.applies_when for line in lines):
        found.append(LineFlaw(None, "", _("Sedikitnya satu butir harus selalu ditanyakan.")))
    if len(lines) > MOST_ITEMS:
        found.append(LineFlaw(None, "", _("Paling banyak %(most)s butir.") % {"most": MOST_ITEMS}))
    return found


def _own_flaws(place: int, line: Line, scoring: Scoring) -> Iterator[LineFlaw]:
    if scoring != Scoring.SEVERITY:
        if line.severity:
            yield LineFlaw(place, "severity", _("Kelas hanya untuk penilaian menurut kelas; kosongkan."))
        return
    if not line.severity:
        yield LineFlaw(place, "severity", _("Pilih kelas: tingkat dihitung dari kelas butir yang tidak sesuai."))
    if line.severity in ALWAYS_CRITICAL and not line.critical:
        yield LineFlaw(place, "critical", _("Butir kelas serius atau kritis harus bertanda kritis."))


def threshold_flaw(scoring: Scoring, threshold: int) -> str:
    """Why the lowest passing mark does not fit the way of scoring; empty when it does."""
    if scoring == Scoring.SEVERITY and not 1 <= threshold <= WORST_LEVEL:
        return _("Tingkat terburuk yang lulus antara 1 dan 4.")
    if scoring == Scoring.PASS_ALL and threshold != HUNDRED:
        return _("Semua butir harus sesuai, jadi batasnya 100.")
    return ""


def ordered(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Field values of the items, numbered from 1 in the order people gave."""
    by_seq = sorted(lines, key=lambda line: line.seq)
    return [asdict(line) | {"seq": seq} for seq, line in enumerate(by_seq, start=1)]


@dataclass(frozen=True)
class Pair:
    """One item in two versions; None where a version has not got it. `moved` when it stands elsewhere."""

    before: Line | None
    after: Line | None
    moved: bool = False

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that differ."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def change(self) -> str:
        """`added`, `removed`, `changed`, `moved` or `same`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "moved" if self.moved else "same"


def paired(before: Sequence[Line], after: Sequence[Line]) -> list[Pair]:
    """Items of both versions by code: those of `after` in their order, then what went.

    `moved` compares the order of the items both have, so one inserted question moves nothing.
    """
    old, new = {line.code: line for line in before}, {line.code: line for line in after}
    was = _places(old, new)
    now = _places(new, old)
    pairs = [Pair(old.get(code), line, code in was and was[code] != now[code]) for code, line in new.items()]
    return pairs + [Pair(line, None) for code, line in old.items() if code not in new]


def _places(lines: Mapping[str, Line], others: Mapping[str, Line]) -> dict[str, int]:
    shared = [code for code in lines if code in others]
    return {code: place for place, code in enumerate(shared)}
