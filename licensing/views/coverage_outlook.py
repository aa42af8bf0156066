"""Trend, forecasts, and what changes the figure most."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, LineChart, Point, Row, Table
from licensing.domain.coverage.board import Board
from licensing.domain.coverage.counting import Figure
from licensing.domain.coverage.history import CoverageHistory
from licensing.domain.coverage.names import delegations
from licensing.enums import CoverageList
from licensing.views.coverage_tables import people

if TYPE_CHECKING:
    from licensing.views.coverage_base import CoverageMixin

FIRST = date(2013, 1, 1)
AHEAD = 12  # months of forecast
STEPS = (1, 2, 5, 10, 20, 25)
LINES = 6


@dataclass(frozen=True)
class Lever:
    """One line of what changes the figure most, with the list of those it is about."""

    text: str
    effect: str
    url: str


def outlook(view: "CoverageMixin", board: Board, total: Figure, districts: dict[str, Figure]) -> dict[str, Any]:
    """Return charts and tables of past and future, and the levers."""
    history = board.history()
    on = view.form.day
    return {
        "trend_chart": _trend(history, on),
        "forecast_chart": _forecast(history, on),
        "years_table": _years(history, on),
        "levers": list(_levers(view, history, total, districts)),
    }


def months(first: date, last: date) -> Iterator[date]:
    """Yield the last day of each month from that of `first`; the final one is `last` itself."""
    day = _month_end(first)
    while day < last:
        yield day
        day = _month_end(day + timedelta(days=1))
    yield last


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def later(on: date, count: int) -> date:
    """Return the same day some months later, or that month's last."""
    year, month = divmod(on.month - 1 + count, 12)
    first = date(on.year + year, month + 1, 1)
    return first.replace(day=min(on.day, monthrange(first.year, first.month)[1]))


def _percent(counts: tuple[int, int]) -> float | None:
    held, obliged = counts
    return held * 100 / obliged if obliged else None


def _trend(history: CoverageHistory, on: date) -> LineChart | None:
    values = [(day, _percent(history.course.on(day))) for day in months(FIRST, max(on, FIRST))]
    shown = [(day, value) for day, value in values if value is not None]
    if len(shown) < 2:  # noqa: PLR2004  # one point is no line
        return None
    points = [Point(_month(day), value, _mark(day, index, len(shown))) for index, (day, value) in enumerate(shown)]
    return _line("trend", _("Perkembangan sejak 2013"), points, _("Keadaan tiap akhir bulan, dalam persen."))


def _mark(day: date, index: int, count: int) -> str:
    """Return the word under the axis: every second year, not too near the right end."""
    is_shown = day.month == 12 and day.year % 2 and index < count - 8  # noqa: PLR2004
    return str(day.year) if is_shown else ""


def _month(day: date) -> str:
    return formats.plain_date(day)


def _forecast(history: CoverageHistory, on: date) -> LineChart | None:
    past = [later(on, -count) for count in (12, 9, 6, 3, 0)]
    known = [Point(_month(day), value) for day in past if (value := _percent(history.course.on(day))) is not None]
    coming = [later(on, count) for count in range(3, AHEAD + 1, 3)]
    nobody = [(day, _percent(history.without_renewal(day))) for day in coming]
    usual = [(day, history.as_last_year(on, day)) for day in coming]
    if not known or any(value is None for _day, value in nobody):
        return None
    points = [*known[:-1], Point(known[-1].label, known[-1].value, _("tanggal ini"))]
    points += [
        Point(_month(day), value or 0, str(day.year) if day == coming[-1] else "", forecast=True)
        for day, value in nobody
    ]
    other = [
        Point(_month(day), value, forecast=True)
        for day, counts in usual
        if counts is not None and (value := _percent(counts)) is not None
    ]
    share = history.renewal_share(on)
    note = _("Garis putus: bila tidak ada yang memperpanjang.")
    if share is not None:
        note += " " + _("Titik-titik: bila %(share)s memperpanjang, seperti setahun terakhir.") % {
            "share": formats.percent(float(share) * 100)
        }
    return _line("forecast", _("Perkiraan setahun ke depan"), points, note, other)


def _line(name: str, title: str, points: list[Point], note: str, other: list[Point] | None = None) -> LineChart:
    """Return a chart whose axis fits its points and ends at the target of 100 per cent."""
    lowest = min(point.value for point in [*points, *(other or [])])
    step = next((each for each in STEPS if (100 - lowest) / each <= LINES), STEPS[-1])
    low = max(100 - step * (int((100 - lowest) // step) + 1), 0)
    return LineChart(
        name, title, points, low, 100, step, note, target=100, target_label=_("target 100 %"), other=other or (),
        other_label=_("memperpanjang seperti setahun terakhir"),
    )  # fmt: skip


def _years(history: CoverageHistory, on: date) -> Table:
    """Return the end of each year with the number of types delegated by then."""
    dates = delegations()
    days = [day for year in range(FIRST.year, on.year) if (day := date(year, 12, 31)) < on]
    rows = []
    for day in [*days, on]:
        held, obliged = history.course.on(day)
        cells = (formats.number(held), formats.number(obliged), formats.percent(formats.share(held, obliged)))
        delegated = sum(began <= day for began in dates.values())
        name = str(day.year) if day < on else formats.plain_date(day)
        rows.append(Row([Cell(name), *(Cell(text) for text in cells), Cell(str(delegated))]))
    heads = (_("Lengkap"), _("Wajib"), _("Cakupan"), _("Jenis izin didelegasikan"))
    columns = [Column(_("Akhir tahun")), *(Column(head, numeric=True) for head in heads)]
    columns[-1] = Column(heads[-1], numeric=True, short=_("Delegasi"))
    return Table(_("Cakupan dan jenis izin yang didelegasikan, tiap akhir tahun"), columns, rows, tight=True)


def _levers(
    view: "CoverageMixin", history: CoverageHistory, total: Figure, districts: dict[str, Figure]
) -> Iterator[Lever]:
    unfiled, filed = total[CoverageList.UNFILED_90], total[CoverageList.IN_PROCESS]
    if unfiled:
        held, obliged = history.without_renewal(view.form.day + timedelta(days=90))
        yield Lever(
            _("%(people)s berakhir dalam 90 hari, belum diajukan") % {"people": people(unfiled, view.measure)},
            _("Bila tidak ada yang memperpanjang, cakupan %(share)s dalam 90 hari.") % {"share": _share(held, obliged)},
            view.address("coverage_list", list=CoverageList.UNFILED_90.value),
        )
    if filed:
        share = _share(total.held + filed, total.obliged)
        yield Lever(
            _("%(people)s sedang diproses") % {"people": people(filed, view.measure)},
            _("Belum dihitung. Bila semua terbit, %(share)s.") % {"share": share},
            view.address("coverage_list", list=CoverageList.IN_PROCESS.value),
        )
    yield from _places(view, districts)
    missing = total[CoverageList.MISSING]
    if missing:
        yield Lever(
            _("%(people)s belum pernah berizin") % {"people": people(missing, view.measure)},
            _("Bila semua berizin, cakupan naik menjadi %(share)s.")
            % {"share": _share(total.held + missing, total.obliged)},
            view.address("coverage_list", list=CoverageList.MISSING.value),
        )


def _places(view: "CoverageMixin", districts: dict[str, Figure]) -> Iterator[Lever]:
    lowest = min(districts.items(), key=lambda pair: pair[1].held / pair[1].obliged, default=None)
    if lowest is None or not lowest[1].lacking:
        return
    code, figure = lowest
    numbers = {"people": people(figure.lacking, view.measure), "place": view.form.names["kecamatan"].get(code, code)}
    yield Lever(
        _("%(people)s belum di %(place)s") % numbers,
        _("Cakupan terendah, %(share)s.") % {"share": _share(figure.held, figure.obliged)},
        view.address("coverage_list", list=CoverageList.LACKING.value, kecamatan=code),
    )


def _share(held: int, obliged: int) -> str:
    return formats.percent(formats.share(held, obliged))
