"""Choose the problem from the portal's figures, name the tasks of the care pathway, begin."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import Finding
from spm.domain import evaluation
from spm.domain.evaluation import Count
from spm.domain.networks.door import local_day, opened
from spm.enums import NetworkStage, OverTime
from spm.exceptions import NetworkInvalid
from spm.models import CareTask, Indicator, MonitoringRow, Network, Value


@dataclass(frozen=True)
class Measured:
    """An indicator's figure in the working area of a Puskesmas, from January to the month `until`."""

    count: Count
    until: date


def problems_for(network: Network, *, on: date) -> list[Indicator]:
    """Indicators in force that have figures in the Puskesmas's network this year or last."""
    rows = Value.objects.current().of_network([network.lead_id]).filter(month__year__gte=on.year - 1)
    wanted = Indicator.objects.in_force(on).filter(pk__in=rows.values("indicator"))
    return list(wanted.order_by("programme", "position", "code"))


def measured(indicator: Indicator, network: Network, *, on: date) -> Measured | None:
    """The figure of the newest year that has one, by the indicator's own rules; None without figures."""
    rows = Value.objects.current().of_network([network.lead_id]).filter(indicator__code=indicator.code, month__lte=on)
    newest = rows.order_by("-month").values_list("month", flat=True).first()
    if newest is None:
        return None
    by_place: dict[int | None, list[tuple[int, Count]]] = {}
    year = rows.of_months(newest.replace(month=1), newest)
    for facility, month, served, due in year.values_list("facility_id", "month", "numerator", "denominator"):
        by_place.setdefault(facility, []).append((month.month, Count(served, due)))
    total = sum(
        (
            evaluation.over_months(
                cells,
                served_last=indicator.numerator_over_time == OverTime.LAST,
                due_last=indicator.denominator_over_time == OverTime.LAST,
            )
            for cells in by_place.values()
        ),
        Count(0),
    )
    return Measured(total, newest)


def choose_problem(network: Network, indicator: Indicator, *, reason: str, by: User, at: datetime) -> None:
    """Make an indicator the network's problem, with its figure as it holds now.

    It may be chosen again until delivery begins. Raises NetworkInvalid, and what the door raises.
    """
    with opened(network, by=by, at=at, stage=NetworkStage.PROBLEM) as (row, _standing, tell):
        if row.delivery_from is not None:
            raise NetworkInvalid(findings=[Finding("begun", _("Pelaksanaan sudah dimulai; masalah tidak diganti."))])
        figure = measured(indicator, row, on=local_day(at))
        if figure is None:
            raise NetworkInvalid(findings=[Finding("no_figure", _("Indikator ini belum punya angka di portal."))])
        row.problem, row.problem_reason = indicator, reason.strip()
        row.problem_served, row.problem_due = figure.count.served, figure.count.due
        row.measured_until, row.problem_at = figure.until, at
        row.save()
        tell("problem", {"indicator": indicator.code, "served": figure.count.served, "due": figure.count.due})


def add_task(
    network: Network, facility_id: int, *, moment: str, effort: str, title: str, team: str, by: User, at: datetime
) -> CareTask:
    """Name a step of the pathway and who does it. Raises NetworkInvalid, and what the door raises."""
    with opened(network, by=by, at=at, stage=NetworkStage.PATHWAY) as (row, standing, tell):
        if facility_id not in standing.facts.members:
            raise NetworkInvalid(findings=[Finding("no_member", _("Pilih anggota jejaring."))])
        task = CareTask.objects.create(
            network=row,
            facility_id=facility_id,
            moment=moment,
            effort=effort,
            title=title.strip(),
            team=team.strip(),
            recorded_at=at,
        )
        tell("task_add", {"task": task.pk, "facility": task.facility.public_id, "title": task.title})
    return task


def remove_task(network: Network, task_id: int, *, by: User, at: datetime) -> None:
    """Take a step off the pathway; a pathway that is being followed keeps one at least. Raises NetworkInvalid."""
    with opened(network, by=by, at=at, stage=NetworkStage.PATHWAY) as (row, standing, tell):
        task = next((each for each in standing.tasks if each.pk == task_id), None)
        if task is None or (row.delivery_from is not None and len(standing.tasks) == 1):
            raise NetworkInvalid(
                findings=[Finding("last_task", _("Alur layanan memerlukan paling sedikit satu tugas."))]
            )
        if MonitoringRow.objects.filter(task=task).exists():
            CareTask.objects.filter(pk=task.pk).update(removed_on=local_day(at))
        else:
            task.delete()
        tell("task_remove", {"task": task_id, "title": task.title})


def start_delivery(network: Network, *, on: date, by: User, at: datetime) -> None:
    """Begin to follow the pathway on a day that has come. Raises NetworkInvalid, and what the door raises."""
    with opened(network, by=by, at=at, stage=NetworkStage.DELIVERY) as (row, _standing, tell):
        if row.delivery_from is not None:
            raise NetworkInvalid(findings=[Finding("begun", _("Pelaksanaan sudah dimulai."))])
        if on > local_day(at):
            raise NetworkInvalid(findings=[Finding("starts_ahead", _("Tanggal mulai belum tiba."))])
        row.delivery_from = on
        row.save()
        tell("delivery", {"from": on.isoformat()})
