"""Campaigns: a message to the persons in charge of a segment of facilities, previewed, then sent once.

Sending goes through `accounts.domain.messages.tell`, so quiet hours, STOP and consent hold as for every message.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts.domain.messages import tell
from accounts.models import Office, Region, User
from core import audit
from core.exceptions import StaleVersion
from facilities.domain.licence_register import facility_ending
from facilities.models import Facility, FacilityPerson
from facilities.querysets import FacilityQuerySet
from inspections.enums import CampaignState
from inspections.exceptions import CampaignMoved, SegmentEmpty
from inspections.models import Campaign, CampaignRecipient

MESSAGE = "CAMPAIGN"


@dataclass(frozen=True)
class CampaignFacts:
    """What a form says; an empty part of the segment does not narrow."""

    title: str
    text: str
    facility_kind: str = ""
    region: Region | None = None
    type_code: str = ""
    ends_within: int | None = None


@dataclass(frozen=True)
class Reached:
    """A facility of the segment and who answers for it with an account, today."""

    facility: Facility
    users: tuple[User, ...]


@transaction.atomic
def draft(office: Office, facts: CampaignFacts, *, by: User, at: datetime) -> Campaign:
    """Write a campaign; nobody is told anything."""
    campaign = Campaign.objects.create(office=office, drafted_by=by, drafted_at=at, **vars(facts))
    _record("campaign.draft", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def revise(campaign: Campaign, facts: CampaignFacts, *, version: int | None, by: User, at: datetime) -> Campaign:
    """Change a draft. Raises CampaignMoved and StaleVersion."""
    fresh = _locked(campaign, version)
    for name, value in vars(facts).items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save()
    _record("campaign.revise", fresh, by=by, at=at)
    return fresh


def segment(campaign: Campaign, *, on: date) -> FacilityQuerySet:
    """Return the facilities of the segment as it stands on a day, by name."""
    rows = Facility.objects.active(on).inside(campaign.region_id or campaign.office.region_id)
    if campaign.facility_kind:
        rows = rows.filter(kind=campaign.facility_kind)
    if campaign.ends_within is not None or campaign.type_code:
        until = on + timedelta(days=campaign.ends_within) if campaign.ends_within is not None else None
        rows = rows.filter(facility_ending(on, until, campaign.type_code))
    return rows.order_by("name_key", "pk")


def reached(facilities: list[Facility], *, on: date) -> list[Reached]:
    """Return who answers for each facility; one query however many."""
    found: dict[int, list[User]] = defaultdict(list)
    held = FacilityPerson.objects.in_force(on).filter(facility__in=[row.pk for row in facilities], user__is_active=True)
    for row in held.select_related("user").order_by("pk"):
        found[row.facility_id].append(row.user)
    return [Reached(row, tuple(found[row.pk])) for row in facilities]


def reachable(campaign: Campaign, *, on: date) -> FacilityQuerySet:
    """Return the facilities of the segment that somebody with an account answers for."""
    held = FacilityPerson.objects.in_force(on).filter(user__is_active=True)
    return segment(campaign, on=on).filter(pk__in=held.values("facility"))


@transaction.atomic
def send(campaign: Campaign, *, version: int | None, by: User, at: datetime) -> Campaign:
    """Tell everybody once; who answers for several facilities gets one message.

    Raises CampaignMoved, StaleVersion, SegmentEmpty.
    """
    fresh = _locked(campaign, version)
    today = at.astimezone(fresh.office.zone).date()
    found = reached(list(segment(fresh, on=today)), on=today)
    if not any(row.users for row in found):
        raise SegmentEmpty
    rows = []
    for each in found:
        if not each.users:
            rows.append(CampaignRecipient(campaign=fresh, facility=each.facility))
        for user in each.users:
            message = tell(
                MESSAGE,
                user=user,
                params={"judul": fresh.title, "isi": fresh.text},
                dedupe_key=f"campaign:{fresh.public_id}:{user.pk}",
                at=at,
                link=reverse("inbox_list"),
                zone=fresh.office.zone,
            )
            rows.append(CampaignRecipient(campaign=fresh, facility=each.facility, user=user, message=message))
    CampaignRecipient.objects.bulk_create(rows, batch_size=500)
    fresh.state, fresh.sent_by, fresh.sent_at, fresh.facility_count = CampaignState.SENT, by, at, len(found)
    fresh.version += 1
    fresh.save()
    _record("campaign.send", fresh, by=by, at=at, payload={"facilities": len(found), "messages": len(_people(rows))})
    return fresh


def _people(rows: list[CampaignRecipient]) -> set[int]:
    return {row.user_id for row in rows if row.user_id}


def _locked(campaign: Campaign, version: int | None) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("office")
    fresh = rows.get(pk=campaign.pk)
    if fresh.state != CampaignState.DRAFT:
        raise CampaignMoved
    if version is not None and fresh.version != version:
        raise StaleVersion
    return fresh


def _record(action: str, campaign: Campaign, *, by: User, at: datetime, payload: dict[str, int] | None = None) -> None:
    facts = {"campaign": campaign.public_id, **(payload or {})}
    audit.record(action=action, by=by, obj=campaign, office=campaign.office, payload=facts, at=at)
