"""A draft begun from a licence: the right kind, the old licence beside it, and what it already says."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.exceptions import RuleBroken
from licensing.domain import drafts
from licensing.domain.licences import life
from licensing.domain.licences.moves import MOVES
from licensing.domain.licences.telling import holder_user
from licensing.enums import LicenceVerb
from licensing.models import Application, Licence
from licensing.rules import Actor

CHANNELS = {"pj": "pj", "front_office": "desk"}


@transaction.atomic
def draft_from(licence: Licence, verb: LicenceVerb, *, by: Actor, at: datetime) -> Application:
    """Create the draft of a renewal, move, further place, change or replacement; raises table refusals.

    The place is filled in except for a move and a further place, whose point is another one. When it may be sent (a
    renewal from 90 days before the end) is judged by `eligibility`, as for every file.
    """
    kind = MOVES[verb].by_application
    if kind is None:
        raise RuleBroken
    life.check(licence, verb, by=by, on=life.today_of(licence, at), at=at)
    # The licence of a facility is filed by its PJ as its own applicant; a person's needs that person's consent.
    own = licence.holder_person is None and "front_office" not in by.roles
    channel = "portal" if own else next((CHANNELS[role] for role in sorted(by.roles) if role in CHANNELS), "portal")
    is_other_place = verb in (LicenceVerb.MOVE, LicenceVerb.EXTRA_PLACE)
    draft = drafts.create_draft(
        licence.type_code,
        kind=kind,
        by=by,
        at=at,
        applicant=by.user if channel == "portal" else holder_user(licence) if channel == "desk" else None,
        slot=_next_slot(licence, at) if verb == LicenceVerb.EXTRA_PLACE else licence.slot,
        previous=None if verb == LicenceVerb.EXTRA_PLACE else licence,
        channel=channel,
    )
    known = {**draft.answers}
    if licence.place is not None and not is_other_place:
        known["place"] = _place(licence)
    for name, values in known.items():
        drafts.save_section(draft, name, values, by=by, at=at)
    return draft


def _place(licence: Licence) -> dict[str, Any]:
    place = licence.place
    if place is None:
        return {}
    return {
        "facility": place.public_id,
        "name": place.name,
        "address": place.address or place.region.name,
        "region": place.region_id,
        "kind": place.kind,
        "practice_hours": list(licence.practice_hours or []),
    }


def _next_slot(licence: Licence, at: datetime) -> int:
    on = life.today_of(licence, at)
    held = Licence.objects.filter(holder_person=licence.holder_person, type_code=licence.type_code).in_force(on)
    return held.count() + 1
