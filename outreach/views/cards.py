"""A pickup as the board draws it: time first, then what and where, who, and the four stamps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from core import formats
from core.components import Fact, Kind
from outreach.domain import clock
from outreach.domain.clock import Reading, Stand
from outreach.domain.reporting import same_among
from outreach.domain.workflow import NEXT
from outreach.enums import PickupKind, PickupState, PickupVerb
from outreach.models import Compensation, Pickup, Promise

HIDDEN = "••••"
TONES = {Stand.GOOD: "g", Stand.EARLY: "a", Stand.LATE: "x"}
KINDS = {Stand.GOOD: Kind.OK, Stand.EARLY: Kind.FIX, Stand.LATE: Kind.BAD}
BAR = 320

# What promises name so far; a promise of something else shows its own word.
ITEMS = (gettext_noop("beras"),)


def rice(promised: Promise | Compensation) -> str:
    """Return "beras 5 kg", in the reader's language."""
    return _("%(item)s %(kg)s kg") % {"item": _(promised.item), "kg": promised.kilograms}


@dataclass(frozen=True)
class Stamp:
    """One of the four moments; `time` is a dash until then."""

    label: str
    time: str
    done: bool


@dataclass(frozen=True)
class Card:
    """Everything of one card, already in words."""

    public_id: str
    number: str
    url: str
    title: str
    tone: str
    figure_label: str
    figure: str
    bar_label: str
    bar_width: str
    warning_x: str
    warning_label: str
    limit_label: str
    facts: list[Fact]
    stamps: list[Stamp]
    owed: str
    owed_url: str
    verb: str
    verb_label: str
    verb_url: str
    version: int
    late: bool
    same: str = ""


def reading_of(pickup: Pickup, at: datetime) -> Reading:
    """The clock of a pickup."""
    return clock.read(
        reported_at=pickup.reported_at,
        warning=pickup.warn_at,
        due=pickup.due_at,
        arrived_at=pickup.arrived_at,
        at=at,
    )


def left_words(reading: Reading) -> tuple[str, str]:
    """Label and figure: what is left, or by how much it is over, or how long it took."""
    if reading.stopped:
        return _("Waktu tanggap"), formats.duration(clock.minutes(reading.elapsed))
    if reading.missed:
        return _("Lewat"), formats.duration(clock.minutes(-reading.left))
    return _("Sisa"), formats.duration(clock.minutes(reading.left))


def place_of(pickup: Pickup, *, masked: bool) -> str:
    """Village and place; only the village for whoever has no need to know."""
    return pickup.region.name if masked else f"{pickup.place}, {pickup.region.name}"


def phone_of(pickup: Pickup, *, masked: bool) -> str:
    """The number to call back, its end for others."""
    if not pickup.phone:
        return ""
    return formats.phone_end(str(pickup.phone)) if masked else formats.phone(str(pickup.phone))


def team_of(pickup: Pickup) -> str:
    """Who goes, and in what."""
    parts = [
        _("Pengemudi %(name)s") % {"name": pickup.driver.name} if pickup.driver else "",
        pickup.doctor.name if pickup.doctor else "",
        pickup.vehicle.name if pickup.vehicle else "",
    ]
    return ", ".join(filter(None, parts)) or _("Belum ada")


def title_of(pickup: Pickup) -> str:
    """`Jemput: lansia hidup sendiri`."""
    short = {
        PickupKind.PICK_UP: _("Jemput"),
        PickupKind.HOME_VISIT: _("Kunjungan"),
        PickupKind.ANTENATAL: _("Periksa hamil"),
        PickupKind.REFERRAL: _("Rujukan"),
        PickupKind.RETURN: _("Antar pulang"),
    }[PickupKind(pickup.kind)]
    return f"{short}: {str(pickup.get_need_display()).lower()}"


def stamps_of(pickup: Pickup) -> list[Stamp]:
    """Reported, accepted, departed, arrived."""
    zone = pickup.office.zone
    moments = (
        (_("Lapor"), pickup.reported_at),
        (_("Terima"), pickup.accepted_at),
        (_("Berangkat"), pickup.departed_at),
        (_("Tiba"), pickup.arrived_at),
    )
    return [Stamp(label, formats.clock_time(at, zone) if at else "–", at is not None) for label, at in moments]


def card_of(pickup: Pickup, *, at: datetime, acts: bool, masked: bool, user_id: int | None) -> Card:
    """One card; the button only for who may press it now."""
    reading = reading_of(pickup, at)
    label, figure = left_words(reading)
    whole = pickup.due_at - pickup.reported_at
    used = min(1.0, max(0.0, reading.elapsed / whole))
    warning = (pickup.warn_at - pickup.reported_at) / whole
    verb = _verb_for(pickup, user_id) if acts else None
    owed = getattr(pickup, "compensation", None)
    return Card(
        public_id=pickup.public_id,
        number=pickup.number,
        url=reverse("pickup_detail", args=[pickup.public_id]),
        title=title_of(pickup),
        tone=TONES[reading.stand],
        figure_label=label,
        figure=figure,
        bar_label=_("%(elapsed)s dari %(limit)s")
        % {
            "elapsed": formats.duration(clock.minutes(reading.elapsed)),
            "limit": formats.duration(clock.minutes(whole)),
        },
        bar_width=f"{BAR * used:.0f}",
        warning_x=f"{BAR * warning:.0f}",
        warning_label=formats.duration(clock.minutes(pickup.warn_at - pickup.reported_at)),
        limit_label=formats.duration(clock.minutes(whole)),
        facts=[
            Fact(_("Tempat"), place_of(pickup, masked=masked)),
            Fact(_("Kanal"), str(pickup.get_channel_display())),
            Fact(_("Petugas"), team_of(pickup)),
        ],
        stamps=stamps_of(pickup),
        owed=_("Santunan %(rice)s menjadi kewajiban sejak %(time)s.")
        % {"rice": rice(owed), "time": formats.clock_time(owed.owed_at, pickup.office.zone)}
        if owed and owed.handed_at is None
        else "",
        owed_url=reverse("compensation_detail", args=[pickup.public_id]) if owed else "",
        verb=verb.value if verb else "",
        verb_label=str(verb.label) if verb else "",
        verb_url=reverse("pickup_act", args=[pickup.public_id, verb.value]) if verb else "",
        version=pickup.version,
        late=reading.missed,
    )


def _verb_for(pickup: Pickup, user_id: int | None) -> PickupVerb | None:
    verb = NEXT.get(PickupState(pickup.state))
    if verb in (None, PickupVerb.ACCEPT) or user_id in (pickup.driver_id, pickup.doctor_id):
        return verb
    return None


def cards_of(
    rows: Sequence[Pickup], *, at: datetime, acts: bool, masked: bool, user_id: int | None, hours: int
) -> list[Card]:
    """Cards in the order given; calls within `hours` that may be the same say so."""
    same = same_among(rows, hours=hours)
    cards = [card_of(row, at=at, acts=acts, masked=masked, user_id=user_id) for row in rows]
    return [
        replace(card, same=same[row.pk].number) if row.pk in same else card
        for row, card in zip(rows, cards, strict=True)
    ]
