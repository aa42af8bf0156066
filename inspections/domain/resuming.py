"""A visit that lies on the server as the sending that would store it again: a page changes one part of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from inspections.domain.submission import AnswerIn, Payload, PhotoIn, SignatureIn
from inspections.models import Visit


def stored(visit: Visit, *, at: datetime) -> Payload:
    """Return everything the server holds of `visit`; `at` stands in for moments nobody has noted yet."""
    return Payload(
        held_at=visit.held_at or at,
        device_at=at,
        conditions=list(visit.conditions),
        answers=[
            AnswerIn(code=row.item.code, value=row.value, note=row.note, repair_until=row.repair_until)
            for row in visit.answers.all()
        ],
        photos=[
            PhotoIn(
                sha256=row.original_sha256,
                item=row.item.code if row.item else "",
                taken_at=row.taken_at,
                caption=row.caption,
            )
            for row in visit.photos.all()
        ],
        signatures=[
            SignatureIn(
                side=row.side,
                name=row.name,
                way=row.way,
                signed_at=row.signed_at,
                position=row.position,
                image=row.image,
                photo_sha256=row.photo_sha256,
                refusal_reason=row.refusal_reason,
                witness=row.witness,
            )
            for row in visit.signatures.all()
        ],
        met_name=visit.met_name,
        met_position=visit.met_position,
        statement=visit.statement,
        notes=visit.notes,
        not_inspected_reason=visit.not_inspected_reason,
        conclusion=visit.conclusion_given,
        latitude=visit.latitude,
        longitude=visit.longitude,
        accuracy_m=visit.accuracy_m,
    )


def with_answers(
    payload: Payload, codes: Iterable[str], answers: Iterable[AnswerIn], photos: Iterable[PhotoIn]
) -> Payload:
    """Return `payload` with the answers to `codes` replaced by `answers`, and `photos` added or tied to their item."""
    gone = set(codes)
    fresh = list(photos)
    known = {photo.sha256 for photo in fresh}
    return replace(
        payload,
        answers=[*(row for row in payload.answers if row.code not in gone), *answers],
        photos=[*(photo for photo in payload.photos if photo.sha256 not in known), *fresh],
    )
