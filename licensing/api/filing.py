"""A body becomes a draft: the way of `POST /applications/`, lent to batches as well, so that there is one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.domain.principal import principal_of
from accounts.enums import Role
from accounts.models import ApiClient
from accounts.rules import may, viewer_of
from core.exceptions import DomainError, Finding
from core.problems import Problem, problem_of
from licensing.api.scope import with_own_place
from licensing.api.serializers.intake import DraftInput, answers_of
from licensing.domain import drafts, transitions
from licensing.domain.filing.batches import POLICY
from licensing.domain.filing.door import Door, RowRefused, open_door
from licensing.enums import ApplicationKind
from licensing.models import Application, FilingBatch, Licence, RecommendationType, RequirementSet
from licensing.rules import Actor, actor_of

CHANNELS = {Role.PJ.value: "pj", Role.FRONT_OFFICE.value: "desk"}


def create(body: Any, user: Any, *, at: datetime) -> Application:
    """Check the shape of `body` and create the draft. Raises ValidationError with every error, or DomainError."""
    given = DraftInput(data=body)
    given.is_valid(raise_exception=True)
    data = given.validated_data
    actor = actor_of(user)
    applicant, channel = _on_behalf(user, actor)
    try:
        return drafts.create_draft(
            data["type"].upper(),
            kind=ApplicationKind(data["kind"]),
            by=actor,
            at=at,
            applicant=applicant,
            answers=answers_of(with_own_place(data, user)),
            region_code=_region_of(user) if actor.client_id else "",
            slot=data["slot"],
            previous=_previous(data.get("previous_licence", ""), user),
            external_reference=data["external_reference"],
            channel=channel,
        )
    except (RecommendationType.DoesNotExist, RequirementSet.DoesNotExist) as missing:
        raise _unknown("type", _("Jenis ini tidak ada atau tidak dapat diajukan.")) from missing


def _previous(number: str, user: Any) -> Licence | None:
    if not number:
        return None
    licence = Licence.objects.visible_to(user).filter(number=number).first()
    if licence is None:
        raise _unknown("previous_licence", _("Izin dengan nomor ini tidak ditemukan."))
    return licence


def _region_of(user: Any) -> str:
    """The region of a system's office, as far as a city's offices answer for it; a province files in the home city."""
    own: str = viewer_of(user).posts[0].region_code
    return own if "." in own else ""


def _on_behalf(user: Any, actor: Actor) -> tuple[Any, str]:
    """Whose file it becomes, and by which channel it comes."""
    if actor.client_id:
        return None, "api"
    channel = next((CHANNELS[role] for role in sorted(actor.roles) if role in CHANNELS), "")
    return (None, channel) if channel else (user, "portal")


def _unknown(name: str, text: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(text, code=f"{name}_unknown")]})


# --- batches ------------------------------------------------------------------------------------------------


def _caller(batch: FilingBatch) -> Any:
    """The system, or the officer at the front desk; None when either may no longer."""
    if batch.client_id:
        client = ApiClient.objects.select_related("office").filter(client_id=batch.client_id, is_active=True).first()
        return principal_of(client) if client and "applications:write" in client.scopes else None
    user = batch.created_by
    if user is None or not user.is_active:
        return None
    user.active_role = Role.FRONT_OFFICE.value  # type: ignore[attr-defined]  # as the middleware sets it
    return user if may(user, POLICY) else None


def _create(body: Any, caller: Any, at: datetime) -> Application:
    try:
        return create(body, caller, at=at)
    except (ValidationError, DomainError) as error:
        raise RowRefused(_errors(error)) from error


def _submit(application: Application, caller: Any, at: datetime) -> None:
    try:
        transitions.submit(application, by=actor_of(caller), at=at)
    except DomainError as error:
        raise RowRefused(_errors(error)) from error


def _errors(error: Exception) -> tuple[Finding, ...]:
    """What the endpoint would answer: its findings, or the refusal itself."""
    problem = problem_of(error) or Problem(500, "internal_error")
    return problem.errors or (Finding(problem.code, problem.detail),)


def register() -> None:
    """Open the door for batches."""
    open_door(Door(_caller, _create, _submit))
