"""Drafts a facility files for its staff: prefilled from the register, each with the recorded consent beside it."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from core.exceptions import DomainError
from facilities.querysets import own_facilities
from licensing.domain import drafts, transitions
from licensing.domain.findings import EligibilityFinding, eligibility_of
from licensing.enums import ApplicationKind, ConsentVerdict, State
from licensing.exceptions import ConsentMissing, NotEligible
from licensing.models import Application, ApplicationConsent, FilingConsent, RecommendationType
from licensing.querysets import FACILITY_CHANNEL
from licensing.rules import Actor
from workforce.models import Placement, SkpRecord


def asker(consent: FilingConsent, *, at: datetime) -> Actor:
    """Return who asked, in the role of coordinator: the draft that follows a consent is theirs."""
    user: User = consent.asked_by
    kept = own_facilities(user.pk, at.date()).filter(pk=consent.placement.facility_id)
    if not kept.exists():
        raise ConsentMissing
    return Actor(user=user, roles=frozenset({Role.PJ.value}), label=user.name)


@transaction.atomic
def make(consent: FilingConsent, *, by: Actor, at: datetime) -> Application:
    """Return the draft of a consent, making it once. Raises ConsentMissing, or DomainError where the type has ended."""
    known = consent.applications.filter(granted=True).select_related("application").first()
    if known is not None:
        return known.application
    answer = _granted(consent)
    placement = consent.placement
    person = placement.practitioner.person
    try:
        draft = drafts.create_draft(
            consent.type_code,
            kind=ApplicationKind(consent.kind),
            by=by,
            at=at,
            applicant=person.user,
            answers=answers_of(placement, consent, on=at.date()),
            region_code=placement.facility.region_id,
            slot=_slot(consent),
            previous=consent.previous_licence,
            channel=FACILITY_CHANNEL,
        )
    except RecommendationType.DoesNotExist as error:
        raise DomainError from error
    try:
        with transaction.atomic():
            ApplicationConsent.objects.create(
                application=draft,
                request=consent,
                person=person,
                asked_at=consent.asked_at,
                answered_at=answer.at,
                granted=True,
                evidence=f"{consent.public_id} {answer.way}",
            )
    except IntegrityError as error:
        # Another coordinator was faster; this draft goes with the transaction.
        raise ConsentMissing from error
    return draft


def _granted(consent: FilingConsent) -> Any:
    answers = {answer.verdict: answer for answer in consent.answers.all()}
    if ConsentVerdict.GRANTED not in answers or ConsentVerdict.REVOKED in answers:
        raise ConsentMissing
    return answers[ConsentVerdict.GRANTED]


def _slot(consent: FilingConsent) -> int:
    if consent.previous_licence is not None:
        return consent.previous_licence.slot
    person = consent.placement.practitioner.person
    held = person.licences.filter(type_code=consent.type_code).in_force(consent.asked_at.date())
    return min(held.values("place").distinct().count() + 1, 3)


def answers_of(placement: Placement, consent: FilingConsent, *, on: date) -> dict[str, Any]:
    """Return what the register knows, by section; nothing is asked again (UX rule 2)."""
    practitioner, facility = placement.practitioner, placement.facility
    person = practitioner.person
    user = person.user
    identity = drafts.known_identity(person) | {
        "phone": (user.phone if user else None) or person.phone or "",
        "email": (user.email if user else None) or "",
    }
    points = SkpRecord.objects.filter(practitioner=practitioner, period_end__gte=on).order_by("-period_end").first()
    profession: dict[str, Any] = {
        "profession": practitioner.profession_id,
        "str_number": practitioner.str_number,
        "str_name": person.name,
        "str_lifetime": practitioner.str_lifetime,
        "str_valid_until": practitioner.str_valid_until.isoformat() if practitioner.str_valid_until else "",
    }
    if points is not None:
        profession["skp_points"] = points.points
    hours = placement.practice_hours or (
        consent.previous_licence.practice_hours if consent.previous_licence is not None else []
    )
    place = {
        "facility": facility.public_id,
        "name": facility.name,
        "kind": facility.kind,
        "address": facility.address or facility.region.name,
        "region": facility.region_id,
        "independent": facility.is_independent_practice,
        "practice_hours": hours,
    }
    return {"identity": identity, "profession": profession, "place": place}


def withdraw(row: ApplicationConsent, *, by: User | None, at: datetime) -> None:
    """Note that a consent was taken back, and withdraw the draft in the person's own name."""
    ApplicationConsent.objects.create(
        application=row.application,
        request=row.request,
        person_id=row.person_id,
        asked_at=row.asked_at,
        answered_at=at,
        granted=False,
        evidence=row.evidence,
    )
    if row.application.state == State.DRAFT:
        # By the secret link there is no account; the person is the applicant all the same.
        person = Actor(user=None, roles=frozenset({Role.APPLICANT.value}), label="consent")
        if by is not None and row.application.applicant_id == by.pk:
            person = Actor(user=by, roles=frozenset({Role.APPLICANT.value}), label=by.name)
        transitions.withdraw(row.application, by=person, at=at)


def findings_of(application: Application, *, at: datetime) -> list[EligibilityFinding]:
    """Return what stands against sending a draft, and what one should know."""
    return eligibility_of(application, at=at) if application.state == State.DRAFT else []


def submit(application: Application, *, by: Actor, at: datetime) -> str:
    """Send one draft; returns why not, in one line, or an empty text. Never raises for one of many."""
    try:
        transitions.submit(application, by=by, at=at)
    except NotEligible as refused:
        return " ".join(str(each.detail) for each in refused.findings[:2])
    except DomainError as refused:
        return refused.detail
    return ""
