"""Kinds of letters, their number counters, the letters themselves, and checks made by the public."""

from letters.models.check import LetterCheck
from letters.models.counter import NumberCounter
from letters.models.kind import LetterKind
from letters.models.letter import Letter

__all__ = ["Letter", "LetterCheck", "LetterKind", "NumberCounter"]
