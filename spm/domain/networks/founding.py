"""Found a network, take facilities in, put its papers in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import viewer_of
from core import audit
from core.exceptions import Finding
from facilities.enums import FacilityKind
from facilities.models import Facility
from spm.domain import evidence
from spm.domain.networks import stages
from spm.domain.networks.door import ACTION, LEADERS, local_day, opened
from spm.domain.places import PUSKESMAS, Place, area_of
from spm.exceptions import NetworkInvalid, PlaceUnknown
from spm.models import Network, NetworkMember, NetworkPaper, PaperKind
from spm.querysets import NOTHING, inside

# Facilities of first contact that may stand beside a Puskesmas; its own Pustu and Posyandu are part of it.
FKTP = (
    FacilityKind.PUSKESMAS,
    FacilityKind.PRIMARY_CLINIC,
    FacilityKind.DOCTOR_PRACTICE,
    FacilityKind.DENTIST_PRACTICE,
    FacilityKind.MIDWIFE_PRACTICE,
    FacilityKind.NURSE_PRACTICE,
)


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    name: str
    chunks: Iterable[bytes]


def leads_for(user: Any) -> Any:
    """The Puskesmas `user` may found a network around: D the region's, W those of the working area."""
    reach = NOTHING
    for scope in viewer_of(user).scopes(ACTION):
        if scope.region_code and scope.cell.scope in LEADERS:
            reach |= inside("region_id", scope.region_code)
    return Facility.objects.filter(reach, kind=PUSKESMAS).order_by("code")


def candidates(network: Network, *, on: date) -> Any:
    """Open FKTP of the same regency or city that are no members yet, by name."""
    taken = network.members.filter(left_on__isnull=True).values("facility")
    rows = (
        Facility.objects.active(on).filter(inside("region_id", network.region_id), kind__in=FKTP).exclude(pk__in=taken)
    )
    return rows.order_by("name")


@transaction.atomic
def found(name: str, lead: Facility, *, every: int, by: User, at: datetime) -> Network:
    """Found a network around a Puskesmas, its first member. Raises PlaceUnknown outside one's reach."""
    if not leads_for(by).filter(pk=lead.pk).exists():
        raise PlaceUnknown
    network = Network.objects.create(
        region_id=area_of(lead.region_id),
        lead=lead,
        name=name.strip(),
        evaluate_every=every,
        created_at=at,
        created_by=by,
    )
    NetworkMember.objects.create(network=network, facility=lead, joined_on=local_day(at))
    payload = {"network": network.public_id, "lead": lead.public_id, "region": network.region_id}
    audit.record(action="spm.network_found", by=by, obj=network, payload=payload, at=at)
    return network


def add_member(network: Network, facility: Facility, *, by: User, at: datetime) -> NetworkMember:
    """Take a facility of the same city in. Raises NetworkInvalid, and what the door raises."""
    with opened(network, by=by, at=at) as (row, _standing, tell):
        if not candidates(row, on=local_day(at)).filter(pk=facility.pk).exists():
            raise NetworkInvalid(findings=[Finding("no_candidate", _("Fasilitas ini tidak bisa ditambahkan."))])
        member = NetworkMember.objects.create(network=row, facility=facility, joined_on=local_day(at))
        tell("member_add", {"facility": facility.public_id})
    return member


def remove_member(network: Network, facility_id: int, *, by: User, at: datetime) -> None:
    """Let a member go: not the lead, not one with tasks, not below two once the first stage is past.

    Raises NetworkInvalid, and what the door raises.
    """
    with opened(network, by=by, at=at) as (row, standing, tell):
        member = next((each for each in standing.members if each.facility_id == facility_id), None)
        if member is None or facility_id == row.lead_id:
            raise NetworkInvalid(findings=[Finding("lead_stays", _("Puskesmas pembina tidak bisa dikeluarkan."))])
        if facility_id in standing.facts.workers:
            raise NetworkInvalid(
                findings=[Finding("has_tasks", _("Anggota ini masih memegang tugas pada alur layanan."))]
            )
        if standing.stage > stages.COMMITMENT and len(standing.members) <= stages.LEAST_MEMBERS:
            raise NetworkInvalid(findings=[Finding("too_few", _("Jejaring memerlukan paling sedikit dua anggota."))])
        NetworkMember.objects.filter(pk=member.pk).update(left_on=local_day(at))
        tell("member_remove", {"facility": member.facility.public_id})


def put_paper(
    network: Network,
    kind: PaperKind,
    *,
    title: str,
    by: User,
    at: datetime,
    number: str = "",
    dated_on: date | None = None,
    upload: Upload | None = None,
) -> NetworkPaper:
    """Put a paper in: number and date of a letter, or a file, or both.

    Raises NetworkInvalid with neither or a date ahead, UnsafeFile, StorageFull, and what the door raises.
    """
    if upload is None and not (number.strip() and dated_on):
        raise NetworkInvalid(findings=[Finding("paper_missing", _("Isi nomor dan tanggal surat, atau unggah berkas."))])
    if dated_on is not None and dated_on > local_day(at):
        raise NetworkInvalid(findings=[Finding("dated_ahead", _("Tanggal surat belum tiba."))])
    with opened(network, by=by, at=at, stage=kind.stage) as (row, _standing, tell):
        place = Place(row.lead.region_id, row.lead_id)
        file = None
        if upload is not None:
            year = local_day(at).year
            file = evidence.put(place, year, None, title=title, name=upload.name, chunks=upload.chunks, by=by, at=at)
        paper = NetworkPaper.objects.create(
            network=row,
            kind=kind,
            title=title.strip(),
            number=number.strip(),
            dated_on=dated_on,
            file=file,
            recorded_at=at,
            author=by,
        )
        tell("paper_put", {"paper": paper.public_id, "kind": kind.code, "number": paper.number})
    return paper


def withdraw_paper(network: Network, public_id: str, *, by: User, at: datetime) -> None:
    """Take a paper put in by mistake back; not one that holds a later stage open. Raises NetworkInvalid."""
    with opened(network, by=by, at=at) as (_row, standing, tell):
        paper = next((each for each in standing.papers if each.public_id == public_id), None)
        if paper is None:
            raise NetworkInvalid(findings=[Finding("paper_unknown", _("Dokumen ini tidak ada."))])
        others = {each.kind.code for each in standing.papers if each.is_there and each.pk != paper.pk}
        opening = standing.opening.get(paper.kind.stage, frozenset())
        if paper.is_there and standing.stage > paper.kind.stage and opening and not opening & others:
            raise NetworkInvalid(
                findings=[
                    Finding("paper_needed", _("Tahap berikutnya bertumpu pada dokumen ini; isi gantinya dahulu."))
                ]
            )
        NetworkPaper.objects.filter(pk=paper.pk).update(withdrawn_at=at)
        tell("paper_withdraw", {"paper": paper.public_id, "kind": paper.kind.code})
