"""What a report still lacks before it may be locked; all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _, ngettext

from core import formats
from spm.enums import Programme
from spm.models import Report

YEAR_END = 12
FULL = 100


@dataclass(frozen=True)
class Gap:
    """One thing missing: `code` says what, `service` where."""

    code: str
    service: str
    text: str


def gaps_of(report: Report, content: Mapping[str, Any], basis: Mapping[str, Any]) -> list[Gap]:
    """Everything that keeps `report` from being locked."""
    heads = {each["head"] for each in basis["places"].values()}
    return [gap for service in content["services"] for gap in _service_gaps(report, service, heads)]


def _service_gaps(report: Report, service: Mapping[str, Any], heads: set[int]) -> Iterable[Gap]:
    code = service["code"]
    if report.programme == Programme.SPM_CITY:
        yield from _city_gaps(service, heads)
    for row in (*service["events"], *_unexplained(service)):
        if row["over"] and not (row.get("reason") or row.get("reasons")):
            yield Gap("reason", code, _("%(code)s: alasan dilayani melebihi sasaran belum diisi") % {"code": code})
            break
    if report.programme == Programme.ILP:
        return  # a standard asks for a cause and a plan, a month of services does not
    value = service["value"]
    short = value is not None and Fraction(value) < FULL
    if report.until == YEAR_END and short and not service["follow_up"]:
        yield Gap("follow_up", code, _("%(code)s: sebab dan rencana tahun depan belum diisi") % {"code": code})


def _city_gaps(service: Mapping[str, Any], heads: set[int]) -> Iterable[Gap]:
    code = service["code"]
    empty = len(heads - {row["place"] for row in service["places"]})
    if empty and not any(row["place"] is None for row in service["places"]):
        words = ngettext("%(code)s: %(n)s Puskesmas belum mengisi", "%(code)s: %(n)s Puskesmas belum mengisi", empty)
        yield Gap("values", code, words % {"code": code, "n": formats.number(empty)})
    if not any(service["quality"].values()):
        yield Gap("quality", code, _("%(code)s: kebutuhan barang dan personel belum diisi") % {"code": code})


def _unexplained(service: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in service["places"] if row["over"] and not row["reasons"]]
