"""Figures of the survey over any period and by type; each has the sheets behind it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, QuerySet, Sum

from accounts.models import Office
from licensing.domain.surveys.index import ElementScore, band_of, index_of
from licensing.models import SurveyElement, SurveyResponse, SurveyScore

# Figures from fewer sheets are hidden in public (PRODUCT 9).
FEW = 5


@dataclass(frozen=True)
class SurveyFigures:
    """The index of one set of sheets; `elements` by code. Index and band are None without a sheet."""

    respondents: int
    elements: dict[str, ElementScore]
    index: Fraction | None
    band: str

    @property
    def few(self) -> bool:
        """True when the figure must not be public."""
        return self.respondents < FEW


def responses_of(office: Office, *, first: date, last: date, type_code: str = "") -> QuerySet[SurveyResponse]:
    """Return the sheets of `office` answered from `first` to `last` (inclusive), of one type when given."""
    rows = SurveyResponse.objects.filter(office=office, answered_on__gte=first, answered_on__lte=last)
    return rows.filter(type_code=type_code) if type_code else rows


def survey_figures(rows: QuerySet[SurveyResponse]) -> SurveyFigures:
    """Return index and elements of these sheets, in one query."""
    return _figures(_sums(rows).get("", {}))


def survey_by_type(rows: QuerySet[SurveyResponse]) -> dict[str, SurveyFigures]:
    """Return the same figures for each type with a sheet, in one query."""
    return {code: _figures(sums) for code, sums in sorted(_sums(rows, "response__type_code").items())}


def _sums(rows: QuerySet[SurveyResponse], *by: str) -> dict[str, dict[str, ElementScore]]:
    found: dict[str, dict[str, ElementScore]] = defaultdict(dict)
    scores = SurveyScore.objects.filter(response__in=rows.order_by()).order_by()
    for row in scores.values(*by, "element_id").annotate(total=Sum("value"), answers=Count("pk")):
        found[row[by[0]] if by else ""][row["element_id"]] = ElementScore(row["total"], row["answers"])
    return found


def _figures(sums: dict[str, ElementScore]) -> SurveyFigures:
    index = index_of(sums)
    return SurveyFigures(
        respondents=max((score.answers for score in sums.values()), default=0),
        elements=sums,
        index=index,
        band=band_of(index) if index is not None else "",
    )


def elements() -> list[SurveyElement]:
    """Return the nine elements in order."""
    return list(SurveyElement.objects.all())


def year_before(on: date) -> date:
    """Return the first day of the twelve months that end on `on`."""
    is_leap_day = (on.month, on.day) == (2, 29)
    return date(on.year - 1, on.month, 28 if is_leap_day else on.day) + timedelta(days=1)
