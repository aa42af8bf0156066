"""The strip of working time, laid out in a drawing 300 units wide.

Filled is used, outlined is left, dots are closed, a line is now; the outlined parts add up to the big figure.
All numbers leave here as text, because a template would write them with the comma of the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final

from django.utils.translation import gettext

from core import formats

WIDTH: Final = 300.0
TOP: Final = 22.0
BAR: Final = 28.0
_LETTER: Final = 6.3
_GAPS: Final = {"wide": 30.0, "paused": 34.0, "night": 14.0, "break": 8.0}
_LEAST_BLOCK: Final = 6.0
_DAYS_WITH_BREAKS: Final = 3
_ROOM: Final = 4.0


@dataclass(frozen=True)
class StripPart:
    """``kind`` is used, left, closed or paused; instants already stand in the office's zone."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int = 0
    is_wide: bool = False
    label: str = ""

    @property
    def is_open(self) -> bool:
        return self.kind in ("used", "left")


@dataclass(frozen=True)
class Rect:
    x: str
    width: str
    kind: str


@dataclass(frozen=True)
class Word:
    """``look`` is a class of the theme: day, time, gap, due, now, used or left."""

    x: str
    y: str
    anchor: str
    look: str
    text: str


@dataclass(frozen=True)
class Strip:
    height: str
    frames: list[Rect]
    fills: list[Rect]
    dashes: list[Rect]
    words: list[Word]
    now_x: str = ""
    due_x: str = ""


@dataclass
class _Block:
    """Open parts that touch each other, or one gap."""

    parts: list[StripPart]
    x: float = 0.0
    width: float = 0.0

    @property
    def is_open(self) -> bool:
        return any(part.is_open for part in self.parts)

    @property
    def starts_at(self) -> datetime:
        return self.parts[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.parts[-1].ends_at

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass
class _Line:
    """Words on one height; a word that would touch another is left out."""

    y: float
    taken: list[tuple[float, float]] = field(default_factory=list)

    def fits(self, start: float, end: float) -> bool:
        return all(end + _ROOM <= left or right + _ROOM <= start for left, right in self.taken)

    def place(self, x: float, text: str, *, anchor: str, look: str) -> Word | None:
        start, end = _extent(x, text, anchor)
        if start < -1 or end > WIDTH + 1 or not self.fits(start, end):
            return None
        self.taken.append((start, end))
        return Word(_text(x), _text(self.y), anchor, look, text)


def lay_out(
    parts: Sequence[StripPart], *, marks: tuple[datetime | None, datetime | None], zone: tzinfo | None
) -> Strip:
    """The drawing of ``parts``. ``marks`` are the due moment and now; each may be None."""
    blocks = _blocks(_without_breaks(parts))
    _spread(blocks)
    due, now = marks
    due_x = None if due is None else _x_of(blocks, due)
    now_x = None if now is None else _x_of(blocks, now)
    return Strip(
        height="92" if now_x is not None else "72",
        frames=[Rect(_text(b.x + 0.75), _text(b.width - 1.5), "frame") for b in blocks if b.is_open],
        fills=[rect for block in blocks if block.is_open for rect in _fills(block, due)],
        dashes=[Rect(_text(b.x + 3), _text(b.end - 3), b.parts[0].kind) for b in blocks if not b.is_open],
        words=[
            *_above(blocks, due_x),
            *_inside(blocks, due),
            *_below(blocks, now_x),
            *_now(now, now_x, zone),
        ],
        now_x="" if now_x is None else _text(min(max(now_x, 1.25), WIDTH - 1.25)),
        due_x="" if due_x is None or due_x >= WIDTH - 1 else _text(due_x),
    )


def _without_breaks(parts: Sequence[StripPart]) -> Sequence[StripPart]:
    """Over more than three days the midday break is too fine to draw; it is left out, and no minute with it."""
    if len({part.starts_at.date() for part in parts if part.is_open}) <= _DAYS_WITH_BREAKS:
        return parts
    return [part for part in parts if part.is_open or part.kind == "paused" or not _is_break(part)]


def _is_break(part: StripPart) -> bool:
    return part.starts_at.date() == part.ends_at.date() and not part.is_wide


def _blocks(parts: Sequence[StripPart]) -> list[_Block]:
    """Parts grouped; nights next to a weekend melt into it, and gaps at the ends are not drawn."""
    blocks: list[_Block] = []
    for part in parts:
        if blocks and blocks[-1].is_open == part.is_open and part.kind != "paused":
            blocks[-1].parts.append(part)
        else:
            blocks.append(_Block([part]))
    while blocks and not blocks[0].is_open:
        blocks.pop(0)
    while blocks and not blocks[-1].is_open and blocks[-1].parts[0].kind != "paused":
        blocks.pop()
    return blocks


def _gap(block: _Block) -> float:
    if block.parts[0].kind == "paused":
        return _GAPS["paused"]
    if any(part.is_wide for part in block.parts):
        return _GAPS["wide"]
    return _GAPS["night" if block.starts_at.date() != block.ends_at.date() else "break"]


def _spread(blocks: Sequence[_Block]) -> None:
    """Give gaps a fixed width, shrunk together when there are many, and share the rest by minutes."""
    gaps = {id(block): _gap(block) for block in blocks if not block.is_open}
    shrink = min(1.0, WIDTH * 0.4 / sum(gaps.values())) if gaps else 1.0
    room = WIDTH - sum(gaps.values()) * shrink
    widths = _shares([block.minutes for block in blocks if block.is_open], room)
    x = 0.0
    for block in blocks:
        block.x = x
        block.width = next(widths) if block.is_open else gaps[id(block)] * shrink
        x = block.end


def _shares(minutes: Sequence[int], room: float) -> Iterator[float]:
    total = sum(minutes) or 1
    raw = [max(room * each / total, _LEAST_BLOCK) for each in minutes]
    return iter([each * room / (sum(raw) or 1) for each in raw])


def _x_of(blocks: Sequence[_Block], at: datetime) -> float | None:
    """Where an instant lies; None when it is not on the strip. An edge belongs to the earlier block."""
    for block in blocks:
        for part, x, width in _spans(block) if block.is_open else [(block, block.x, block.width)]:
            if part.starts_at <= at <= part.ends_at:
                whole = (part.ends_at - part.starts_at).total_seconds() or 1
                return x + width * (at - part.starts_at).total_seconds() / whole
    return None


def _fills(block: _Block, due: datetime | None) -> Iterator[Rect]:
    for kind, x, width, _ in _pieces(block, due):
        if kind != "left":
            yield Rect(_text(x), _text(width), kind)


def _pieces(block: _Block, due: datetime | None) -> Iterator[tuple[str, float, float, int]]:
    """Each open part as kind, place, width and minutes; what was used after the due moment is "late"."""
    for part, x, width in _spans(block):
        if part.kind == "left" or due is None or part.ends_at <= due:
            yield part.kind, x, width, part.minutes
        elif part.starts_at >= due:
            yield "late", x, width, part.minutes
        else:
            share = (due - part.starts_at) / (part.ends_at - part.starts_at)
            before = round(part.minutes * share)
            yield "used", x, width * share, before
            yield "late", x + width * share, width * (1 - share), part.minutes - before


def _spans(block: _Block) -> Iterator[tuple[StripPart, float, float]]:
    x = block.x
    for part in block.parts:
        width = block.width * part.minutes / (block.minutes or 1)
        yield part, x, width
        x += width


def _inside(blocks: Sequence[_Block], due: datetime | None) -> Iterator[Word]:
    for block in blocks:
        for kind, x, width, minutes in _pieces(block, due) if block.is_open else ():
            label = formats.short_duration(minutes)
            if _width(label) + _ROOM <= width:
                yield Word(_text(x + width / 2), "41", "middle", kind, label)


def _above(blocks: Sequence[_Block], due_x: float | None) -> Iterator[Word]:
    line = _Line(13)
    due = gettext("batas")
    if due_x is not None:
        at_end = due_x + _width(due) / 2 > WIDTH
        word = line.place(WIDTH if at_end else due_x, due, anchor="end" if at_end else "middle", look="due")
        if word:
            yield word
    for block in _first_of_days(blocks):
        for text in (formats.day_of_month(block.starts_at), formats.day(block.starts_at)):
            if _room_until_next_day(blocks, block) >= _width(text) and (
                word := line.place(block.x, text, anchor="start", look="day")
            ):
                yield word
                break


def _below(blocks: Sequence[_Block], now_x: float | None) -> Iterator[Word]:
    line = _Line(65)
    if now_x is not None:
        line.taken.append((now_x, now_x))
    opened = [block for block in blocks if block.is_open]
    if not opened:
        return
    wanted = [
        (opened[0].x, _clock(opened[0].starts_at), "start", "time"),
        (opened[-1].end, _clock(opened[-1].ends_at), "end", "time"),
        *((block.x + 1, _clock(block.starts_at), "start", "time") for block in _first_of_days(blocks)[1:]),
        *((block.x + block.width / 2, label, "middle", "gap") for block in blocks if (label := _label(block))),
    ]
    placed = [line.place(x, text, anchor=anchor, look=look) for x, text, anchor, look in wanted]
    yield from (word for word in placed if word)


def _label(block: _Block) -> str:
    return next((part.label for part in block.parts if part.label), "")


def _now(now: datetime | None, x: float | None, zone: tzinfo | None) -> Iterator[Word]:
    if now is None or x is None:
        return
    text = gettext("sekarang %(time)s") % {"time": formats.clock_time(now, zone)}
    half = _width(text) / 2
    yield Word(_text(min(max(x, half), WIDTH - half)), "85", "middle", "now", text)


def _first_of_days(blocks: Sequence[_Block]) -> list[_Block]:
    first: dict[object, _Block] = {}
    for block in blocks:
        if block.is_open:
            first.setdefault(block.starts_at.date(), block)
    return list(first.values())


def _room_until_next_day(blocks: Sequence[_Block], block: _Block) -> float:
    later = [other.x for other in _first_of_days(blocks) if other.x > block.x]
    return (min(later) if later else WIDTH) - block.x - _ROOM


def _extent(x: float, text: str, anchor: str) -> tuple[float, float]:
    width = _width(text)
    start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return start, start + width


def _width(text: str) -> float:
    """A careful guess of the width of 12-unit Inter."""
    return len(text) * _LETTER


def _clock(at: datetime) -> str:
    return formats.clock_time(at, at.tzinfo)


def _text(value: float) -> str:
    return f"{value:.1f}"
