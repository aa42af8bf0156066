"""Template tags and filters of the portal: how dates and figures are written, and one tag per component.

Filters bear the Indonesian words of what they write: ``{{ due|saat }}``, ``{{ minutes|durasi }}``. Instants are
shown in Django's current zone unless a filter is given another: ``{{ due|waktu:office.time_zone }}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone

from core import components, formats
from core.components.charts import Gauge
from core.forms import SejarasBoundField
from core.problems import trace_id

register = template.Library()
Zone = str | tzinfo | None


@register.filter
def tanggal(value: date | None) -> str:
    """``26 Januari 2026``; an instant is taken to its local date."""
    return formats.NOTHING if value is None else formats.plain_date(_local_date(value))


@register.filter
def hari_tanggal(value: date | None) -> str:
    """``Senin, 26 Januari 2026``."""
    return formats.NOTHING if value is None else formats.full_date(_local_date(value))


@register.filter
def waktu(at: datetime | None, zone: Zone = None) -> str:
    """``14.30 WIB``."""
    return formats.NOTHING if at is None else formats.zoned_time(at, zone)


@register.filter
def pukul(at: datetime | None, zone: Zone = None) -> str:
    """``pukul 14.30 WIB``."""
    return formats.NOTHING if at is None else formats.at_time(at, zone)


@register.filter
def saat(at: datetime | None, zone: Zone = None) -> str:
    """``Senin, 26 Januari 2026 pukul 14.30 WIB``: what an applicant reads."""
    return formats.NOTHING if at is None else formats.full_moment(at, zone)


@register.filter
def singkat(at: date | None, zone: Zone = None) -> str:
    """``Sen 26 Jan, 14.30``, or ``Sen 26 Jan`` for a date: officers' tables and timelines only."""
    if at is None:
        return formats.NOTHING
    return formats.short_moment(at, zone) if isinstance(at, datetime) else formats.short_date(at)


@register.filter
def durasi(minutes: float | None) -> str:
    """``3 jam 15 menit`` from minutes."""
    return formats.NOTHING if minutes is None else formats.duration(minutes)


@register.filter
def hari_kerja(count: float | Decimal | None) -> str:
    """``1 hari kerja``."""
    return formats.NOTHING if count is None else formats.working_days(count)


@register.filter
def banyak(value: int) -> str:
    """A count that stops: ``1.742``, ``10.000+``."""
    return formats.many(value)


@register.filter
def angka(value: float | Decimal | None) -> str:
    """``1.742`` (``1,742`` in English)."""
    return formats.NOTHING if value is None else formats.number(value)


@register.filter
def persen(value: float | Decimal | None, places: int = 1) -> str:
    """``90,9 %`` from 90.909."""
    return formats.percent(value, places)


@register.simple_tag
def bagian(numerator: float, denominator: float, places: int = 1) -> str:
    """The share of two counts as ``90,9 %``; a dash when there is nothing to divide by."""
    return formats.percent(formats.share(numerator, denominator), places)


@register.filter
def nik_samar(value: str) -> str:
    """``1674••••••••0001``."""
    return formats.masked_identity(value)


@register.filter
def hp(value: object) -> str:
    """``0800-0000-123`` from an E.164 number."""
    return formats.phone(str(value))


@register.filter
def hp_akhir(value: object) -> str:
    """``…0123``."""
    return formats.phone_end(str(value))


@register.filter
def ukuran(size: int) -> str:
    """``412 KB`` or ``1,2 MB`` from bytes."""
    kilobytes = size / 1024
    if kilobytes < 1000:  # noqa: PLR2004 - four digits of KB are harder to read than MB
        return f"{formats.fixed_number(kilobytes, 0)} KB"
    return f"{formats.fixed_number(kilobytes / 1024, 1)} MB"


@register.simple_tag
def kode_permintaan() -> str:
    """The id of this request in the logs; empty outside a request."""
    return trace_id()


@register.simple_tag
def coba_lagi(minutes: int = 5) -> str:
    """The time of day, in some minutes, at which trying again makes sense: ``10.20 WIB``."""
    return formats.zoned_time(timezone.now() + timedelta(minutes=int(minutes)))


@register.filter
def beside(row: components.Row, columns: Iterable[components.Column]) -> list[Any]:
    """The cells of a row, each with its column."""
    return list(zip(columns, row.cells, strict=False))


@register.simple_tag
def icon(name: str, size: str = "", tone: str = "") -> str:
    """An inline icon, always next to a word. Names are the files of ``components/icons/``."""
    return _drawing(f"icons/{name}", size=size, tone=tone)


@register.simple_tag
def picture(name: str) -> str:
    """What a kind of document looks like. Names are the files of ``components/pictures/``."""
    return _drawing(f"pictures/{name}")


def _drawing(path: str, **context: str) -> str:
    """A template's own markup; what is filled in was escaped by it."""
    return get_template(f"components/{path}.svg").render(context)


@register.inclusion_tag("components/tag.html")
def tag(label: object, kind: str = "none") -> dict[str, Any]:
    return {"label": label, "kind": kind}


@register.inclusion_tag("components/gauge.html")
def gauge(used: float, kind: str = "wait", width: int = 112) -> dict[str, Any]:
    return {"gauge": Gauge(used, components.Kind(kind), width)}


@dataclass(frozen=True)
class ErrorLink:
    target: str
    text: str


@register.inclusion_tag("components/error_summary.html")
def error_summary(*sources: forms.BaseForm | Iterable[ErrorLink] | None) -> dict[str, Any]:
    """All that must be mended, of one or several forms, as links to the fields."""
    return {"errors": [link for source in sources if source for link in _error_links(source)]}


def _error_links(source: forms.BaseForm | Iterable[ErrorLink]) -> Iterable[ErrorLink]:
    if not isinstance(source, forms.BaseForm):
        yield from source
        return
    for error in source.non_field_errors():
        yield ErrorLink("", str(error))
    for field in source:
        if isinstance(field, SejarasBoundField):
            yield from (ErrorLink(field.error_link, text) for text in field.error_texts)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Links to the other pages of a Django page; the rest of the address is kept."""
    return {"page": page, "request": context.get("request")}


def _component(name: str) -> Callable[[Any], dict[str, Any]]:
    """Register ``{% <name> value %}``, which draws ``components/<name>.html`` with the value under that name."""

    def draw(value: Any) -> dict[str, Any]:
        return {name: value}

    draw.__name__ = name
    tag_function: Callable[[Any], dict[str, Any]] = register.inclusion_tag(f"components/{name}.html", name=name)(draw)
    return tag_function


for _name in (
    "status_explained",
    "task_list",
    "summary_list",
    "facts",
    "confirmation",
    "clock_card",
    "timeline",
    "findings",
    "fix_item",
    "upload",
    "table",
    "filter_bar",
    "kpis",
    "kpi",
    "bar_chart",
    "stacked_bar",
    "line_chart",
    "tile_map",
    "review_item",
    "decision_bar",
):
    _component(_name)


def _local_date(value: date) -> date:
    return formats.local(value).date() if isinstance(value, datetime) else value
