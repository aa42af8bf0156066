"""The commitments of the ILP roll-out: how far each region of a trial province is, one row at a time, append-only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.rules import viewer_of
from core import audit
from core.exceptions import Finding
from spm.domain import evidence
from spm.domain.networks.door import local_day
from spm.domain.networks.founding import Upload
from spm.domain.places import Place
from spm.enums import CommitmentState
from spm.exceptions import CommitmentInvalid, NotOnTrial
from spm.models import Commitment, CommitmentStatus, TrialProvince
from spm.querysets import inside

READ, WRITE = "commitment_read", "commitment_write"


@dataclass(frozen=True)
class StatusInput:
    """What is said of one commitment; met needs a proof in words, a file may stand beside it."""

    state: str
    since: date
    proof: str = ""
    upload: Upload | None = None


@dataclass(frozen=True)
class ProvinceRow:
    """A trial province: its own states by commitment, and how many of its regencies and cities met each."""

    province: TrialProvince
    region: Region | None
    own: dict[str, str] = field(default_factory=dict)
    below: int = 0
    met_below: dict[str, int] = field(default_factory=dict)


def commitments() -> list[Commitment]:
    """The commitments asked for, in their order."""
    return list(Commitment.objects.filter(is_active=True))


def is_on_trial(region: Region) -> bool:
    """True for a trial province and for its regencies and cities."""
    province, _dot, rest = region.code.partition(".")
    return "." not in rest and TrialProvince.objects.filter(code=province, is_active=True).exists()


def region_for(user: Any, code: str) -> Region:
    """A region on trial whose states `user` may read: the own region and below, for the country's people all.

    A city's people read their own city. Raises NotOnTrial.
    """
    region = Region.objects.filter(pk=code).first()
    if region is None or not is_on_trial(region):
        raise NotOnTrial
    for scope in viewer_of(user).scopes(READ):
        own = scope.region_code
        if scope.role == "national" or (own and f"{code}.".startswith(f"{own}.")):
            return region
    raise NotOnTrial


def may_write(user: Any, region: Region) -> bool:
    """Tell whether `user` writes for this region: each region writes for itself."""
    return any(scope.region_code == region.code for scope in viewer_of(user).scopes(WRITE))


def states_of(region: Region) -> dict[str, CommitmentStatus]:
    """What holds for a region, by commitment."""
    rows = CommitmentStatus.objects.current().filter(region=region)
    return {row.commitment.code: row for row in rows.select_related("commitment", "file", "author")}


def history_of(region: Region) -> list[CommitmentStatus]:
    """What held before, the newest first."""
    rows = CommitmentStatus.objects.filter(region=region, superseded_at__isnull=False)
    return list(rows.select_related("commitment", "author").order_by("-superseded_at", "-id"))


def summary(codes: Iterable[str] | None = None) -> list[ProvinceRow]:
    """Each trial province (or those of `codes`) in constant queries."""
    provinces = TrialProvince.objects.filter(is_active=True)
    rows = list(provinces if codes is None else provinces.filter(code__in=list(codes)))
    wanted = [row.code for row in rows]
    regions = {region.code: region for region in Region.objects.filter(pk__in=wanted)}
    below: dict[str, int] = defaultdict(int)
    for parent in Region.objects.filter(parent__in=wanted, current=True).values_list("parent_id", flat=True):
        below[str(parent)] += 1
    own: dict[str, dict[str, str]] = defaultdict(dict)
    met: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    states = CommitmentStatus.objects.current().filter(region__code__regex=r"^[0-9]{2}(\.[0-9]{2})?$")
    for code, commitment, state in states.values_list("region_id", "commitment__code", "state"):
        province = code.partition(".")[0]
        if code == province:
            own[province][commitment] = state
        elif state == CommitmentState.MET:
            met[province][commitment] += 1
    return [
        ProvinceRow(row, regions.get(row.code), own[row.code], below[row.code], dict(met[row.code])) for row in rows
    ]


def children_of(region: Region) -> list[tuple[Region, dict[str, str]]]:
    """The regencies and cities of a province with their states by commitment; constant queries."""
    if "." in region.code:
        return []
    states: dict[str, dict[str, str]] = defaultdict(dict)
    rows = CommitmentStatus.objects.current().filter(inside("region_id", region.code))
    for code, commitment, state in rows.values_list("region_id", "commitment__code", "state"):
        states[code][commitment] = state
    children = Region.objects.filter(parent=region, current=True).order_by("code")
    return [(child, states[child.code]) for child in children]


@transaction.atomic
def set_state(
    region: Region, commitment: Commitment, given: StatusInput, *, by: User, at: datetime
) -> CommitmentStatus:
    """Write how far a region is; the row before stays as history.

    Raises NotOnTrial outside one's own region, CommitmentInvalid, UnsafeFile, StorageFull.
    """
    if not may_write(by, region) or not is_on_trial(region):
        raise NotOnTrial
    _check(given, local_day(at))
    Region.objects.select_for_update().get(pk=region.pk)
    CommitmentStatus.objects.current().filter(region=region, commitment=commitment).update(superseded_at=at)
    upload = given.upload
    file = None
    if upload is not None:
        title = f"{commitment.code} {region.name}"
        file = evidence.put(
            Place(region.pk), given.since.year, None, title=title, name=upload.name, chunks=upload.chunks, by=by, at=at
        )
    row = CommitmentStatus.objects.create(
        region=region,
        commitment=commitment,
        state=given.state,
        since=given.since,
        proof=given.proof.strip(),
        file=file,
        recorded_at=at,
        author=by,
    )
    payload = {"region": region.pk, "commitment": commitment.code, "state": given.state, "since": f"{given.since}"}
    audit.record(action="spm.commitment", by=by, obj=row, payload=payload, at=at)
    return row


def _check(given: StatusInput, on: date) -> None:
    findings = []
    if given.since > on:
        findings.append(Finding("since_ahead", _("Tanggal belum tiba.")))
    if given.state == CommitmentState.MET and not given.proof.strip():
        findings.append(Finding("proof_missing", _("Tulis bukti bahwa komitmen terpenuhi.")))
    if findings:
        raise CommitmentInvalid(findings=findings)
