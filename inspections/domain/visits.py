"""The visit on the phone: check it out, send it (any number of times), take its photos in.

`submit_visit` is idempotent by the content of what is sent: in whatever order sendings, repeats and losses come, there
is one visit, and nothing another phone wrote is overwritten unseen.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from core.exceptions import NotAllowed, NotFound
from facilities.models import Facility
from inspections.domain.concluding import conclude_when_whole
from inspections.domain.guards import refuse_interest, require_card, require_tugas
from inspections.domain.planning import Plan, bump, locked, plan_visit, record
from inspections.domain.submission import Payload, differences, flaws_of, items_of
from inspections.enums import OPEN_VISITS, VisitKind, VisitState
from inspections.exceptions import VisitCarried, VisitConflict, VisitIncomplete, VisitMoved
from inspections.models import SuratTugas, Visit, VisitAnswer, VisitPhoto, VisitSignature, VisitSubmission


@dataclass(frozen=True)
class Receipt:
    """What a sending came to. `is_new` False = known already, nothing was written."""

    visit: Visit
    is_new: bool


@transaction.atomic
def check_out(visit: Visit, *, by: User, at: datetime, device_id: str = "", take_over: bool = False) -> Visit:
    """Take the visit onto one phone. The same person again changes nothing.

    Raises VisitCarried when a team mate has it and `take_over` is not asked, NoCard, NoTugas, OwnFacility, VisitMoved.
    """
    fresh = locked(visit)
    _require_team(fresh, by)
    if fresh.state not in OPEN_VISITS:
        raise VisitMoved(params={"state": fresh.get_state_display()})
    if fresh.carrier_id == by.pk:
        return fresh
    if fresh.carrier is not None and not take_over:
        raise VisitCarried(params={"name": fresh.carrier.name})
    _require_standing(fresh, by, at)
    fresh.carrier, fresh.checked_out_at, fresh.device_id = by, at, device_id[:64]
    if fresh.state == VisitState.PLANNED:
        fresh.state = VisitState.CHECKED_OUT
    bump(fresh, "carrier", "checked_out_at", "device_id", "state")
    record(fresh, "check_out", by=by, at=at)
    return fresh


def submit_visit(
    uuid: UUID, base_version: int, payload: Payload, *, by: User, at: datetime, take_over: bool = False
) -> Receipt:
    """Store what a phone sends of a visit; a finished one becomes a berita acara once its photos are here.

    The same content again answers with the visit and writes nothing. `base_version` is the version the phone started
    from, 0 for a visit it began itself. Raises VisitConflict with both values per question when the server holds other
    values (send again with its version after choosing), VisitCarried, VisitMoved, VisitIncomplete with every gap,
    NoCard, NoTugas, OwnFacility, NotFound.
    """
    if not Visit.objects.filter(uuid=uuid).exists():
        _begin(uuid, payload, by=by, at=at)
    return _submit(uuid, base_version, payload, by=by, at=at, take_over=take_over)


def _begin(uuid: UUID, payload: Payload, *, by: User, at: datetime) -> None:
    """Write down a visit that began on the phone. A second phone with the same uuid finds the first one's."""
    tugas = SuratTugas.objects.filter(public_id=payload.tugas or "-", members__user=by).select_related("office").first()
    place = Facility.objects.filter(public_id=payload.place or "-").first()
    if tugas is None or place is None:
        raise NotFound
    plan = Plan(
        office=tugas.office,
        inspector=by,
        scheduled_at=payload.held_at,
        purpose=tugas.purpose,
        facility=place,
        kind=VisitKind(tugas.kind),
        tugas=tugas,
        uuid=uuid,
        late=True,
    )
    try:
        with transaction.atomic():
            plan_visit(plan, by=by, at=at)
    except IntegrityError:
        if not Visit.objects.filter(uuid=uuid).exists():
            raise


@transaction.atomic
def _submit(uuid: UUID, base_version: int, payload: Payload, *, by: User, at: datetime, take_over: bool) -> Receipt:
    row = Visit.objects.filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    visit = locked(row)
    _require_team(visit, by)
    sha256 = payload.fingerprint()
    if visit.submissions.filter(sha256=sha256).exists():
        return Receipt(visit, is_new=False)
    is_stale = _refuse_conflict(visit, base_version, payload, by=by, take_over=take_over)
    if visit.state not in OPEN_VISITS:
        raise VisitMoved(params={"state": visit.get_state_display()})
    _require_standing(visit, by, min(payload.held_at, at))
    flaws = flaws_of(visit, payload, at=at)
    if flaws:
        raise VisitIncomplete(findings=flaws)
    _write(visit, payload, by=by, at=at, keep_photos=is_stale)
    VisitSubmission.objects.create(
        visit=visit, sha256=sha256, base_version=base_version, version=visit.version,
        device_id=payload.device_id[:64], by=by, at=at,
    )  # fmt: skip
    record(visit, "submit" if payload.finished else "save", by=by, at=at, payload={"answers": len(payload.answers)})
    if payload.finished:
        conclude_when_whole(visit, by=by, at=at)
    return Receipt(visit, is_new=True)


def _require_team(visit: Visit, by: User) -> None:
    """Only the lead and the named team write; everybody else does not even learn that the visit exists."""
    if visit.inspector_id == by.pk or visit.members.filter(user=by).exists():
        return
    if Visit.objects.visible_to(by, "application_assess").filter(pk=visit.pk).exists():
        raise NotAllowed
    raise NotFound


def _refuse_conflict(visit: Visit, base_version: int, payload: Payload, *, by: User, take_over: bool) -> bool:
    """Refuse to overwrite unseen values; returns whether the phone started from an older version."""
    has_values = visit.submissions.exists()
    is_stale = base_version != visit.version and (base_version != 0 or has_values)
    is_anothers = visit.carrier_id not in (None, by.pk) and not take_over
    found = differences(visit, payload) if has_values and (is_stale or is_anothers) else []
    holder = visit.carrier or visit.inspector
    if found:
        raise VisitConflict(version=visit.version, differences=found, by_name=holder.name)
    if is_anothers:
        raise VisitCarried(params={"name": holder.name})
    return is_stale


def _require_standing(visit: Visit, by: User, at: datetime) -> None:
    """Card, surat tugas and no interest on the local day of `at`."""
    zone = visit.office.zone if visit.office is not None else at.tzinfo
    day = at.astimezone(zone).date()
    visit.card_number = require_card(by, day)
    require_tugas(visit, by, day)
    refuse_interest((by,), visit.facility, day)


PLAIN = (
    "held_at", "device_at", "device_id", "met_name", "met_position", "statement", "notes", "not_inspected_reason",
    "latitude", "longitude", "accuracy_m",
)  # fmt: skip


def _write(visit: Visit, payload: Payload, *, by: User, at: datetime, keep_photos: bool) -> None:
    for name in PLAIN:
        setattr(visit, name, getattr(payload, name))
    visit.conditions = list(payload.conditions)
    others = {row["sha256"]: row for row in visit.expected_photos} if keep_photos else {}
    mine = [
        {
            "sha256": photo.sha256,
            "item": photo.item,
            "taken_at": photo.taken_at.isoformat() if photo.taken_at else None,
            "caption": photo.caption[:200],
        }
        for photo in payload.photos
    ]
    visit.expected_photos = list((others | {str(row["sha256"]): row for row in mine}).values())
    visit.carrier, visit.received_at = by, at
    visit.state = VisitState.SUBMITTED if payload.finished else VisitState.CHECKED_OUT
    visit.conclusion_given = payload.conclusion
    bump(
        visit, *PLAIN, "conditions", "expected_photos", "carrier", "received_at", "state", "card_number",
        "conclusion_given",
    )  # fmt: skip
    items = {item.code: item for item in items_of(visit)}
    visit.answers.all().delete()
    VisitAnswer.objects.bulk_create(
        VisitAnswer(
            visit=visit, item=items[row.code], value=row.value, note=row.note.strip()[:500],
            repair_until=row.repair_until if row.value == "tidak" else None,
        )
        for row in payload.answers
    )  # fmt: skip
    _write_signatures(visit, payload)
    for photo in payload.photos:  # those that came before what they belong to
        item = items.get(photo.item)
        VisitPhoto.objects.filter(visit=visit, original_sha256=photo.sha256).update(
            item=item, caption=photo.caption[:200], taken_at=photo.taken_at
        )


def _write_signatures(visit: Visit, payload: Payload) -> None:
    visit.signatures.all().delete()
    VisitSignature.objects.bulk_create(
        VisitSignature(
            visit=visit, side=row.side, name=row.name.strip()[:120], position=row.position.strip()[:80], way=row.way,
            image=row.image if row.way == "drawn" else "", photo_sha256=row.photo_sha256,
            refusal_reason=row.refusal_reason.strip()[:300], witness=row.witness.strip()[:120], signed_at=row.signed_at,
        )
        for row in payload.signatures
    )  # fmt: skip
