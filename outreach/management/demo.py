"""A small invented outreach service at one Puskesmas, written through the ordinary verbs. Only with `DEMO=1`."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.domain.demo_log_ins import HEAD, PUSKESMAS, log_in, puskesmas_head
from accounts.enums import Role
from accounts.models import Office, Region, User
from outreach.domain import dispatch, roster, visits, watching
from outreach.domain.register import Particulars, Person, register_household
from outreach.domain.reporting import Call, report
from outreach.enums import FindingKind, Need, Partner, PickupChannel, PickupKind, Terrain
from outreach.models import Household, Pickup, ServiceArea

# Mailbox, name, role; the village matters for the cadre alone.
LOG_INS = (
    ("kader", "Sulastri Handayani", Role.CADRE),
    ("sopir", "Rudi Hartawan", Role.DRIVER),
    ("dokter", "dr. Alya Nuraini", Role.PUSKESMAS_DOCTOR),
)
# Head, landmark, terrain, groups.
HOUSEHOLDS = (
    ("Mbah Sarni", "RT 02 RW 01, belakang langgar", Terrain.ROAD, (Need.OLDER_ALONE,)),
    ("Keluarga Wiryo", "RT 05 RW 02, ujung kebun karet", Terrain.FOREST, (Need.PREGNANT, Need.UNDER_FIVE)),
    ("Mbah Tukinah", "RT 01 RW 03, tepi kali", Terrain.RIVER, (Need.OLDER_ALONE,)),
    ("Keluarga Sapta", "RT 04 RW 01, dekat rel", Terrain.RAILWAY, (Need.DISABLED,)),
    ("Keluarga Midun", "RT 06 RW 02, tengah sawah", Terrain.FIELD, (Need.UNDER_FIVE,)),
    ("Keluarga Rohani", "RT 03 RW 02, samping balai", Terrain.ROAD, (Need.PREGNANT,)),
)
# Household, minutes ago, kind, channel, how far it has come, minutes until arrival.
CALLS = (
    (0, 250, PickupKind.PICK_UP, PickupChannel.KENTHONGAN, "departed", 0),
    (1, 175, PickupKind.ANTENATAL, PickupChannel.RADIO, "accepted", 0),
    (2, 140, PickupKind.HOME_VISIT, PickupChannel.CADRE, "reported", 0),
    (3, 70, PickupKind.RETURN, PickupChannel.WHATSAPP, "departed", 0),
    (4, 25, PickupKind.HOME_VISIT, PickupChannel.PHONE, "reported", 0),
    (5, 5, PickupKind.PICK_UP, PickupChannel.VILLAGE, "reported", 0),
    (0, 60 * 30, PickupKind.HOME_VISIT, PickupChannel.CADRE, "finished", 95),
    (2, 60 * 75, PickupKind.PICK_UP, PickupChannel.CADRE, "finished", 245),
    (4, 60 * 120, PickupKind.HOME_VISIT, PickupChannel.MIDWIFE, "finished", 150),
)
STEPS = ("accepted", "departed", "arrived", "finished")


@transaction.atomic
def load(*, at: datetime) -> bool:
    """Write the demo; False when it stands already."""
    office = Office.objects.filter(code=PUSKESMAS).first()
    if office is None or Household.objects.filter(is_demo=True).exists():
        return False
    village = ServiceArea.objects.filter(office=office, region=office.region).select_related("region").get().region
    people = {
        mailbox: log_in(mailbox, name, role, office=office, at=at, region=village if role == Role.CADRE else None)
        for mailbox, name, role in LOG_INS
    }
    people[HEAD] = puskesmas_head(at=at)
    households = [_household(row, village, people["kader"], at) for row in HOUSEHOLDS]
    car = roster.add_vehicle(office, name="Ambulans desa", plate="BG 0000 XA", by=people[HEAD], at=at)
    roster.add_vehicle(office, name="Motor jemput", plate="BG 0000 XB", by=people[HEAD], at=at)
    morning = at.astimezone(office.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for mailbox, role in (("sopir", Role.DRIVER), ("dokter", Role.PUSKESMAS_DOCTOR)):
        for day in range(3):
            starts = morning + timedelta(days=day)
            roster.add_shift(
                office, user=people[mailbox], role=role, starts_at=starts, ends_at=starts + timedelta(hours=24),
                by=people[HEAD], at=at,
            )  # fmt: skip
    for number, call in enumerate(CALLS):
        _call(call, households, people, at, vehicle=car if number == 0 else None)
    watching.give_warnings(at=at)
    return True


def _household(row: tuple[str, str, Terrain, tuple[Need, ...]], village: Region, by: User, at: datetime) -> Household:
    name, address, terrain, needs = row
    facts = Particulars(
        region=village.pk,
        head_name=name,
        address=address,
        terrain=terrain,
        sticker=True,
        kenthongan=Need.OLDER_ALONE in needs,
        consent_on=at.date() - timedelta(days=200),
        members=[Person(need) for need in needs],
    )
    return register_household(facts, by=by, at=at, is_demo=True)


def _call(
    row: tuple[int, int, PickupKind, PickupChannel, str, int],
    households: list[Household],
    people: dict[str, User],
    at: datetime,
    *,
    vehicle: object = None,
) -> Pickup:
    index, ago, kind, channel, until, response = row
    household, reported = households[index], at - timedelta(minutes=ago)
    member = household.members.first()
    call = Call(
        kind=kind,
        need=Need(member.need) if member else Need.OTHER,
        region=household.region_id,
        place=f"{household.head_name}, {household.address}",
        channel=channel,
        household=household,
    )
    pickup = report(call, at=reported, by=people["kader"]).pickup
    arrival = reported + timedelta(minutes=response or ago)
    span = arrival - reported
    driver, doctor = people["sopir"], people["dokter"]
    done = STEPS[: STEPS.index(until) + 1] if until in STEPS else ()
    if "accepted" in done:
        dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=reported + span / 4, vehicle=vehicle)  # type: ignore[arg-type]
        dispatch.join(pickup, by=doctor, role=Role.PUSKESMAS_DOCTOR, at=reported + span / 4)
    if "departed" in done:
        dispatch.depart(pickup, by=driver, at=reported + span / 2)
    if "arrived" in done:
        dispatch.arrive(pickup, by=driver, at=arrival)
        _visit(pickup, doctor, people[HEAD], arrival)
    if "finished" in done:
        dispatch.finish(pickup, by=driver, at=arrival + timedelta(minutes=45))
    return pickup


def _visit(pickup: Pickup, doctor: User, head: User, at: datetime) -> None:
    kinds = [FindingKind.NO_LATRINE] if pickup.need == Need.OLDER_ALONE else [FindingKind.NUTRITION]
    visit = visits.record_visit(pickup, note="Kondisi stabil.", kinds=kinds, detail="", by=doctor, at=at)
    due = at.date() + timedelta(days=14)
    visits.coordinate(
        visit.findings.get(),
        partner=Partner.SANITARIAN,
        task="Kunjungan dan rencana perbaikan",
        due_on=due,
        by=head,
        at=at,
    )
