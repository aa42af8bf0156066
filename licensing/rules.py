"""Who acts, and who must not: predicates shared by pages and API."""

from dataclasses import dataclass
from typing import Any

from accounts.rules import viewer_of
from licensing.domain.workflow import CLIENT, PARTNER_LINK, SYSTEM


@dataclass(frozen=True)
class Actor:
    """Who does a verb: a person in one role, an agency's client, a partner's link, or the system itself."""

    user: Any = None
    roles: frozenset[str] = frozenset()
    client_id: str = ""
    label: str = ""

    @property
    def user_id(self) -> int | None:
        """Primary key of the person, or None."""
        return getattr(self.user, "pk", None)

    @property
    def person_id(self) -> int:
        """Primary key of the person; raises ValueError where no person acts."""
        if self.user_id is None:
            msg = "this verb is bound to a person"
            raise ValueError(msg)
        return self.user_id

    def role_for(self, allowed: frozenset[str]) -> str:
        """Return the role under which a verb allowed to `allowed` is done, or an empty string."""
        return next(iter(sorted(self.roles & allowed)), "")


SYSTEM_ACTOR = Actor(roles=frozenset({SYSTEM}), label="system")


def actor_of(user: Any) -> Actor:
    """Return the actor behind a signed-in person or an API principal.

    A principal of an agency brings `client_id`; its person-bound verbs are refused by the move table.
    """
    client_id = getattr(user, "client_id", "")
    if client_id:
        return Actor(roles=frozenset({CLIENT}), client_id=client_id, label=client_id)
    return Actor(user=user, roles=viewer_of(user).roles, label=str(user))


def partner_actor(name: str) -> Actor:
    """Return the actor of a limited link (answer_coordination only)."""
    return Actor(roles=frozenset({PARTNER_LINK}), label=name)


# Answers a facility never reads of its staff: full NIK, phone, home (SECURITY section 6, PJ `F~`).
WITHHELD_ANSWERS = frozenset({"email", "address", "birth_place", "birth_date"})
# Identity papers a facility never opens.
WITHHELD_DOCUMENTS = frozenset({"NIK", "KTP"})


def is_withheld(application: Any, user: Any) -> bool:
    """True when `user` reads another person's identity as a facility does: masked, and never to be edited."""
    viewer = viewer_of(user)
    as_facility = any(scope.cell.scope == "F" for scope in viewer.scopes("application_read"))
    return as_facility and application.applicant_id != viewer.user_id
