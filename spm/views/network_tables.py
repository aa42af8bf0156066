"""Tables of networks: the list, counts for those above, pathway, months, evaluations."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Kind, Row, Table
from spm.domain.evaluation import Count
from spm.domain.networks import network_text as words
from spm.domain.networks.reading import Standing, by_stage
from spm.enums import NetworkStage


def networks(found: Sequence[Standing]) -> Table:
    """Each network with its stage and what comes next."""
    return Table(
        _("Jejaring"),
        (
            Column(_("Jejaring")),
            Column(_("Tahap")),
            Column(_("Pemantauan berikutnya")),
            Column(_("Evaluasi berikutnya")),
        ),
        [
            Row(
                (
                    Cell(
                        each.network.name,
                        note=each.network.lead.name,
                        url=reverse("network_detail", args=[each.network.public_id]),
                        strong=True,
                    ),
                    _stage(each),
                    _due(each.monitoring_due, each.on),
                    _due(each.evaluation_due, each.on),
                )
            )
            for each in found
        ],
        hide_caption=True,
    )


def _stage(each: Standing) -> Cell:
    if each.network.ended_on is not None:
        return Cell(_("Diakhiri"), kind=Kind.NONE)
    text = _("%(n)s dari 5: %(stage)s") % {"n": each.stage, "stage": NetworkStage(each.stage).label}
    return Cell(text, kind=Kind.OK if each.stage == NetworkStage.MONITORING else Kind.WAIT)


def _due(day: date | None, on: date) -> Cell:
    if day is None:
        return Cell(formats.NOTHING)
    late = day < on
    return Cell(formats.plain_date(day), note=_("terlambat") if late else "", alarm=late, whole=True)


def counts(found: Sequence[Standing]) -> Table:
    """How many networks stand at each stage, by regency and city."""
    by_region: dict[str, list[Standing]] = defaultdict(list)
    for each in found:
        by_region[each.network.region.name].append(each)
    stages = [*NetworkStage]
    return Table(
        _("Jumlah jejaring menurut tahap"),
        (
            Column(_("Kabupaten/kota")),
            *(Column(stage.label, numeric=True) for stage in stages),
            Column(_("Terlambat"), numeric=True),
        ),
        [
            Row(
                (
                    Cell(name, strong=True),
                    *(Cell(formats.number(by_stage(rows).get(stage.value, 0))) for stage in stages),
                    Cell(formats.number(sum(each.is_late for each in rows))),
                )
            )
            for name, rows in sorted(by_region.items())
        ],
        tight=True,
    )


def pathway(standing: Standing) -> Table:
    """The tasks of the pathway with who does them, on the way of the patient."""
    rows = sorted(standing.tasks, key=lambda task: words.MOMENTS.index(task.moment))
    return Table(
        _("Tugas menurut perjalanan pasien"),
        (Column(_("Tugas")), Column(_("Waktu")), Column(_("Upaya")), Column(_("FKTP pelaksana"))),
        [
            Row(
                (
                    Cell(task.title, strong=True),
                    Cell(task.get_moment_display()),
                    Cell(task.get_effort_display()),
                    Cell(task.facility.name, note=task.team),
                )
            )
            for task in rows
        ],
        hide_caption=True,
    )


def months(standing: Standing) -> Table | None:
    """Months that were watched, the newest first, and those that wait."""
    days = sorted({*standing.months, *standing.open_months}, reverse=True)
    if not days:
        return None
    home = reverse("network_month", args=[standing.network.public_id])
    return Table(
        _("Pemantauan bulanan"),
        (Column(_("Bulan")), Column(_("Keadaan"))),
        [
            Row(
                (
                    Cell(words.month(day), url=f"{home}?bulan={day:%Y-%m}", strong=True),
                    Cell(_("Diisi"), kind=Kind.OK) if day in standing.months else Cell(_("Belum diisi"), kind=Kind.FIX),
                )
            )
            for day in days
        ],
        hide_caption=True,
    )


def evaluations(standing: Standing) -> Table | None:
    """Evaluations, the newest first."""
    if not standing.evaluations:
        return None
    return Table(
        _("Evaluasi"),
        (Column(_("Tanggal")), Column(_("Angka masalah")), Column(_("Manfaat bagi pasien")), Column(_("Keputusan"))),
        [
            Row(
                (
                    Cell(formats.plain_date(row.held_on), strong=True, whole=True),
                    Cell(words.figure(None if row.served is None else Count(row.served, row.due))),
                    Cell(row.patients),
                    Cell(row.get_decision_display()),
                )
            )
            for row in standing.evaluations
        ],
        hide_caption=True,
    )
