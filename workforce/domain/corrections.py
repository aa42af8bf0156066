"""Correction of register data: the person concerned asks with a reason, an officer accepts or refuses with words.

UU 27/2022 Ps. 6: a person may have their data completed and corrected. The answer is a message and an audit row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.rules import viewer_of
from core import audit, files, outbox
from core.exceptions import NotAllowed
from core.formats import plain_date
from core.uploads import clean_display_name, receive
from facilities.domain.changes import office_of
from workforce.domain.evidence import CHECK_JOB, QUARANTINE
from workforce.enums import CorrectionField, CorrectionState, EvidenceState, Sex
from workforce.exceptions import CorrectionClosed, CorrectionOpen, NotTied, StrTaken, ValueRefused
from workforce.models import CorrectionRequest, Person, Placement, Practitioner

OF_PERSON = frozenset(
    {
        CorrectionField.NAME,
        CorrectionField.DEGREES,
        CorrectionField.BIRTH_PLACE,
        CorrectionField.BIRTH_DATE,
        CorrectionField.SEX,
        CorrectionField.ADDRESS,
    }
)
DATES = frozenset({CorrectionField.BIRTH_DATE, CorrectionField.STR_ISSUED_ON, CorrectionField.STR_VALID_UNTIL})
LONGEST = {"name": 120, "degrees": 60, "birth_place": 80, "address": 300, "str_number": 40}
# The wanted value of `str_valid_until` that means "for life".
LIFETIME = "seumur hidup"


@dataclass(frozen=True)
class Evidence:
    """A file as the browser sent it."""

    name: str
    chunks: Iterable[bytes]


def own_person(user: User) -> Person:
    """Return the person the account is tied to. Raises NotTied before an identity document was accepted."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        raise NotTied
    return person


def value_of(person: Person, practitioner: Practitioner | None, field: str) -> str:
    """Return what the register says now, in words a person reads."""
    if field == CorrectionField.OTHER:
        return ""
    if field == CorrectionField.SEX:
        return str(person.get_sex_display()) if person.sex else ""
    if field == CorrectionField.STR_VALID_UNTIL and practitioner is not None and practitioner.str_lifetime:
        return LIFETIME
    holder: Person | Practitioner | None = person if field in OF_PERSON else practitioner
    value = getattr(holder, field, None) if holder is not None else None
    return plain_date(value) if isinstance(value, date) else str(value or "")


def ask(
    user: User,
    *,
    field: str,
    wanted: str,
    reason: str,
    at: datetime,
    practitioner: Practitioner | None = None,
    evidence: Evidence | None = None,
) -> CorrectionRequest:
    """File a request about the own data. Raises NotTied, CorrectionOpen, ValueRefused, UnsafeFile."""
    person = own_person(user)
    if practitioner is not None and practitioner.person_id != person.pk:
        raise NotAllowed
    if field not in OF_PERSON and field != CorrectionField.OTHER and practitioner is None:
        raise ValueRefused(params={"field": CorrectionField(field).label})
    read_value(field, wanted)
    stored = receive(evidence.chunks, folder=QUARANTINE) if evidence else None
    try:
        return _file(user, person, practitioner, field, wanted, reason, evidence, stored, at)
    except BaseException:
        if stored is not None:
            files.delete(stored.name)
        raise


@transaction.atomic
def _file(  # noqa: PLR0917  # the row's own columns
    user: User,
    person: Person,
    practitioner: Practitioner | None,
    field: str,
    wanted: str,
    reason: str,
    evidence: Evidence | None,
    stored: files.StoredFile | None,
    at: datetime,
) -> CorrectionRequest:
    Person.objects.select_for_update().get(pk=person.pk)
    if CorrectionRequest.objects.filter(person=person, field=field, state=CorrectionState.OPEN).exists():
        raise CorrectionOpen
    row = CorrectionRequest.objects.create(
        person=person,
        practitioner=practitioner,
        field=field,
        value_now=value_of(person, practitioner, field),
        value_wanted=wanted,
        reason=reason,
        asked_at=at,
        asked_by=user,
        evidence_state=EvidenceState.PENDING if stored else EvidenceState.NONE,
        evidence_name=clean_display_name(evidence.name) if evidence else "",
        evidence_stored=stored.name if stored else "",
    )
    if stored:
        outbox.enqueue(CHECK_JOB, key=f"{CHECK_JOB}:{row.public_id}", payload={"correction": row.pk}, queue="imports")
    audit.record(
        action="correction.ask", by=user, obj=person, payload={"request": row.public_id, "field": field}, at=at
    )
    _tell_officers(row, at=at)
    return row


def read_value(field: str, text: str) -> str | date | None:
    """Return the value as its column holds it; None = STR for life. Raises ValueRefused."""
    refused = ValueRefused(params={"field": CorrectionField(field).label})
    text = " ".join(text.split())
    if field == CorrectionField.STR_VALID_UNTIL and text.casefold() == LIFETIME:
        return None
    if field in DATES:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise refused from error
    if field == CorrectionField.SEX and text not in Sex.values:
        raise refused
    if not text or len(text) > LONGEST.get(field, 1000):
        raise refused
    return text


@transaction.atomic
def accept(row: CorrectionRequest, *, answer: str, by: User, at: datetime) -> CorrectionRequest:
    """Write the wanted value into the register and tell the person. `other` only records that it was done.

    Raises CorrectionClosed, NotAllowed (own request), StrTaken.
    """
    fresh = _locked(row, by)
    _apply(fresh)
    return _answered(fresh, CorrectionState.ACCEPTED, answer=answer, by=by, at=at)


@transaction.atomic
def refuse(row: CorrectionRequest, *, answer: str, by: User, at: datetime) -> CorrectionRequest:
    """Leave the register as it is and say why. Raises CorrectionClosed and NotAllowed."""
    return _answered(_locked(row, by), CorrectionState.REFUSED, answer=answer, by=by, at=at)


@transaction.atomic
def withdraw(row: CorrectionRequest, *, by: User, at: datetime) -> CorrectionRequest:
    """The person takes the request back. Raises CorrectionClosed and NotAllowed (somebody else's)."""
    fresh = CorrectionRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    if fresh.asked_by_id != by.pk:
        raise NotAllowed
    if fresh.state != CorrectionState.OPEN:
        raise CorrectionClosed
    fresh.state, fresh.answered_at = CorrectionState.WITHDRAWN, at
    fresh.save()
    audit.record(action="correction.withdraw", by=by, obj=fresh.person, payload={"request": fresh.public_id}, at=at)
    return fresh


def _locked(row: CorrectionRequest, by: User) -> CorrectionRequest:
    fresh: CorrectionRequest = (
        CorrectionRequest.objects.select_for_update(of=("self",))
        .select_related("person", "practitioner")
        .get(pk=row.pk)
    )
    # Nobody decides about their own data.
    if by.pk in (fresh.asked_by_id, fresh.person.user_id):
        raise NotAllowed
    if fresh.state != CorrectionState.OPEN:
        raise CorrectionClosed
    return fresh


def _apply(row: CorrectionRequest) -> None:
    if row.field == CorrectionField.OTHER:
        return
    value = read_value(row.field, row.value_wanted or "")
    if row.field in OF_PERSON:
        person = Person.objects.select_for_update().get(pk=row.person_id)
        setattr(person, row.field, value)
        person.version += 1
        person.save()
        return
    assert row.practitioner is not None  # noqa: S101  # asked with it, see `ask`
    practitioner = Practitioner.objects.select_for_update().get(pk=row.practitioner.pk)
    if row.field == CorrectionField.STR_NUMBER:
        other = (
            Practitioner.objects.filter(str_number=value).exclude(pk=practitioner.pk).select_related("person").first()
        )
        if other is not None:
            raise StrTaken(params={"name": other.person.name})
    if row.field == CorrectionField.STR_VALID_UNTIL:
        practitioner.str_lifetime = value is None
    setattr(practitioner, row.field, value)
    practitioner.version += 1
    practitioner.save()


def _answered(row: CorrectionRequest, state: str, *, answer: str, by: User, at: datetime) -> CorrectionRequest:
    row.state, row.answer, row.answered_by, row.answered_at = state, answer, by, at
    row.save()
    audit.record(
        action=f"correction.{state}",
        by=by,
        obj=row.person,
        payload={"request": row.public_id, "field": row.field},
        at=at,
    )
    tell(
        "CORRECTION_ACCEPTED" if state == CorrectionState.ACCEPTED else "CORRECTION_REFUSED",
        user=row.asked_by,
        params={"hal": row.get_field_display()},
        link=reverse("own_data_detail"),
        dedupe_key=f"correction-{state}:{row.public_id}",
        at=at,
    )
    return row


def _tell_officers(row: CorrectionRequest, *, at: datetime) -> None:
    """Tell the register clerks of the regions where the person is placed; one message each."""
    places = Placement.objects.filter(practitioner__person=row.person).select_related("facility")
    offices = {office.region_id for place in places if (office := office_of(place.facility)) is not None}
    clerks = Membership.objects.in_force(timezone.localdate(at)).of_role(Role.REGISTER_CLERK.value)
    for held in clerks.filter(office__region_id__in=offices).select_related("user"):
        tell(
            "CORRECTION_ASKED",
            user=held.user,
            params={"nama": row.person.name, "hal": row.get_field_display()},
            link=reverse("correction_detail", args=[row.public_id]),
            dedupe_key=f"correction-asked:{row.public_id}:{held.user_id}",
            at=at,
        )


def may_answer(user: User) -> bool:
    """Tell whether a role at work keeps the register."""
    return viewer_of(user).may("register_keep")


def waiting_words(count: int) -> str:
    """Return how many requests wait, as a sentence."""
    return _("%(count)s permintaan menunggu jawaban") % {"count": count} if count else _("Tidak ada yang menunggu")
