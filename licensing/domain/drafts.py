"""Drafts: created, edited section by section, copied from a finished file, dropped. Nothing typed is lost."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.domain.offices import home_office, office_for
from accounts.enums import OfficeKind
from core import audit
from core.crypto import keyed_hash, keyed_hashes
from core.exceptions import StaleVersion
from core.identifiers import crockford
from facilities.models import Facility
from licensing.domain import corrections, guards
from licensing.domain.rulebook.catalogue import sections_of, set_in_force, type_in_force
from licensing.domain.transitions import locked
from licensing.enums import Action, ApplicationKind, RequirementKind, State
from licensing.exceptions import MoveNotPossible, NotYourMove
from licensing.models import Application, ApplicationEvent, Licence, RecommendationType
from licensing.querysets import FACILITY_CHANNEL
from licensing.rules import Actor
from workforce.models import Person, Profession

EDITABLE = frozenset({State.DRAFT, State.NEEDS_CORRECTION, State.REPAIRING})


def new_number(at: datetime) -> str:
    """Return `YYYY-MM-XXXXXX`: month of creation and six random Crockford characters (DECISIONS 7)."""
    return f"{at:%Y-%m}-{crockford(6)}"


@transaction.atomic
def create_draft(
    type_code: str,
    *,
    kind: ApplicationKind,
    by: Actor,
    at: datetime,
    applicant: Any = None,
    answers: dict[str, Any] | None = None,
    region_code: str = "",
    slot: int = 1,
    previous: Licence | None = None,
    external_reference: str = "",
    channel: str = "portal",
) -> Application:
    """Create a draft of a type for `applicant` (null for a file the front office or a client enters).

    The newest type version and requirement set on the day are kept with it. Raises RecommendationType.DoesNotExist.
    """
    home = home_office()
    on = at.astimezone(home.zone).date()
    wanted = type_in_force(type_code, on)
    region = region_code or home.region_id
    application = Application(
        number=_free_number(at.astimezone(home.zone)),
        type=wanted,
        requirement_set=set_in_force(type_code, on),
        kind=kind,
        slot=slot,
        applicant=applicant,
        filed_by=by.user if by.user_id else None,
        channel=channel,
        client_id=by.client_id,
        external_reference=external_reference,
        answers={},
        previous_licence=previous,
        region_id=region,
        licensing_office=office_for(region, OfficeKind.LICENSING),
        health_office=office_for(region, OfficeKind.HEALTH),
        profession=Profession.objects.filter(type_code=type_code).order_by("code").first(),
        created_at=at,
        is_demo=bool(getattr(applicant, "is_demo", False)),
    )
    application.save(force_insert=True)
    _first_event(application, by, at)
    for name, values in (answers or prefilled(application)).items():
        _write(application, name, values)
    application.save()
    return application


def _free_number(at: datetime) -> str:
    number = new_number(at)
    while Application.objects.filter(number=number).exists():
        number = new_number(at)
    return number


def _first_event(application: Application, by: Actor, at: datetime) -> None:
    ApplicationEvent.objects.create(
        application=application,
        seq=1,
        at=at,
        action=Action.CREATE,
        from_state="",
        to_state=State.DRAFT,
        actor=by.user if by.user_id else None,
        actor_role=next(iter(sorted(by.roles)), ""),
        client_id=by.client_id,
    )
    audit.record(
        action="application.create",
        by=by.user,
        obj=application,
        office=application.licensing_office,
        payload={"number": application.number, "type": application.type.code, "kind": application.kind},
        at=at,
    )


def prefilled(application: Application) -> dict[str, Any]:
    """Return what the office already knows: the account's own contact, and register data once verified."""
    user = application.applicant
    if user is None:
        return {}
    identity: dict[str, Any] = {"name": user.name, "phone": user.phone or "", "email": user.email or ""}
    person = Person.objects.filter(user=user).first()
    known: dict[str, Any] = {"identity": identity}
    if person is not None:
        identity |= known_identity(person)
        known |= _known_profession(person, application)
    return known


def known_identity(person: Person) -> dict[str, Any]:
    """Return the section "identity" as far as the register knows it, without contact."""
    return {
        "name": person.name,
        "degrees": person.degrees,
        "identity_kind": person.identity_kind,
        "identity_number": person.identity_number,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
        "address": person.address,
    }


def _known_profession(person: Person, application: Application) -> dict[str, Any]:
    row = person.practitioners.filter(profession=application.profession).first()
    if row is None or not row.str_number:
        return {}
    return {
        "profession": {
            "profession": row.profession_id,
            "str_number": row.str_number,
            "str_name": person.name,
            "str_lifetime": row.str_lifetime,
            "str_valid_until": row.str_valid_until.isoformat() if row.str_valid_until else "",
        }
    }


@transaction.atomic
def save_section(
    application: Application,
    name: str,
    values: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Store one section as typed (eligibility judges it later). Raises NotYourMove, MoveNotPossible, StaleVersion."""
    fresh = locked(application.number)
    check_editable(fresh, by)
    if version is not None and version != fresh.version:
        raise StaleVersion
    if name == "identity" and fresh.channel == FACILITY_CHANNEL and by.user_id != fresh.applicant_id:
        # A facility files with what the register knows of the person; it never writes who they are.
        raise NotYourMove(params={"action": Action.CREATE.label})
    allowed = {*sections_of(fresh), "details"}
    if name not in allowed:
        raise MoveNotPossible(params={"state": name})
    _write(fresh, name, values)
    corrections.answer(fresh, name, at=at)
    fresh.version += 1
    fresh.save()
    audit.record(
        action="application.edit",
        by=by.user,
        obj=fresh,
        office=fresh.licensing_office,
        payload={"number": fresh.number, "section": name, "client": by.client_id},
        at=at,
    )
    application.refresh_from_db()
    return application


def check_editable(application: Application, by: Actor) -> None:
    """Raise unless `by` may edit this file now: its applicant, filer, client, or PJ while the applicant holds it."""
    # Who filed for a member of staff may edit as long as they answer for the facility.
    filed = application.filed_by_id if application.channel != FACILITY_CHANNEL else None
    mine = by.user_id is not None and by.user_id in (application.applicant_id, filed)
    ours = bool(by.client_id) and by.client_id == application.client_id
    pj = by.user_id is not None and guards.is_kept_by_facility_of(application, by.user_id)
    if not (mine or ours or pj):
        raise NotYourMove(params={"action": Action.CREATE.label})
    if application.state not in EDITABLE:
        raise MoveNotPossible(params={"state": State(application.state).label})


def _write(application: Application, name: str, values: dict[str, Any]) -> None:
    answers = dict(application.answers or {})
    answers[name] = values
    application.answers = answers
    if name == "identity":
        _copy_identity(application, values)
    elif name == "place":
        _copy_place(application, values)
    elif name == "profession" and values.get("profession"):
        application.profession = Profession.objects.filter(pk=values["profession"]).first() or application.profession


def _copy_identity(application: Application, values: dict[str, Any]) -> None:
    application.applicant_name = str(values.get("name", ""))[:160]
    number = str(values.get("identity_number", ""))
    kind = str(values.get("identity_kind") or "nik")
    application.identity_hash = Person.hash_of(kind, number) if number else ""
    phone = str(values.get("phone", ""))
    application.phone_last4_hash = phone_check(application.number, phone[-4:]) if phone else ""


def phone_check(number: str, last4: str) -> str:
    """Return the keyed hash that a tracking pair is compared with; bound to the number, so none can be swapped."""
    return keyed_hash(f"{number}:{last4}", "tracking")


def phone_checks(number: str, last4: str) -> list[str]:
    """Return the hashes of a tracking pair under every key in use, newest first."""
    return keyed_hashes(f"{number}:{last4}", "tracking")


def _copy_place(application: Application, values: dict[str, Any]) -> None:
    place = Facility.objects.filter(public_id=values.get("facility") or "").first()
    application.place = place
    application.place_name = place.name if place else str(values.get("name", ""))[:150]
    region = place.region_id if place else str(values.get("region") or "")
    if region.startswith(application.health_office.region_id):
        application.region_id = region


@transaction.atomic
def copy_of(application: Application, *, by: Actor, at: datetime, without: set[str] | None = None) -> Application:
    """Start anew with this data ("Ajukan lagi dengan data ini"): filled except the refused items.

    `without` are requirement codes to leave empty. Clean documents are taken over as first versions.
    """
    draft = create_draft(
        application.type.code,
        kind=ApplicationKind(application.kind),
        by=by,
        at=at,
        applicant=application.applicant,
        answers={**application.answers, "statements": {}},
        region_code=application.region_id,
        slot=application.slot,
        previous=application.previous_licence,
    )
    draft.copied_from = application
    draft.save(update_fields=["copied_from"])
    wanted = {row.code for row in draft.requirement_set.requirements.filter(kind=RequirementKind.DOCUMENT)}
    for document in application.documents.filter(superseded_at__isnull=True, state="clean"):
        if document.requirement_code in wanted - (without or set()):
            document.pk = None
            document.public_id = type(document)._meta.get_field("public_id").get_default()
            document.application = draft
            document.version = 1
            document.uploaded_at = at
            document.save(force_insert=True)
    return draft


def types_for_public(on: Any) -> list[RecommendationType]:
    """Return the types that may be applied for on a day, by category and name."""
    return list(RecommendationType.objects.in_force(on).order_by("category", "name"))
