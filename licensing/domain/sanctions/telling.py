"""Who is told of a sanction on its way: the deciding head, DPMPTSP, the proposer, and the holder of a warning."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import lazy

from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.models import Membership, User
from licensing.domain.licences.telling import tell_warning
from licensing.enums import LicenceVerb, SanctionState
from licensing.models import Licence, Sanction


def page_of(sanction: Sanction) -> str:
    """Path of the sanction's own page."""
    return f"/sanksi/{sanction.public_id}/"


def _lower(named: Any) -> str:
    """The label in small letters, in the language the text is written in."""

    def written() -> str:
        return str(named.label).lower()

    return lazy(written, str)()


def officers(licence: Licence, role: Role, at: datetime) -> list[User]:
    """Return who holds `role` for the region of the licence's office today."""
    parts = str(licence.office.region_id).split(".")
    regions = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    rows = Membership.objects.in_force(at.astimezone(licence.office.zone).date()).filter(
        Q(region_id__in=regions) | Q(region__isnull=True, office__region_id__in=regions), role=role
    )
    return list({row.user_id: row.user for row in rows.select_related("user") if row.user.is_active}.values())


def tell_of_sanction(sanction: Sanction, what: str, *, at: datetime) -> None:
    """Write the messages of one step, inside its transaction."""
    match what:
        case "propose":
            _tell("SANCTION_WAITING", officers(sanction.licence, Role.HEALTH_HEAD, at), sanction, at=at)
        case "decide" if sanction.state == SanctionState.ADVISED:
            people = officers(sanction.licence, Role.LICENCE_HEAD, at)
            people += officers(sanction.licence, Role.FRONT_OFFICE, at)
            _tell("SANCTION_ADVISED", people, sanction, at=at)
        case "decide" | "execute" | "reject":
            _answer(sanction, at)
    is_warning = sanction.verb == LicenceVerb.WARN and sanction.state == SanctionState.DONE
    if what == "decide" and is_warning and sanction.letter is not None and sanction.repair_by is not None:
        tell_warning(
            sanction.licence,
            number=sanction.letter.number,
            until=sanction.repair_by,
            key=sanction.public_id,
            at=at,
        )


def _answer(sanction: Sanction, at: datetime) -> None:
    state = SanctionState(sanction.state)
    _tell(
        "SANCTION_ANSWERED",
        [sanction.proposed_by],
        sanction,
        at=at,
        keadaan=_lower(state),
    )


def tell_term_over(sanction: Sanction, *, at: datetime) -> None:
    """Tell proposer and head of division that a term passed without proof of repair."""
    people = [sanction.proposed_by, *officers(sanction.licence, Role.DIVISION_HEAD, at)]
    number = sanction.letter.number if sanction.letter else "-"
    for user in {user.pk: user for user in people}.values():
        tell(
            "SANCTION_STEP_DUE",
            user=user,
            params={"nomor_surat": number, "tanggal": sanction.repair_by},
            dedupe_key=f"SANCTION_STEP_DUE:{sanction.public_id}:{user.pk}",
            at=at,
            link=page_of(sanction),
            zone=sanction.licence.office.zone,
        )


def _tell(code: str, people: list[User], sanction: Sanction, *, at: datetime, **params: Any) -> None:
    for user in {user.pk: user for user in people}.values():
        tell(
            code,
            user=user,
            params={
                "langkah": _lower(sanction.step),
                "nomor_izin": sanction.licence.number,
                **params,
            },
            dedupe_key=f"{code}:{sanction.public_id}:{sanction.state}:{user.pk}",
            at=at,
            link=page_of(sanction),
            zone=sanction.licence.office.zone,
        )
