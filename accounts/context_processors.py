"""What the frame of every page shows: the city's offices, the menu of the role at work, who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.domain.homes import Group, Link, grouped, menu, url_of
from accounts.domain.site import Site, site
from accounts.enums import Role
from accounts.models import InboxMessage
from accounts.rules import viewer_of
from core import failover


def portal(request: HttpRequest) -> dict[str, Any]:
    """Lazy values for `templates/base.html`; a page that does not draw the frame pays nothing."""
    return {
        "site": SimpleLazyObject(_site),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "person": SimpleLazyObject(lambda: _person(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "login_url": reverse("session_create"),
        "logout_url": reverse("session_delete"),
        "demo": settings.DEMO,
        "read_only": failover.is_read_only(),
    }


def _site() -> Site:
    return site(complaint_url=url_of("complaint_create"))


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = getattr(request.resolver_match, "url_name", "")
    entries = [_entry(each, request.path, here) for each in grouped(menu(viewer_of(user), role_at_work(user)))]
    return [*entries, _inbox_entry(request, here)]


def _entry(entry: Link | Group, path: str, here: str | None) -> dict[str, Any]:
    """One line of the menu, or a group with its own `links`."""
    if isinstance(entry, Group):
        links = [_entry(link, path, here) for link in entry.links]
        return {"label": entry.label, "links": links, "current": any(link["current"] for link in links)}
    return {
        "label": entry.label,
        "url": entry.url,
        "current": entry.url_name == here or entry.url == path,
        "count": None,
    }


def _inbox_entry(request: HttpRequest, here: str | None) -> dict[str, Any]:

    return {
        "label": _("Pesan"),
        "url": reverse("inbox_list"),
        "current": here == "inbox_list",
        "count": _unread(request) or None,
    }


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    known: int | None = getattr(request, "_unread_messages", None)
    if known is None:
        known = InboxMessage.objects.filter(user=user, read_at=None).count()
        request._unread_messages = known  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def role_at_work(user: Any) -> str:
    """The role of this session; who chose none works for themselves."""
    return str(getattr(user, "active_role", "") or Role.APPLICANT.value)


def _person(request: HttpRequest) -> dict[str, Any] | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    role = role_at_work(user)
    return {"name": user.name.partition(",")[0], "role": Role(role).label, "url": reverse("profile_detail")}
