"""A professional organisation recommends its member on an old-era file (roles.md section 1, stakeholder 6).

New-era files need no such recommendation and the organisation has no veto, so there is one verb and no refusal.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.enums import Role
from core import audit
from licensing.domain import guards
from licensing.domain.transitions import locked
from licensing.enums import Action
from licensing.exceptions import AlreadyRecommended, MoveNotPossible, NotYourMove
from licensing.models import Application, ApplicationEvent
from licensing.querysets import MEMBER_ACTION, ApplicationQuerySet
from licensing.rules import Actor


def members_files(user: Any) -> ApplicationQuerySet:
    """Old-era files of the own profession and region that ask for the recommendation; others do not exist here."""
    return Application.objects.visible_to(user, MEMBER_ACTION).asking_organisation()


def recommendation_of(application: Application) -> ApplicationEvent | None:
    """Return the entry of the ledger, or None while the organisation has not spoken."""
    rows = application.events.filter(action=Action.RECOMMEND_MEMBER).select_related("actor")
    found: ApplicationEvent | None = rows.first()
    return found


@transaction.atomic
def recommend(application: Application, *, by: Actor, at: datetime, note: str = "") -> ApplicationEvent:
    """Write the recommendation into the ledger, once; state, version and clocks stay as they are.

    Raises NotYourMove (no seat for this profession and region), OwnFile, AlreadyRecommended, MoveNotPossible.
    """
    fresh = locked(application.number)
    rows = Application.objects.filter(pk=fresh.pk)
    if not by.role_for(ROLES) or not members_files(by.user).filter(pk=fresh.pk).exists():
        raise NotYourMove(params={"action": Action.RECOMMEND_MEMBER.label})
    guards.refuse_own_file(fresh, by, Action.RECOMMEND_MEMBER)
    if rows.recommended_by_organisation().exists():
        raise AlreadyRecommended
    if not rows.awaiting_organisation().exists():
        raise MoveNotPossible(params={"state": fresh.get_state_display()})
    event = _append(fresh, by=by, at=at, note=note.strip())
    # Whoever reads by `updated_after` must find it.
    fresh.save(update_fields=["updated_at"])
    audit.record(
        action="application.recommend_member",
        by=by.user,
        obj=fresh,
        office=fresh.health_office,
        reason=note,
        role=event.actor_role,
        payload={"number": fresh.number, **event.payload},
        at=at,
    )
    return event


ROLES = frozenset({Role.ORGANISATION.value})


def _append(application: Application, *, by: Actor, at: datetime, note: str) -> ApplicationEvent:
    last = application.events.order_by("-seq").values_list("seq", "at").first()
    seq, previous = last or (0, at)
    return ApplicationEvent.objects.create(
        application=application,
        seq=seq + 1,
        at=max(at, previous),
        action=Action.RECOMMEND_MEMBER,
        from_state=application.state,
        to_state=application.state,
        actor=by.user,
        actor_role=by.role_for(ROLES),
        note=note,
        # For this place only: the old rules asked for the recommendation by place of practice.
        payload={"profession": application.profession_id, "place": application.place_name},
    )
