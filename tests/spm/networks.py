"""A network at a stage, put up through the verbs."""

from datetime import UTC, date, datetime

from accounts.enums import Role
from accounts.models import User
from facilities.models import Facility
from spm.domain.networks import founding, monitoring, planning
from spm.domain.networks.monitoring import RowInput
from spm.enums import Effort, Moment, TaskResult
from spm.models import Indicator, Network, PaperKind
from tests.factories.accounts import RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.spm import ValueFactory
from tests.spm.people import puskesmas, worker

AT = datetime(2026, 3, 10, 3, tzinfo=UTC)


def clinic(name: str = "Klinik Contoh Sehat") -> Facility:
    """A private clinic of the city."""
    found: Facility = FacilityFactory(name=name, region=RegionFactory(code="16.74.02.1007"))
    return found


def founded(by: User | None = None) -> Network:
    """The lead alone."""
    lead = puskesmas()
    return founding.found("Jejaring Ibu Sehat", lead, every=6, by=by or worker(Role.CITY_HEALTH), at=AT)


def committed(by: User) -> Network:
    """Two members and a decree."""
    network = founded(by)
    founding.add_member(network, clinic(), by=by, at=AT)
    kind = PaperKind.objects.get(code="SK")
    founding.put_paper(
        network, kind, title="Penetapan jejaring", number="400.7/12/2026", dated_on=date(2026, 1, 5), by=by, at=AT
    )
    return network


def with_problem(by: User) -> Network:
    """The same with a problem measured in January."""
    network = committed(by)
    indicator = Indicator.objects.get(code="KK-01")
    ValueFactory(indicator=indicator, region=network.lead.region, facility=network.lead, numerator=30, denominator=400)
    planning.choose_problem(network, indicator, reason="Cakupan terendah di kota", by=by, at=AT)
    return network


def delivering(by: User, *, since: date = date(2026, 1, 15)) -> Network:
    """The same with a task of each member, begun."""
    network = with_problem(by)
    for member in network.members.all():
        planning.add_task(
            network,
            member.facility_id,
            moment=Moment.AT,
            effort=Effort.PREVENTIVE,
            title=f"Pemeriksaan kehamilan di {member.facility.name}",
            team="bidan dan dokter",
            by=by,
            at=AT,
        )
    planning.start_delivery(network, on=since, by=by, at=AT)
    return network


def watched(by: User, month: date = date(2026, 1, 1)) -> Network:
    """The same with the sheet of a month."""
    network = delivering(by)
    rows = [RowInput(task.pk, TaskResult.DONE, served=12) for task in network.tasks.all()]
    monitoring.record_month(network, month, rows, follow_up="Tambah hari periksa", by=by, at=AT)
    return network
