"""From answers to a conclusion. Pure: no database, exact fractions (checklists-README.md, "Scoring")."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from inspections.enums import AnswerValue, ItemSeverity, Scoring, VisitConclusion

LEVELS = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True)
class Item:
    """What scoring needs of one question. `applies_when` empty = always asked."""

    code: str
    weight: int = 1
    critical: bool = False
    severity: str = ""
    applies_when: str = ""


@dataclass(frozen=True)
class Result:
    """What the answers come to. `conclusion` None = no counted item, so nothing is said.

    `percent` is exact and only set in the percent kinds, `level` (1–4) only in the severity kinds.
    `failed` and `critical_failed` are item codes in the order of the list; `unanswered` asked but not answered.
    """

    conclusion: VisitConclusion | None
    counted: int
    yes: int
    no: int
    not_applicable: int
    failed: tuple[str, ...] = ()
    critical_failed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    percent: Fraction | None = None
    level: int | None = None

    @property
    def shown_percent(self) -> Decimal | None:
        """One decimal, half up; None without a percentage."""
        return None if self.percent is None else rounded(self.percent, "0.1")

    @property
    def level_name(self) -> str:
        """`I` to `IV`, empty without a level."""
        return LEVELS.get(self.level or 0, "")


def rounded(value: Fraction, step: str) -> Decimal:
    """Round an exact fraction half up to `step` ("0.1")."""
    unit = Decimal(step)
    places = Fraction(unit)
    whole = int(value / places * 2 + 1) // 2
    return (Decimal(whole) * unit).quantize(unit, rounding=ROUND_HALF_UP)


def asked(items: Iterable[Item], conditions: Collection[str]) -> list[Item]:
    """The items asked under the conditions ticked at the start of the visit."""
    return [item for item in items if not item.applies_when or item.applies_when in conditions]


def score(
    items: Iterable[Item],
    answers: Mapping[str, str],
    *,
    conditions: Collection[str],
    scoring: Scoring,
    threshold: int,
) -> Result:
    """Score `answers` (item code → sesuai, tidak, tb). Answers to items not asked are left out.

    `threshold`: lowest passing percentage (percent) or worst passing level (severity).
    """
    shown = asked(items, conditions)
    yes = [item for item in shown if answers.get(item.code) == AnswerValue.YES]
    no = [item for item in shown if answers.get(item.code) == AnswerValue.NO]
    absent = [item for item in shown if answers.get(item.code) == AnswerValue.NOT_APPLICABLE]
    percent = _percent(yes, no) if scoring == Scoring.PERCENT else None
    level = severity_level(no) if scoring == Scoring.SEVERITY and yes + no else None
    return Result(
        conclusion=_conclusion(yes, no, percent=percent, level=level, threshold=threshold),
        counted=len(yes) + len(no),
        yes=len(yes),
        no=len(no),
        not_applicable=len(absent),
        failed=tuple(item.code for item in no),
        critical_failed=tuple(item.code for item in no if item.critical),
        unanswered=tuple(item.code for item in shown if not answers.get(item.code)),
        percent=percent,
        level=level,
    )


def _percent(yes: Sequence[Item], no: Sequence[Item]) -> Fraction | None:
    """100 × weight of Sesuai / weight of Sesuai + Tidak; T.B. counts nowhere."""
    good, counted = sum(item.weight for item in yes), sum(item.weight for item in [*yes, *no])
    return Fraction(100 * good, counted) if counted else None


def severity_level(failed: Iterable[Item]) -> int:
    """Level 1–4 of SPP-IRT, counted from the worst grade."""
    grades = [item.severity for item in failed]
    critical, serious, major = (
        grades.count(grade) for grade in (ItemSeverity.CRITICAL, ItemSeverity.SERIOUS, ItemSeverity.MAJOR)
    )
    if critical >= 1 or serious >= 5:  # noqa: PLR2004  # inspection form of 2012, checklists-README
        return 4
    if serious >= 1 or major >= 4:  # noqa: PLR2004  # as above
        return 3
    return 2 if major >= 2 else 1  # noqa: PLR2004  # as above


def _conclusion(
    yes: Sequence[Item], no: Sequence[Item], *, percent: Fraction | None, level: int | None, threshold: int
) -> VisitConclusion | None:
    if not yes and not no:
        return None
    if any(item.critical for item in no):
        return VisitConclusion.UNFIT
    if percent is not None:
        # Below the mark without a critical failure: repair first (the rule of the percent kinds).
        return VisitConclusion.FIT if percent >= threshold else VisitConclusion.FIT_WITH_REPAIR
    if level is not None:
        return VisitConclusion.FIT if level <= threshold else VisitConclusion.UNFIT
    return VisitConclusion.FIT_WITH_REPAIR if no else VisitConclusion.FIT
