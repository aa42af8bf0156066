"""Who may do what: the permission matrix as data, and the viewer it is asked for.

The matrix is `accounts/reference/permissions.csv` (SECURITY.md section 6, one row per action, one column per
role). Pages, API, files, exports and tests all read it here; object scope is applied in the querysets.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.enums import STAFF_ROLES, Role

MATRIX_FILE = Path(__file__).parent / "reference" / "permissions.csv"
DENIED = "-"


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: `scope` is a letter of the key, the suffixes are flags."""

    scope: str
    masked: bool = False
    needs_reason: bool = False
    needs_password: bool = False
    two_people: bool = False

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """Read a cell such as `D+2`, `P~`, `C!` or `-`."""
        return cls(text[0], "~" in text, "!" in text, "+" in text, "2" in text)

    @property
    def allows(self) -> bool:
        """False for a denied cell."""
        return self.scope != DENIED


@lru_cache(maxsize=1)
def matrix() -> dict[str, dict[str, Cell]]:
    """Return action → role (or `public`) → cell."""
    with MATRIX_FILE.open(newline="", encoding="utf-8") as lines:
        return {
            row["action"]: {role: Cell.parse(text) for role, text in row.items() if role not in ("action", "label")}
            for row in csv.DictReader(lines)
        }


@dataclass(frozen=True)
class Scope:
    """What one membership gives for one action."""

    role: str
    cell: Cell
    office_id: int | None
    region_code: str


@dataclass(frozen=True)
class Post:
    """A role held today, as far as permissions need it."""

    role: str
    office_id: int | None
    region_code: str


@dataclass(frozen=True)
class Viewer:
    """Who looks: a user with today's roles, one at work at a time, or the public."""

    user_id: int | None
    posts: tuple[Post, ...]
    # An agency's system: its own drafts are its to read, as a person's are theirs.
    client_id: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """Roles at work in this session."""
        return frozenset(post.role for post in self.posts)

    @property
    def is_staff(self) -> bool:
        """True when the role at work is an officer's."""
        return bool(self.roles & STAFF_ROLES)

    def scopes(self, action: str) -> tuple[Scope, ...]:
        """Allowed cells for `action`; empty means denied. Raises KeyError for an unlisted action."""
        row = matrix()[action]
        found = [
            Scope(post.role, row[post.role], post.office_id, post.region_code)
            for post in self.posts
            if row[post.role].allows
        ]
        if not found and self.user_id is None and row["public"].allows:
            found = [Scope("public", row["public"], None, "")]
        return tuple(found)

    def may(self, action: str) -> bool:
        """Tell whether any role at work allows `action` at all (objects are scoped by querysets)."""
        return bool(self.scopes(action))


PUBLIC = Viewer(None, ())


def viewer_of(user: Any) -> Viewer:
    """Return the viewer behind a user or an API principal.

    A principal may bring its own `viewer` (an agency's client). A person works in one role a session:
    `user.active_role`, set by the session middleware; without one all of today's roles count, and everybody
    who signed in is an applicant for their own files.
    """
    own = getattr(user, "viewer", None)
    if isinstance(own, Viewer):
        return own
    if not getattr(user, "is_authenticated", False):
        return PUBLIC
    posts = _posts_today(user)
    active = getattr(user, "active_role", "")
    if active:
        posts = tuple(post for post in posts if post.role == active)
    return Viewer(user.pk, posts or (Post(Role.APPLICANT.value, None, ""),))


def _posts_today(user: Any) -> tuple[Post, ...]:
    cached: tuple[Post, ...] | None = getattr(user, "_posts_today", None)
    if cached is None:
        today = timezone.localdate()
        held = user.memberships.in_force(today).order_by("id")
        rows = held.values_list("role", "office_id", "region_id", "office__region_id")
        cached = tuple(Post(role, office, region or (seat or "")) for role, office, region, seat in rows)
        user._posts_today = cached  # noqa: SLF001  # cache on the request's own user object
    return cached


def roles_today(user: Any) -> list[str]:
    """Roles a signed-in user holds today, as `at_work_as` orders them; one query a request."""
    return at_work_as(post.role for post in _posts_today(user))


def at_work_as(held: Iterable[str]) -> list[str]:
    """Roles a person may work in: each once, the oldest first; everybody may also work as applicant."""
    return list(dict.fromkeys([*held, Role.APPLICANT.value]))


def may(user: Any, action: str) -> bool:
    """Tell whether `user` may do `action` at all."""
    return viewer_of(user).may(action)


def in_region(code: str, path: str = "region") -> Q:
    """Rows whose region, found by `path`, is `code` or lies below it (Kemendagri codes); an empty code is no region."""
    return Q(**{f"{path}_id": code}) | Q(**{f"{path}__code__startswith": f"{code}."}) if code else Q(pk__in=())
