"""News on the public site: written, changed, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Office, User
from core import audit
from core.exceptions import StaleVersion
from inspections.models import NewsItem


@dataclass(frozen=True)
class NewsFacts:
    """What a form says; `ends_on` None = shown until withdrawn."""

    title: str
    text: str
    title_en: str
    text_en: str
    starts_on: date
    ends_on: date | None


@transaction.atomic
def publish(office: Office, facts: NewsFacts, *, by: User, at: datetime) -> NewsItem:
    """Write a piece of news; it shows itself from its first day."""
    item = NewsItem.objects.create(office=office, author=by, created_at=at, **vars(facts))
    _record("news.publish", item, by=by, at=at)
    return item


@transaction.atomic
def change(item: NewsItem, facts: NewsFacts, *, version: int | None, by: User, at: datetime) -> NewsItem:
    """Change it. Raises StaleVersion."""
    fresh = _locked(item)
    if version is not None and fresh.version != version:
        raise StaleVersion
    for name, value in vars(facts).items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save()
    _record("news.change", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def withdraw(item: NewsItem, *, by: User, at: datetime) -> NewsItem:
    """Take it off the public site; a second time changes nothing."""
    fresh = _locked(item)
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = at
        fresh.version += 1
        fresh.save()
        _record("news.withdraw", fresh, by=by, at=at)
    return fresh


def _locked(item: NewsItem) -> NewsItem:
    return NewsItem.objects.select_for_update(of=("self",)).select_related("office").get(pk=item.pk)


def _record(action: str, item: NewsItem, *, by: User, at: datetime) -> None:
    audit.record(action=action, by=by, obj=item, office=item.office, payload={"news": item.public_id}, at=at)
