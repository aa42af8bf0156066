"""Licences come out: created with their status history from the first day, replacing what they replace."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit
from facilities.domain.register import enter_facility
from facilities.models import Facility
from letters.models import Letter
from licensing.domain import post_checks, transitions
from licensing.domain.answers import section
from licensing.domain.licences import life
from licensing.domain.licences.moves import VERB_OF_KIND
from licensing.domain.product_facts import ACTIVITY_TYPES
from licensing.enums import ApplicationKind, LicenceState, Subject
from licensing.models import Application, Licence, LicenceStatus
from licensing.rules import Actor
from licensing.signals import licence_changed
from workforce.domain.persons import person_for, practitioner_for
from workforce.domain.placements import place_practitioner
from workforce.models import Person


@dataclass(frozen=True)
class Term:
    """First and last day of a licence; `ends_on` None = unlimited."""

    starts_on: date
    ends_on: date | None


def years_later(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def term_of(application: Application, on: date) -> Term:
    """Return the term of a licence issued on `on`.

    A SIP on a dated STR ends with the STR (SE HK.02.01/MENKES/6/2024); what allows one activity ends with it, even
    where the type has a term of years; a change or a replacement of a lost one keeps the end of the old licence.
    """
    previous = application.previous_licence
    if previous is not None and application.kind in (ApplicationKind.CHANGE, ApplicationKind.REPLACEMENT):
        return Term(on, previous.ends_on)
    years = application.type.validity_years
    ends = years_later(on, years) if years else None
    profession = section(application.answers, "profession")
    str_until = profession.get("str_valid_until")
    if application.type.product == "SIP" and str_until and not profession.get("str_lifetime"):
        limit = date.fromisoformat(str_until)
        ends = min(ends, limit) if ends else limit
    over = _end_of_activity(application)
    if over is not None:
        ends = max(on, min(ends, over) if ends else over)
    return Term(on, ends)


def _end_of_activity(application: Application) -> date | None:
    """Return the last day of the activity as the TPK stated it, as the letter prints it; None for other types."""
    if application.type.code not in ACTIVITY_TYPES:
        return None
    row = application.assessments.order_by("-round").first()
    stated = row.facts.get("ends_on") if row else None
    return date.fromisoformat(str(stated)) if stated else None


@transaction.atomic
def settle_person(application: Application) -> Person | None:
    """Write the applicant into the register of persons; called when verification accepts the identity document."""
    identity = section(application.answers, "identity")
    number = str(identity.get("identity_number", ""))
    if not number:
        return None
    birth = identity.get("birth_date")
    person = person_for(
        kind=str(identity.get("identity_kind") or "nik"),
        number=number,
        name=str(identity.get("name", "")),
        facts={
            "degrees": identity.get("degrees", ""),
            "birth_place": identity.get("birth_place", ""),
            "birth_date": date.fromisoformat(birth) if birth else None,
            "sex": identity.get("sex", ""),
            "address": identity.get("address", ""),
        },
    )
    application.person = person
    Application.objects.filter(pk=application.pk).update(person=person)
    return person


@transaction.atomic
def settle_place(application: Application, on: date) -> Facility | None:
    """Return the place from the register, entering one that was typed."""
    place = section(application.answers, "place")
    if application.place is not None or not place.get("name"):
        return application.place
    business = section(application.answers, "business")
    facility = enter_facility(
        name=str(place["name"]),
        kind=str(place.get("kind", "")),
        address=str(place.get("address", "")),
        region_code=application.region_id,
        on=on,
        owner_name=str(business.get("owner_name", "")),
        nib=str(business.get("nib", ""))[:13],
    )
    application.place = facility
    Application.objects.filter(pk=application.pk).update(place=facility)
    return facility


@transaction.atomic
def issue(
    application: Application,
    *,
    by: Actor,
    at: datetime,
    number: str,
    on: date,
    letter: Letter | None,
    version: int | None = None,
    elsewhere: bool = False,
) -> Licence:
    """Move to `licensed` and create the licence; `elsewhere` when an agency signed it in its own system."""
    term = term_of(application, on)
    transitions.issue_licence(
        application,
        by=by,
        at=at,
        version=version,
        payload={
            "number": number,
            "starts_on": term.starts_on.isoformat(),
            "ends_on": term.ends_on.isoformat() if term.ends_on else None,
            "elsewhere": elsewhere,
        },
    )
    return create_licence(application, term=term, number=number, letter=letter, by=by, at=at, elsewhere=elsewhere)


@transaction.atomic
def deem(application: Application, *, at: datetime, number: str, on: date, letter: Letter | None) -> Licence:
    """Issue by silence at the deemed limit, flagged, with a post-check owed (PRODUCT 3)."""
    term = term_of(application, on)
    transitions.deem(application, at=at, payload={"number": number, "starts_on": term.starts_on.isoformat()})
    licence = create_licence(application, term=term, number=number, letter=letter, by=None, at=at, deemed=True)
    post_checks.open_for(licence, at=at)
    return licence


def create_licence(
    application: Application,
    *,
    term: Term,
    number: str,
    letter: Letter | None,
    by: Actor | None,
    at: datetime,
    deemed: bool = False,
    elsewhere: bool = False,
) -> Licence:
    """Create licence and first status, write the register rows it proves, replace the licence before it.

    A recommendation enters nothing into the registers: what it is for may not exist yet (docs/adr/0011). Its place is
    one the register knows, or none.
    """
    person = settle_person(application)
    advice = application.type.is_recommendation
    place = application.place if advice else settle_place(application, term.starts_on)
    is_person = application.type.subject == Subject.PRACTITIONER
    licence = Licence.objects.create(
        type_code=application.type.code,
        number=number,
        office=application.licensing_office if application.type.delegated else application.health_office,
        holder_person=person if is_person or place is None else None,
        holder_facility=None if is_person else place,
        profession=application.profession if is_person and not advice else None,
        place=place,
        slot=application.slot,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        application=application,
        letter=letter,
        deemed=deemed,
        issued_elsewhere=elsewhere,
        practice_hours=section(application.answers, "place").get("practice_hours") or [],
        is_responsible=is_person and bool(section(application.answers, "place").get("responsible")),
        is_demo=application.is_demo,
    )
    user = by.user if by and by.user_id else None
    LicenceStatus.objects.create(
        licence=licence,
        status=LicenceState.ACTIVE,
        valid_from=term.starts_on,
        letter=letter,
        recorded_at=at,
        recorded_by=user,
    )
    if person is not None and is_person and not advice:
        _write_register(application, person, licence)
    if application.previous_licence is not None:
        verb = VERB_OF_KIND[ApplicationKind(application.kind)]
        life.follow(application.previous_licence, licence, verb=verb, user=user, at=at)
    audit.record(
        action="licence.issue",
        by=user,
        obj=licence,
        office=licence.office,
        payload={"number": number, "type": licence.type_code, "application": application.number, "deemed": deemed},
        at=at,
    )
    licence_changed.send(sender=Licence, licence=licence, status=LicenceState.ACTIVE, row=None, at=at)
    return licence


def _write_register(application: Application, person: Person, licence: Licence) -> None:
    answers = section(application.answers, "profession")
    if application.profession is None:
        return
    until = answers.get("str_valid_until")
    practitioner = practitioner_for(
        person,
        application.profession,
        str_number=str(answers.get("str_number", "")),
        str_valid_until=None if answers.get("str_lifetime") or not until else date.fromisoformat(until),
    )
    if licence.place is not None:
        place_practitioner(practitioner, licence.place, on=licence.starts_on, practice_hours=licence.practice_hours)
