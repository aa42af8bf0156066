"""May the facility file for you? Asked of each person, answered by that person alone, by inbox or secret link.

Rows are append-only: the question, and what was answered. How a question stands is computed from them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.domain.messages import tell
from accounts.domain.offices import home_office
from accounts.enums import Channel
from accounts.models import User
from core import audit
from core.exceptions import DomainError, NotFound
from core.identifiers import public_id
from licensing.domain.rosters import consent_drafts, roster
from licensing.domain.rosters.consent_standing import Stand, is_open, stand_of
from licensing.domain.rosters.roster import Entry
from licensing.domain.rosters.standing import SipState
from licensing.enums import ApplicationKind, ConsentVerdict, State
from licensing.exceptions import (
    AlreadyAsked,
    ConsentAnswered,
    ConsentEnded,
    ConsentUsed,
    NothingToFile,
    PersonUnreachable,
)
from licensing.models import FilingConsent, FilingConsentAnswer, Licence
from licensing.rules import Actor
from workforce.models import Placement

VALID = timedelta(days=14)
REMIND_AFTER = timedelta(days=3)
INBOX, LINK = "inbox", "link"
FIRST, TAKEN_BACK = 1, 2
POLICY = "staff_file"
_SALT = "filing-consent"


@dataclass(frozen=True)
class Outcome:
    """What became of asking, or filing for, one person; `error` says why not."""

    name: str
    consent: FilingConsent | None = None
    error: str = ""
    number: str = ""


def consents_of(user: Any) -> QuerySet[FilingConsent]:
    """Questions of the facilities `user` files for, with person, answers and applications; constant queries."""
    return (
        FilingConsent.objects.filter(placement__facility__in=roster.facilities_of(user, POLICY))
        .select_related(
            "placement__practitioner__person",
            "placement__practitioner__profession",
            "placement__facility",
            "asked_by",
        )
        .prefetch_related("answers", "applications__application__type")
    )


# --- asking ---------------------------------------------------------------------------------------------------


def ask_many(placement_ids: list[int], *, by: Actor, at: datetime) -> list[Outcome]:
    """Ask each person; one who cannot be asked does not stop the others. Placements out of scope are left out."""
    on = at.astimezone(home_office().zone).date()
    rows = (
        Placement.objects.in_force(on)
        .filter(pk__in=placement_ids, facility__in=roster.facilities_of(by.user, POLICY))
        .select_related("practitioner__person")
        .order_by("practitioner__person__name", "pk")
    )
    batch = public_id()
    return [_try_ask(row, batch=batch, by=by, at=at) for row in rows]


def _try_ask(placement: Placement, *, batch: str, by: Actor, at: datetime) -> Outcome:
    name = placement.practitioner.person.full_name
    try:
        return Outcome(name, consent=ask(placement, batch=batch, by=by, at=at))
    except DomainError as refused:
        return Outcome(name, error=refused.detail)


@transaction.atomic
def ask(placement: Placement, *, batch: str, by: Actor, at: datetime) -> FilingConsent:
    """Ask one person. Raises NotFound, NothingToFile, AlreadyAsked, PersonUnreachable."""
    # The lock makes two coordinators who ask at once one after the other.
    locked = Placement.objects.select_for_update(of=("self",)).filter(pk=placement.pk)
    row = locked.filter(facility__in=roster.facilities_of(by.user, POLICY)).first()
    if row is None:
        raise NotFound
    on = at.astimezone(home_office().zone).date()
    asked = FilingConsent.objects.filter(placement=row).prefetch_related("answers")
    if any(is_open(each, at=at) and not _is_over(each) for each in asked):
        raise AlreadyAsked
    entry = roster.read([row.facility], on=on, at=at, only=[row.pk]).entries[0]
    if not entry.can_ask:
        raise NothingToFile
    person = entry.placement.practitioner.person
    if person.user_id is None and not person.phone:
        raise PersonUnreachable
    consent = _create(entry, batch=batch, by=by, at=at)
    _tell_person(consent, at=at, key="asked")
    return consent


def _is_over(consent: FilingConsent) -> bool:
    """A consent whose file has ended asks for a new one."""
    return any(row.application.closed_at is not None for row in consent.applications.select_related("application"))


def _create(entry: Entry, *, batch: str, by: Actor, at: datetime) -> FilingConsent:
    sip = entry.standing.sip
    renews = sip is not None and entry.standing.state in (SipState.ENDING, SipState.EXPIRED)
    placement = entry.placement
    consent = FilingConsent.objects.create(
        batch=batch,
        placement=placement,
        type_code=placement.practitioner.profession.type_code,
        kind=ApplicationKind.RENEWAL if renews else ApplicationKind.NEW,
        previous_licence=Licence.objects.get(pk=sip.pk) if renews and sip else None,
        asked_by_id=by.person_id,
        asked_at=at,
        expires_at=at + VALID,
        is_demo=placement.practitioner.person.is_demo,
    )
    _audit("consent.ask", consent, by=by.user, at=at)
    return consent


def _tell_person(consent: FilingConsent, *, at: datetime, key: str) -> None:
    person = consent.placement.practitioner.person
    office = home_office()
    tell(
        "CONSENT_REQUEST",
        user=person.user,
        params={
            "fasilitas": consent.placement.facility.name,
            "tanggal": consent.expires_at.astimezone(office.zone).date(),
        },
        secret={"tautan": f"{settings.SITE_URL}{reverse('consent_answer', args=[token_of(consent)])}"},
        recipients=None if person.user_id else {Channel.WHATSAPP: person.phone or ""},
        link=reverse("consent_detail", args=[consent.public_id]) if person.user_id else "",
        dedupe_key=f"CONSENT_REQUEST:{consent.public_id}:{key}",
        stale_at=consent.expires_at,
        at=at,
        zone=office.zone,
    )


# --- the link -------------------------------------------------------------------------------------------------


def token_of(consent: FilingConsent) -> str:
    """Return the secret of the link; it can be made again for the reminder, so nothing of it is stored."""
    return Signer(salt=_SALT).sign(consent.public_id)


def consent_by_token(token: str, *, at: datetime) -> FilingConsent:
    """Return the question behind a link. Raises ConsentEnded for a wrong one, and after its last day."""
    try:
        key = Signer(salt=_SALT).unsign(token)
    except BadSignature as error:
        raise ConsentEnded from error
    consent = _with_facts().filter(public_id=key).first()
    if consent is None or stand_of(consent, at=at) in (Stand.EXPIRED, Stand.CANCELLED):
        raise ConsentEnded
    return consent


def consent_of_person(key: str, user: Any) -> FilingConsent:
    """Return a question put to the person of this account. Raises NotFound."""
    consent = _with_facts().filter(public_id=key, placement__practitioner__person__user_id=user.pk).first()
    if consent is None:
        raise NotFound
    return consent


def _with_facts() -> QuerySet[FilingConsent]:
    return FilingConsent.objects.select_related(
        "placement__practitioner__person__user",
        "placement__practitioner__profession",
        "placement__facility__region",
        "previous_licence",
        "asked_by",
    ).prefetch_related("answers", "applications__application__type")


# --- answering ------------------------------------------------------------------------------------------------


def grant(consent: FilingConsent, *, by: User | None, way: str, at: datetime) -> FilingConsentAnswer:
    """The person agrees; a prefilled draft follows at once where it can, later from the coordinator's page.

    Raises ConsentAnswered, ConsentEnded. A draft that cannot be made never undoes the consent.
    """
    with transaction.atomic():
        answer = _answer(consent, ConsentVerdict.GRANTED, expected=Stand.WAITING, by=by, way=way, at=at)
        try:
            with transaction.atomic():
                consent_drafts.make(_fresh(consent), by=consent_drafts.asker(consent, at=at), at=at)
        except DomainError:
            # The coordinator's page says why and offers to try again.
            return answer
    return answer


@transaction.atomic
def refuse(consent: FilingConsent, *, by: User | None, way: str, at: datetime) -> FilingConsentAnswer:
    """The person says no. Raises ConsentAnswered, ConsentEnded."""
    return _answer(consent, ConsentVerdict.REFUSED, expected=Stand.WAITING, by=by, way=way, at=at)


@transaction.atomic
def revoke(consent: FilingConsent, *, by: User | None, way: str, at: datetime) -> FilingConsentAnswer:
    """The person takes the consent back before the file is sent; the draft is withdrawn. Raises ConsentUsed."""
    for row in consent.applications.select_related("application__type"):
        if row.application.state not in (State.DRAFT, State.WITHDRAWN):
            raise ConsentUsed(params={"number": row.application.number})
    answer = _answer(consent, ConsentVerdict.REVOKED, expected=Stand.GRANTED, by=by, way=way, at=at)
    for row in consent.applications.filter(granted=True).select_related("application__type"):
        consent_drafts.withdraw(row, by=by, at=at)
    return answer


@transaction.atomic
def cancel(consent: FilingConsent, *, by: Actor, at: datetime) -> FilingConsentAnswer:
    """The coordinator takes the question back while nobody answered. Raises ConsentAnswered."""
    return _answer(consent, ConsentVerdict.CANCELLED, expected=Stand.WAITING, by=by.user, way="pj", at=at)


def _answer(
    consent: FilingConsent, verdict: ConsentVerdict, *, expected: Stand, by: User | None, way: str, at: datetime
) -> FilingConsentAnswer:
    FilingConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    stands = stand_of(_fresh(consent), at=at)
    if stands == Stand.EXPIRED:
        raise ConsentEnded
    if stands != expected:
        raise ConsentAnswered
    try:
        with transaction.atomic():
            row = FilingConsentAnswer.objects.create(
                consent=consent,
                step=TAKEN_BACK if verdict == ConsentVerdict.REVOKED else FIRST,
                verdict=verdict,
                at=at,
                by=by,
                way=way,
            )
    except IntegrityError as error:
        raise ConsentAnswered from error
    _audit(f"consent.{verdict}", consent, by=by, at=at, way=way)
    return row


def _fresh(consent: FilingConsent) -> FilingConsent:
    return _with_facts().get(pk=consent.pk)


def _audit(action: str, consent: FilingConsent, *, by: Any, at: datetime, way: str = "") -> None:
    audit.record(
        action=action,
        by=by,
        obj=consent,
        office=home_office(),
        payload={"consent": consent.public_id, "type": consent.type_code, "kind": consent.kind, "way": way},
        at=at,
    )


# --- telling --------------------------------------------------------------------------------------------------


def remind(*, at: datetime) -> int:
    """Remind who has not answered for three days, once each; returns how many."""
    rows = _with_facts().filter(asked_at__lte=at - REMIND_AFTER, expires_at__gt=at, answers__isnull=True)
    count = 0
    for consent in rows.order_by("pk"):
        _tell_person(consent, at=at, key="reminder")
        count += 1
    return count


def tell_coordinators(*, at: datetime) -> int:
    """Tell each coordinator once a day how many of their questions were answered that day; returns how many hear."""
    office = home_office()
    today = at.astimezone(office.zone).date()
    midnight = at.astimezone(office.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    answers = FilingConsentAnswer.objects.filter(at__gte=midnight, at__lte=at).exclude(verdict=ConsentVerdict.CANCELLED)
    counts: dict[int, int] = {}
    for asker in answers.values_list("consent__asked_by", flat=True):
        counts[asker] = counts.get(asker, 0) + 1
    for user in User.objects.filter(pk__in=counts):
        tell(
            "CONSENT_ANSWERED",
            user=user,
            params={"jumlah": counts[user.pk]},
            link=reverse("consent_list"),
            dedupe_key=f"CONSENT_ANSWERED:{user.pk}:{today.isoformat()}",
            at=at,
        )
    return len(counts)
