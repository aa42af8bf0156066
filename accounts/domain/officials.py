"""Who signs on a given day: the holder of the post, or who acts for them by decree."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import ActingKind, Position
from accounts.models import ActingAppointment, Office, Official

PREFIXES: dict[str, str] = {
    ActingKind.PLT.value: "Plt.",
    ActingKind.PLH.value: "Plh.",
    ActingKind.AN.value: "a.n.",
}


@dataclass(frozen=True)
class Signatory:
    """The person who may sign for a post on a day, with what the letter prints."""

    user_id: int
    official_id: int
    title: str
    own_title: str
    name: str
    rank: str
    nip: str
    acting: str
    decree: str

    @property
    def prefix(self) -> str:
        """`Plt.`, `Plh.`, `a.n.` or nothing."""
        return PREFIXES.get(self.acting, "")


def signatories(office: Office, position: Position, on: date) -> list[Signatory]:
    """Return who may sign for `position` on `on`, the usual one first.

    Under Plt. or Plh. the replaced holder can't sign in those dates; a delegate (a.n.) signs beside the holder.
    """
    official = Official.objects.in_force(on).filter(office=office, position=position).first()
    if official is None:
        return []
    acting = list(ActingAppointment.objects.confirmed().in_force(on).filter(official=official).order_by("id"))
    replacing = [_acting(official, row) for row in acting if row.kind != ActingKind.AN]
    delegates = [_acting(official, row) for row in acting if row.kind == ActingKind.AN]
    return replacing + delegates if replacing else [_holder(official), *delegates]


def signatory_of(user_id: int, office: Office, position: Position, on: date) -> Signatory | None:
    """Return how `user_id` may sign for the post on `on`, or None."""
    return next((who for who in signatories(office, position, on) if who.user_id == user_id), None)


def _holder(official: Official) -> Signatory:
    return Signatory(
        user_id=official.user_id,
        official_id=official.pk,
        title=official.title,
        own_title="",
        name=official.name_with_degrees,
        rank=official.rank,
        nip=official.nip,
        acting="",
        decree="",
    )


def _acting(official: Official, row: ActingAppointment) -> Signatory:
    return Signatory(
        user_id=row.user_id,
        official_id=official.pk,
        title=official.title,
        own_title=row.title,
        name=row.name_with_degrees,
        rank=row.rank,
        nip=row.nip,
        acting=row.kind,
        decree=row.decree_number,
    )
