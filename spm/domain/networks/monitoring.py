"""The sheet of a month, what members say to it, and the evaluation of half a year or a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from core import formats
from core.exceptions import Finding
from facilities.querysets import own_facilities
from spm.domain.networks.door import EVERYBODY, LEADERS, OFFICE, local_day, may, opened
from spm.domain.networks.planning import measured
from spm.enums import EvaluationDecision, NetworkStage, TaskResult
from spm.exceptions import NetworkInvalid
from spm.models import Monitoring, MonitoringRow, Network, NetworkEvaluation, NetworkMember, NetworkResponse


@dataclass(frozen=True)
class RowInput:
    """How one task went."""

    task_id: int
    result: str
    served: int | None = None
    note: str = ""


@dataclass(frozen=True)
class EvaluationInput:
    """What an evaluation found, in the three respects the paper asks for, and what follows."""

    held_on: date
    patients: str
    providers: str
    targets: str
    decision: str


def sheet_of(network: Network, month: date) -> Monitoring | None:
    """The sheet that holds for a month, with its rows."""
    rows = Monitoring.objects.filter(network=network, month=month, superseded_at__isnull=True)
    return rows.select_related("author").prefetch_related("rows__task__facility").first()


def responses_to(network: Network, month: date) -> list[NetworkResponse]:
    """What members said to a month, the oldest first."""
    return list(network.responses.filter(month=month).select_related("facility", "author"))


def record_month(
    network: Network, month: date, rows: Sequence[RowInput], *, follow_up: str, by: User, at: datetime
) -> Monitoring:
    """Write the sheet of a month, or its next version; every task of the pathway has a row.

    Raises NetworkInvalid with all that is wrong, and what the door raises.
    """
    with opened(network, by=by, at=at, stage=NetworkStage.MONITORING) as (row, standing, tell):
        old = sheet_of(row, month)
        wanted = {task.pk for task in standing.tasks}
        findings = [*_month_findings(row, month, local_day(at)), *_row_findings(rows, wanted)]
        if findings:
            raise NetworkInvalid(findings=findings)
        if old is not None:
            Monitoring.objects.filter(pk=old.pk).update(superseded_at=at)
        sheet = Monitoring.objects.create(
            network=row,
            month=month,
            version=old.version + 1 if old else 1,
            follow_up=follow_up.strip(),
            recorded_at=at,
            author=by,
        )
        MonitoringRow.objects.bulk_create(
            MonitoringRow(
                sheet=sheet, task_id=each.task_id, result=each.result, served=each.served, note=each.note.strip()
            )
            for each in rows
        )
        tell("month", {"month": month.isoformat(), "version": sheet.version})
    return sheet


def _month_findings(network: Network, month: date, on: date) -> list[Finding]:
    if month > on:
        return [Finding("month_ahead", _("Bulan ini belum mulai."))]
    if network.delivery_from is None or month < network.delivery_from.replace(day=1):
        return [Finding("month_before", _("Pelaksanaan belum dimulai pada bulan ini."))]
    return []


def _row_findings(rows: Sequence[RowInput], wanted: set[int]) -> list[Finding]:
    found = []
    if {each.task_id for each in rows} != wanted or len(rows) != len(wanted):
        found.append(Finding("rows_missing", _("Isi hasil setiap tugas alur layanan.")))
    if any(each.result != TaskResult.DONE and not each.note.strip() for each in rows):
        found.append(Finding("note_missing", _("Tulis kendala setiap tugas yang belum berjalan penuh.")))
    return found


def answering(user: User, network: Network, *, on: date) -> list[NetworkMember]:
    """The members `user` may answer for: leaders for all, persons in charge for their own places."""
    members = NetworkMember.objects.filter(network=network, left_on__isnull=True).select_related("facility")
    if may(user, network, LEADERS):
        return list(members)
    return list(members.filter(facility__in=own_facilities(user.pk, on))) if may(user, network, "F") else []


def respond(network: Network, month: date, facility_id: int, *, text: str, by: User, at: datetime) -> NetworkResponse:
    """Write what a member says to the sheet of a month. Raises NetworkInvalid, and what the door raises."""
    with opened(network, by=by, at=at, stage=NetworkStage.MONITORING, letters=EVERYBODY) as (row, _standing, tell):
        if sheet_of(row, month) is None:
            raise NetworkInvalid(findings=[Finding("no_sheet", _("Pemantauan bulan ini belum diisi."))])
        if facility_id not in {each.facility_id for each in answering(by, row, on=local_day(at))}:
            raise NetworkInvalid(findings=[Finding("no_member", _("Pilih anggota jejaring yang Anda wakili."))])
        answer = NetworkResponse.objects.create(
            network=row, month=month, facility_id=facility_id, text=text.strip(), recorded_at=at, author=by
        )
        tell("response", {"month": month.isoformat(), "facility": answer.facility.public_id})
    return answer


def evaluate(network: Network, given: EvaluationInput, *, by: User, at: datetime) -> NetworkEvaluation:
    """Write an evaluation with the problem's figure of today; END ends the network. The health office alone does.

    Raises NetworkInvalid, and what the door raises.
    """
    with opened(network, by=by, at=at, stage=NetworkStage.MONITORING, letters=OFFICE) as (row, standing, tell):
        findings = []
        if given.held_on > local_day(at):
            findings.append(Finding("held_ahead", _("Tanggal evaluasi belum tiba.")))
        earliest = max([row.delivery_from or given.held_on, *(each.held_on for each in standing.evaluations)])
        if given.held_on <= earliest:
            words = _("Evaluasi dilakukan sesudah %(date)s.") % {"date": formats.plain_date(earliest)}
            findings.append(Finding("held_early", words))
        if findings:
            raise NetworkInvalid(findings=findings)
        figure = measured(row.problem, row, on=given.held_on) if row.problem else None
        made = NetworkEvaluation.objects.create(
            network=row,
            held_on=given.held_on,
            served=figure.count.served if figure else None,
            due=figure.count.due if figure else None,
            measured_until=figure.until if figure else None,
            patients=given.patients.strip(),
            providers=given.providers.strip(),
            targets=given.targets.strip(),
            decision=given.decision,
            recorded_at=at,
            author=by,
        )
        if given.decision == EvaluationDecision.END:
            row.ended_on = given.held_on
            row.save()
        tell("evaluation", {"held_on": given.held_on.isoformat(), "decision": given.decision})
    return made
