"""Who may write at a visit: a valid card, a valid surat tugas, no interest in the place (DECISIONS 11 and 12)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import plain_date
from facilities.models import Facility, FacilityPerson
from inspections.exceptions import NoCard, NoTugas, OwnFacility
from inspections.models import InspectorCard, InspectorInterest, Visit
from workforce.models import Placement


def card_number_on(user_id: int, on: date) -> str:
    """Return the number of the card valid on `on`, empty without one.

    Once the inspector register knows a card of this person, only the register counts; before that the number
    noted with the appointment does.
    """
    cards = list(InspectorCard.objects.filter(user_id=user_id))
    if cards:
        return next((card.number for card in cards if card.is_valid(on)), "")
    appointed = Membership.objects.in_force(on).filter(user_id=user_id, role=Role.TPK).exclude(card_number="")
    number: str | None = appointed.order_by("id").values_list("card_number", flat=True).first()
    return number or ""


def require_card(user: User, on: date) -> str:
    """Return the number of the person's valid card. Raises NoCard."""
    number = card_number_on(user.pk, on)
    if not number:
        raise NoCard(params={"date": plain_date(on)})
    return number


def require_tugas(visit: Visit, user: User, on: date) -> None:
    """Raise NoTugas unless a surat tugas covers this visit, this person and this day.

    A letter signed outside the portal is known by its number and date on the visit only.
    """
    tugas = visit.surat_tugas
    if tugas is None:
        if visit.surat_tugas_number and visit.surat_tugas_date and visit.surat_tugas_date <= on:
            return
    elif tugas.is_valid(on) and tugas.members.filter(user=user).exists():
        return
    raise NoTugas(params={"date": plain_date(on)})


def interest_of(user_id: int, facility: Facility | None, on: date) -> str:
    """Return what ties a person to a place, in words; empty when nothing does."""
    if facility is None:
        return ""
    declared = InspectorInterest.objects.filter(user_id=user_id, facility=facility, ended_at__isnull=True).first()
    if declared is not None:
        return str(declared.get_kind_display())
    if FacilityPerson.objects.in_force(on).filter(facility=facility, user_id=user_id).exists():
        return _("penanggung jawab di sana")
    placed = Placement.objects.filter(practitioner__person__user_id=user_id, facility=facility)
    if placed.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists():
        return _("bekerja di sana")
    return ""


def refuse_interest(users: Iterable[User], facility: Facility | None, on: date) -> None:
    """Raise OwnFacility with the reason when somebody of the team has an interest in the place."""
    for user in users:
        reason = interest_of(user.pk, facility, on)
        if reason and facility is not None:
            raise OwnFacility(params={"name": user.name, "place": facility.name, "reason": reason})
