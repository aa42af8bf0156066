"""One small network that has begun, and the city's and province's commitments. Invented facilities alone."""

from datetime import date, datetime, timedelta

from accounts.models import Region, User
from facilities.models import Facility
from spm.domain import commitments
from spm.domain.commitments import StatusInput
from spm.domain.networks import founding, monitoring, planning, stages
from spm.domain.networks.monitoring import RowInput
from spm.domain.places import PUSKESMAS
from spm.enums import CommitmentState, Effort, Moment, TaskResult
from spm.models import Indicator, Network, PaperKind

CITY, PROVINCE = "16.74", "16"
PROBLEM = "KK-08"
TASKS = (
    (Moment.BEFORE, Effort.PROMOTIVE, "Ajakan mengukur tekanan darah", "kader dan perawat"),
    (Moment.AT, Effort.PREVENTIVE, "Skrining tekanan darah", "perawat"),
    (Moment.AT, Effort.CURATIVE, "Pengobatan sesuai panduan praktik klinis", "dokter dan apoteker"),
    (Moment.AFTER, Effort.REHABILITATIVE, "Kunjungan rumah bagi yang mangkir", "bidan dan kader"),
)
STATES = (
    ("K1", CommitmentState.MET, "Pernyataan prioritas pembangunan kesehatan"),
    ("K2", CommitmentState.UNDER_WAY, ""),
    ("K3", CommitmentState.MET, "Rincian tenaga dan sarana Puskesmas"),
    ("K4", CommitmentState.NOT_STARTED, ""),
)


def load(people: dict[str, User], *, at: datetime) -> None:
    """Found it and write its first month. A second run writes nothing."""
    if Network.objects.exists():
        return
    _states(people, at)
    lead = Facility.objects.filter(kind=PUSKESMAS, region__code__startswith=f"{CITY}.").order_by("code").first()
    if lead is not None:
        _network(lead, people["datadinkes"], at)


def _states(people: dict[str, User], at: datetime) -> None:
    for code, mailbox in ((CITY, "datadinkes"), (PROVINCE, "provinsi")):
        region = Region.objects.filter(pk=code).first()
        if region is None or not commitments.may_write(people[mailbox], region):
            continue
        asked = {row.code: row for row in commitments.commitments()}
        for commitment, state, proof in STATES:
            given = StatusInput(state, date(at.year - 1, 6, 2), proof)
            commitments.set_state(region, asked[commitment], given, by=people[mailbox], at=at)


def _network(lead: Facility, by: User, at: datetime) -> None:
    network = founding.found("Jejaring Tekanan Darah Terkendali", lead, every=6, by=by, at=at)
    today = at.date()
    others = [
        place
        for kind in ("klinik_pratama", "praktik_dokter")
        for place in founding.candidates(network, on=today).filter(kind=kind)[:1]
    ]
    for place in others:
        founding.add_member(network, place, by=by, at=at)
    if not others:
        return
    founding.put_paper(
        network,
        PaperKind.objects.get(code="SK"),
        title="Penetapan jejaring pelayanan kesehatan primer",
        number=f"400.7/145/{today.year}",
        dated_on=today - timedelta(days=75),
        by=by,
        at=at,
    )
    indicator = Indicator.objects.in_force(today).filter(code=PROBLEM).first()
    if indicator is None or planning.measured(indicator, network, on=today) is None:
        return
    planning.choose_problem(network, indicator, reason="Capaian terendah di antara pelayanan dasar kota", by=by, at=at)
    workers = [lead, *others]
    for number, (moment, effort, title, team) in enumerate(TASKS):
        place = workers[number % len(workers)]
        planning.add_task(network, place.pk, moment=moment, effort=effort, title=title, team=team, by=by, at=at)
    start = stages.later(today.replace(day=1), -1)
    planning.start_delivery(network, on=start, by=by, at=at)
    rows = [
        RowInput(task.pk, TaskResult.PARTLY, 21, "Dua kader belum terlatih")
        if n == 0
        else RowInput(task.pk, TaskResult.DONE, 34 + n)
        for n, task in enumerate(network.tasks.all())
    ]
    monitoring.record_month(network, start, rows, follow_up="Latih kader sebelum bulan berikutnya.", by=by, at=at)
    text = "Jadwal skrining sore memudahkan pasien yang bekerja."
    monitoring.respond(network, start, others[0].pk, text=text, by=by, at=at)
