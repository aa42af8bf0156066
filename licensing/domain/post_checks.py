"""The check owed after a licence came by silence: keep it, or advise to revoke it (PRODUCT 3)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.rules import viewer_of
from core import audit
from licensing.domain.sanctions import steps
from licensing.domain.sanctions.telling import officers
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import LicenceVerb, PostCheckResult
from licensing.exceptions import NoteMissing, NotYourMove, PostCheckDone
from licensing.models import Licence, PostCheck, Reason, Sanction, SanctionStep
from licensing.rules import Actor

UNMET = "REV_REQUIREMENTS_UNMET"


@transaction.atomic
def open_for(licence: Licence, *, at: datetime) -> PostCheck:
    """Open the task and tell the inspectors and the head of division; call it with the licence."""
    check, is_new = PostCheck.objects.get_or_create(licence=licence, defaults={"opened_at": at})
    if is_new:
        for user in {
            user.pk: user for role in (Role.TPK, Role.DIVISION_HEAD) for user in officers(licence, role, at)
        }.values():
            tell(
                "POST_CHECK_OWED",
                user=user,
                params={"nomor_izin": licence.number},
                dedupe_key=f"POST_CHECK_OWED:{licence.public_id}:{user.pk}",
                at=at,
                link=f"/pemeriksaan-susulan/{licence.public_id}/",
                zone=licence.office.zone,
            )
    return check


def visible_to(user: Any) -> QuerySet[PostCheck]:
    """Checks of the user's region, by the `sanction_propose` row; those owed first, oldest on top."""
    rows = PostCheck.objects.none()
    for scope in viewer_of(user).scopes("sanction_propose"):
        rows |= PostCheck.objects.filter(licence__office__region__code__startswith=scope.region_code)
    return rows.select_related(
        "licence__office", "licence__place", "licence__holder_person", "licence__holder_facility", "done_by"
    ).order_by("done_at", "opened_at", "id")


@transaction.atomic
def conclude(check: PostCheck, outcome: PostCheckResult, *, result: str, by: Actor, at: datetime) -> Sanction | None:
    """Write the outcome; `advise_revoke` opens a proposal for the head of the health office and returns it.

    Raises NotYourMove, OwnFile, NoteMissing, PostCheckDone and what `sanctions.propose` raises.
    """
    if not by.role_for(steps.PROPOSERS):
        raise NotYourMove(params={"action": LicenceVerb.REVOKE.label})
    fresh = PostCheck.objects.select_for_update().select_related("licence__office").get(pk=check.pk)
    if fresh.done_at is not None:
        raise PostCheckDone
    steps.refuse_own(fresh.licence, by)
    if len(result.strip()) < MIN_NOTE:
        raise NoteMissing(params={"length": MIN_NOTE})
    fresh.outcome, fresh.result = outcome, result.strip()
    fresh.done_at, fresh.done_by = at, by.user
    fresh.save()
    audit.record(
        action="licence.post_check",
        by=by.user,
        obj=fresh.licence,
        office=fresh.licence.office,
        reason=result,
        payload={"number": fresh.licence.number, "outcome": str(outcome)},
        at=at,
    )
    if outcome == PostCheckResult.KEEP:
        return None
    return steps.propose(fresh.licence, _proposal(fresh), by=by, at=at)


def _proposal(check: PostCheck) -> steps.Proposal:
    codes = [step.code for step in steps.steps_of(check.licence) if step.verb == LicenceVerb.REVOKE]
    # The type's own step of revocation stands after the general one.
    step = SanctionStep.objects.filter(code__in=codes).order_by("-position").first() or SanctionStep.objects.get(
        code="PENCABUTAN"
    )
    reason = Reason.objects.get(pk=UNMET)
    return steps.Proposal(step=step, note=check.result, reason=reason, breaches=[(check.result, reason.rule_hint)])
