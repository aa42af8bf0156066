"""The tables and head figures of a report, from its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Edge, Kpi, Row, Table
from spm.domain import figures_text as words
from spm.domain.reading import View
from spm.domain.reports import Reading
from spm.views.period import Asked

SMALL = 5
FULL = 100


@dataclass(frozen=True)
class ServiceRow:
    """One service with its working under it."""

    code: str
    name: str
    url: str
    served: str
    due: str
    value: str
    target: str
    gap: str
    sources: str
    over: bool
    needs_reason: bool
    working: str
    definition: str
    rule: str
    method: str
    other: str
    follow_up: Mapping[str, str] | None
    needs_plan: bool


def service_rows(view: View, reading: Reading, asked: Asked) -> list[ServiceRow]:
    """The services in the order of the paper."""
    definitions = {each["code"]: each for each in reading.basis["indicators"]}
    return [_service(service, definitions[service["code"]], view, asked) for service in reading.content["services"]]


def _service(service: Mapping[str, Any], definition: Mapping[str, Any], view: View, asked: Asked) -> ServiceRow:
    hidden = view.is_public and _is_small(service)
    by_mean = service["method"] == "mean_of_stages"
    pooled, mean = words.pooled_working(service), words.mean_working(service) if service["mean"] else ""
    unexplained = any(row["over"] and not row["reasons"] for row in service["places"])
    value = service["value"]
    return ServiceRow(
        code=service["code"],
        name=label_of(definition),
        url="" if view.only_counts else asked.url("spm_service", service["code"]),
        served=_("<5") if hidden else words.count(service["served"]),
        due=_("<5") if hidden else words.count(service["due"]),
        value=formats.NOTHING if hidden else words.percent(value),
        target=f"{definition['target'] or FULL} %",
        gap=formats.NOTHING if hidden else words.count(service["gap"]),
        sources=words.sources(service["sources"]),
        over=service["exceeds"],
        needs_reason=unexplained,
        working="" if hidden else (mean if by_mean and mean else pooled),
        definition=f"{formula_of(definition)} × 100",
        rule=definition["source"],
        method=words.short_method(service["method"]),
        other="" if hidden or not mean else (pooled if by_mean else mean),
        follow_up=service["follow_up"],
        needs_plan=value is not None and Fraction(value) < FULL and not service["follow_up"],
    )


def formula_of(definition: Mapping[str, Any]) -> str:
    """What is divided by what, by a frozen definition, in the active language; older ones have no English."""
    end = "_en" if formats.language() == "en" and definition.get("numerator_en") else ""
    return f"{definition['numerator' + end]} ÷ {formats.inside_sentence(definition['denominator' + end])}"


def label_of(definition: Mapping[str, Any]) -> str:
    """The name of a frozen definition in the active language."""
    if formats.language() == "en" and definition["name_en"]:
        return str(definition["name_en"])
    short = str(definition["name"])
    for opening in ("Pelayanan kesehatan ", "pada ", "bagi "):
        short = short.removeprefix(opening)
    return short[:1].upper() + short[1:]


def _is_small(service: Mapping[str, Any]) -> bool:
    return 0 < service["served"] < SMALL or 0 < (service["due"] or 0) < SMALL or 0 < (service["gap"] or 0) < SMALL


def kpis(view: View, reading: Reading, asked: Asked) -> list[Kpi]:
    """Index, services at the target, the largest gap, plans written."""
    services = [each for each in reading.content["services"] if not (view.is_public and _is_small(each))]
    known = [each for each in services if each["value"] is not None]
    full = [each for each in known if Fraction(each["value"]) >= FULL]
    short = [each for each in known if Fraction(each["value"]) < FULL]
    planned = [each for each in short if each["follow_up"]]
    here = asked.url("spm_report")
    rows = []
    if "index" in reading.content:
        rows.append(_index_kpi(reading, here))
    rows.append(
        Kpi(
            "full",
            _("Layanan mencapai 100 %"),
            _("%(n)s dari %(all)s") % {"n": formats.number(len(full)), "all": formats.number(len(services))},
            _("%(n)s layanan sudah berangka") % {"n": formats.number(len(known))},
            f"{here}#layanan",
            _("Lihat layanan"),
        )
    )
    worst = max(short, key=lambda each: each["gap"] or 0, default=None)
    if worst is not None:
        names = {each["code"]: label_of(each) for each in reading.basis["indicators"]}
        url = "" if view.only_counts else asked.url("spm_service", worst["code"])
        rows.append(
            Kpi(
                "gap",
                _("Sasaran terbanyak yang belum"),
                words.count(worst["gap"]),
                names[worst["code"]],
                url,
                _("Lihat rincian") if url else "",
            )
        )
    if not view.is_public:
        rows.append(
            Kpi(
                "plans",
                _("Rencana tindak lanjut"),
                _("%(n)s dari %(all)s") % {"n": formats.number(len(planned)), "all": formats.number(len(short))},
                _("layanan di bawah 100 %"),
                f"{here}#layanan",
                _("Lihat layanan"),
            )
        )
    return rows


def _index_kpi(reading: Reading, here: str) -> Kpi:
    index = reading.content["index"]
    bands = {band["code"]: band["name"] for band in reading.basis["bands"]}
    known, every = index["services"], index["of"]
    so_far = _("sementara, %(n)s dari %(all)s layanan") % {"n": formats.number(known), "all": formats.number(every)}
    basis = bands.get(index["band"], "") if known == every else so_far
    return Kpi(
        "index", _("Indeks pencapaian SPM"), words.index(index["value"]), basis, f"{here}#indeks", _("Lihat hitungan")
    )


def index_table(reading: Reading) -> Table | None:
    """How the index came about, service by service."""
    if "index" not in reading.content:
        return None
    names = {each["code"]: label_of(each) for each in reading.basis["indicators"]}
    index = reading.content["index"]
    rows = [
        Row(
            (
                Cell(names[each["code"]], note=each["code"]),
                Cell(words.percent(each["value"])),
                Cell(words.percent(each["quality"]["goods"])),
                Cell(words.percent(each["quality"]["personnel"])),
                Cell(words.index(each["index"]), strong=True),
            )
        )
        for each in reading.content["services"]
    ]
    return Table(
        _("Indeks: 80 % penerima layanan dan 20 % mutu barang, jasa, dan personel"),
        (
            Column(_("Layanan")),
            Column(_("Penerima"), numeric=True),
            Column(_("Barang"), numeric=True),
            Column(_("Personel"), numeric=True),
            Column(_("Indeks"), numeric=True),
        ),
        rows,
        tight=True,
        total=(Cell(_("Rata-rata")), Cell(), Cell(), Cell(), Cell(words.index(index["value"]))),
    )


def steps_table(service: Mapping[str, Any]) -> Table | None:
    """Stages or outbreaks with their shares, and the result by the named method."""
    if not service["steps"]:
        return None
    rows = [
        Row(
            (
                Cell(words.step_name(step["name"])),
                Cell(words.count(step["served"])),
                Cell(words.count(step["due"])),
                Cell(words.percent(step["percent"])),
            )
        )
        for step in service["steps"]
    ]
    by_mean = service["method"] == "mean_of_stages"
    label = _("Rata-rata tahap (dipakai)") if by_mean else _("Gabungan orang (dipakai)")
    total = (
        Cell(label),
        Cell("" if by_mean else words.count(service["served"])),
        Cell("" if by_mean else words.count(service["due"])),
        Cell(words.percent(service["value"])),
    )
    return Table(
        _("Langkah hitung"),
        (
            Column(_("Tahap atau kejadian")),
            Column(_("Dilayani"), numeric=True),
            Column(_("Sasaran"), numeric=True),
            Column(_("Capaian"), numeric=True),
        ),
        rows,
        tight=True,
        total=total,
    )


def places_table(service: Mapping[str, Any], reading: Reading, asked: Asked) -> Table | None:
    """One row per Puskesmas with its network."""
    if not service["places"]:
        return None
    known = reading.basis["places"]
    rows = []
    for place in service["places"]:
        about = known.get(str(place["place"]))
        name = about["name"] if about else _("Dicatat di tingkat dinas")
        url = asked.url("spm_report", unit=about["public_id"]) if about and not asked.unit else ""
        rows.append(
            Row(
                (
                    Cell(name, url=url, note="; ".join(place["reasons"])),
                    Cell(words.count(place["served"])),
                    Cell(words.count(place["due"])),
                    Cell(words.percent(place["percent"]), strong=True),
                    Cell(words.count(place["gap"])),
                ),
                edge=Edge.SOON if place["over"] else Edge.NONE,
            )
        )
    return Table(
        _("Menurut Puskesmas, jejaring digabung"),
        (
            Column(_("Puskesmas")),
            Column(_("Dilayani"), numeric=True),
            Column(_("Sasaran"), numeric=True),
            Column(_("Capaian"), numeric=True),
            Column(_("Belum"), numeric=True),
        ),
        rows,
        tight=True,
    )
