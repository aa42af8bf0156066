"""State words, task lists, journeys: where something stands and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

Text = str | LazyText


class Kind(StrEnum):
    """The five tones of the theme. A tone always comes with a word and a bar."""

    OK = "ok"
    WAIT = "wait"
    FIX = "fix"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True)
class Status:
    """A state word and its three lines: what it means, who works on it, what the reader must do."""

    label: Text
    kind: Kind
    means: Text
    who: Text
    you: Text


class TaskState(Enum):
    EMPTY = (_("Belum diisi"), Kind.NONE)
    STARTED = (_("Sedang diisi"), Kind.WAIT)
    FIX = (_("Perlu diperbaiki"), Kind.FIX)
    DONE = (_("Selesai"), Kind.OK)
    BLOCKED = (_("Belum bisa dimulai"), Kind.NONE)

    def __init__(self, label: LazyText, kind: Kind) -> None:
        self.label = label
        self.kind = kind


@dataclass(frozen=True)
class Task:
    """One section of a task list; ``key`` is its stable English name, without ``url`` it cannot be opened yet."""

    key: str
    label: Text
    state: TaskState
    url: str = ""
    note: Text = ""


@dataclass(frozen=True)
class TaskList:
    """Sections that may be filled in any order. ``send`` is the last step and is not counted."""

    tasks: Sequence[Task]
    send: Task | None = None
    minutes_left: int = 0
    saved_at: datetime | None = None

    @property
    def done(self) -> int:
        return sum(task.state is TaskState.DONE for task in self.tasks)

    @property
    def total(self) -> int:
        return len(self.tasks)

    @property
    def upcoming(self) -> Task | None:
        """The section the button names: what must be mended, else what was begun, else the next empty one."""
        open_ = [task for task in (*self.tasks, *filter(None, [self.send])) if task.url]
        for state in (TaskState.FIX, TaskState.STARTED, TaskState.EMPTY):
            if found := next((task for task in open_ if task.state is state), None):
                return found
        return None


@dataclass(frozen=True)
class SummaryRow:
    """An answer as given; an empty value shows "Belum diisi"."""

    key: str
    label: Text
    value: Text
    change_url: str = ""


@dataclass(frozen=True)
class Fact:
    """A label and a sentence; ``kind`` adds a mark of that tone before it, ``url`` makes it a link."""

    label: Text
    text: Text
    kind: Kind | None = None
    code: bool = False
    url: str = ""


@dataclass(frozen=True)
class Promise:
    label: Text
    at: datetime


@dataclass(frozen=True)
class Confirmation:
    """What a person takes home after sending. ``sent_to`` names channels as shown, ``WhatsApp …7890``."""

    title: Text
    number: str
    next_steps: Sequence[Text] = ()
    promises: Sequence[Promise] = ()
    receipt_url: str = ""
    sent_to: Sequence[Text] = ()
    next_url: str = ""
    next_label: Text = ""


class StageState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Stage:
    """One stop of the journey; ``when`` is short ("sejak Jum 23 Jan, 15.20"), ``elapsed`` a sentence."""

    title: Text
    state: StageState
    when: Text = ""
    text: Text = ""
    elapsed: Text = ""


class FindingLevel(Enum):
    """Order is the order on the page: what blocks first."""

    BLOCK = ("error", Kind.BAD)
    WARN = ("warning", Kind.FIX)
    MET = ("done", Kind.OK)

    def __init__(self, icon: str, kind: Kind) -> None:
        self.icon = icon
        self.kind = kind


@dataclass(frozen=True)
class Finding:
    """One rule and how it came out, with its remedy and the article it rests on."""

    level: FindingLevel
    title: Text
    remedy: Text = ""
    url: str = ""
    link: Text = ""
    law: Text = ""
    code: str = ""


@dataclass(frozen=True)
class Findings:
    """All findings at once, worst first."""

    items: Sequence[Finding]

    @property
    def ordered(self) -> list[Finding]:
        rank = list(FindingLevel)
        return sorted(self.items, key=lambda item: rank.index(item.level))

    @property
    def met(self) -> int:
        return self._count(FindingLevel.MET)

    @property
    def warned(self) -> int:
        return self._count(FindingLevel.WARN)

    @property
    def blocked(self) -> int:
        return self._count(FindingLevel.BLOCK)

    @property
    def total(self) -> int:
        return len(self.items)

    def _count(self, level: FindingLevel) -> int:
        return sum(item.level is level for item in self.items)
