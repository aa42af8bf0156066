"""Judging and mending: review items, things to redo, uploads, and the bar of possible decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from core.components.status import Kind, Text

NEEDS_WORK = _("Perlu perbaikan")


@dataclass(frozen=True)
class Choice:
    """``look`` is the answer's shape: y (yes), n (needs work) or t (does not apply)."""

    value: str
    label: Text
    look: str = "y"

    @property
    def icon(self) -> str:
        return {"y": "check", "n": "pencil"}.get(self.look, "")


@dataclass(frozen=True)
class ReviewItem:
    """One requirement to be judged. Its inputs are ``<prefix>-verdict``, ``-reason`` and ``-note``.

    ``settled`` replaces the choices when the register has already answered.
    """

    key: str
    title: Text
    law: Text
    prefix: str
    choices: Sequence[Choice] = ()
    value: str = ""
    reasons: Sequence[Choice] = ()
    reason: str = ""
    note: str = ""
    least_note: int = 15
    answer: Text = ""
    document_url: str = ""
    document_name: str = ""
    history: Sequence[Text] = ()
    errors: Sequence[Text] = ()
    settled: Text = ""
    readonly: bool = False
    current: bool = False

    @property
    def is_flagged(self) -> bool:
        return any(choice.look == "n" and choice.value == self.value for choice in self.choices)

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == self.value), None)


@dataclass(frozen=True)
class FixItem:
    """One thing to redo: the reason as a sentence, the officer's own words, and the way to mend it."""

    code: str
    title: Text
    reason: Text
    words: str = ""
    action_url: str = ""
    action: Text = ""
    kind: Kind = Kind.FIX
    label: Text = NEEDS_WORK


class UploadState(Enum):
    EMPTY = (_("Belum diunggah"), Kind.NONE)
    SENDING = (_("Sedang diunggah"), Kind.WAIT)
    CHECKING = (_("Sedang diperiksa"), Kind.WAIT)
    READY = (_("Siap"), Kind.OK)
    FAILED = (_("Belum terunggah"), Kind.FIX)

    def __init__(self, label: LazyText, kind: Kind) -> None:
        self.label = label
        self.kind = kind


@dataclass(frozen=True)
class Upload:
    """A requirement's file: what it is, how far it is, and where to send another one. Sizes are bytes."""

    key: str
    title: Text
    state: UploadState
    action_url: str = ""
    remove_url: str = ""
    hint: Text = ""
    law: Text = ""
    file_name: str = ""
    size: int = 0
    file_url: str = ""
    thumbnail_url: str = ""
    error: Text = ""
    optional: bool = False
    status_url: str = ""


@dataclass(frozen=True)
class Action:
    """A move the reader may make, or may see: a disabled one always says why.

    ``verb`` is the workflow's own word. With ``url`` it is a link, else a button named ``action`` with the verb
    as its value, sent by the form ``form`` (an element id).
    """

    verb: str
    label: Text
    primary: bool = False
    danger: bool = False
    url: str = ""
    form: str = ""
    disabled_because: Text = ""


@dataclass(frozen=True)
class Neighbour:
    url: str
    label: Text


@dataclass(frozen=True)
class Decision:
    """The sticky bar: at most one primary action, at the right or bottom."""

    actions: Sequence[Action]
    note: Text = ""
    previous: str = ""
    following: str = ""

    @property
    def reasons(self) -> list[Text]:
        """Why buttons are off, each reason once."""
        return list(dict.fromkeys(action.disabled_because for action in self.actions if action.disabled_because))
