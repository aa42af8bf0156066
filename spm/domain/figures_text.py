"""How the figures of a report's content are written: one decimal, half up, a dash for nothing."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from spm.domain.evaluation import rounded
from spm.enums import Aggregation, CrisisStage, Source

QUARTERS = {3: "I", 6: "II", 9: "III"}
YEAR_END = 12


def percent(text: str | None) -> str:
    """Write "4175/42" as "99,4 %"; None is a dash."""
    return formats.percent(None if text is None else rounded(Fraction(text)))


def index(text: str | None) -> str:
    """Write "92.8" without the sign."""
    return formats.NOTHING if text is None else formats.fixed_number(rounded(Fraction(text)), 1)


def count(value: int | None) -> str:
    """A whole number, or a dash."""
    return formats.NOTHING if value is None else formats.number(value)


def method(code: str) -> str:
    """How figures were put together, in words."""
    return str(Aggregation(code).label)


def short_method(code: str) -> str:
    """The same in two or three words."""
    return {"mean_of_stages": _("rata-rata tahap"), "pooled": _("gabungan orang")}.get(code, method(code).lower())


def step_name(name: str) -> str:
    """A stage in words; an outbreak keeps its name."""
    return str(CrisisStage(name).label) if name in CrisisStage.values else name


def sources(found: Mapping[str, int]) -> str:
    """Write "Diisi (9), Dihitung dari catatan portal (2)"."""
    words = [f"{Source(code).label} ({formats.number(number)})" for code, number in found.items()]
    return ", ".join(words) or _("Belum ada angka")


def mean_working(service: Mapping[str, Any]) -> str:
    """Write "(90,9 % + 99,9 %) ÷ 2 = 95,4 %": the stages as shown, the result from the exact ones."""
    shares = [percent(step["percent"]) for step in service["steps"] if step["percent"] is not None]
    return f"({' + '.join(shares)}) ÷ {len(shares)} = {percent(service['mean'])}"


def pooled_working(service: Mapping[str, Any]) -> str:
    """Write "10.695 ÷ 10.723 = 99,7 %"."""
    return f"{count(service['served'])} ÷ {count(service['due'])} = {percent(service['pooled'])}"


def period(year: int, until: int) -> str:
    """Write "Januari–Maret 2026 (sampai triwulan I)"."""
    if until == YEAR_END:
        return _("Januari–Desember %(year)s") % {"year": year}
    last = formats._date(date(year, until, 1), "MMMM")  # noqa: SLF001  # a month's name alone
    span = _("Januari %(year)s") % {"year": year}
    if until > 1:
        span = _("Januari–%(month)s %(year)s") % {"month": last, "year": year}
    quarter = QUARTERS.get(until)
    return _("%(span)s (sampai triwulan %(quarter)s)") % {"span": span, "quarter": quarter} if quarter else span
