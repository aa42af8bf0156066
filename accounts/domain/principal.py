"""Who stands behind a token: an agency's system, or the person who gave it."""

from dataclasses import dataclass
from datetime import tzinfo

from accounts.enums import Role
from accounts.models import ApiClient
from accounts.rules import Post, Viewer


@dataclass(frozen=True)
class ClientPrincipal:
    """An agency's system at work. It is no `User`: whatever needs a person refuses it.

    `viewer` holds the one post of the agency, in its office's region. `pk` is text and counts its throttle apart.
    """

    client_id: str
    name: str
    office_id: int
    zone: tzinfo
    viewer: Viewer

    is_authenticated = True
    is_anonymous = False
    is_active = True
    is_staff = False

    @property
    def pk(self) -> str:
        """Key for counters."""
        return f"client:{self.client_id}"

    @property
    def public_id(self) -> str:
        """What log lines name."""
        return self.client_id

    def __str__(self) -> str:
        return self.name


def principal_of(client: ApiClient) -> ClientPrincipal:
    """Return the principal of a client whose office is loaded."""
    post = Post(role=Role.AGENCY.value, office_id=client.office_id, region_code=client.office.region_id)
    return ClientPrincipal(
        client_id=client.client_id,
        name=client.name,
        office_id=client.office_id,
        zone=client.office.zone,
        viewer=Viewer(user_id=None, posts=(post,), client_id=client.client_id),
    )
