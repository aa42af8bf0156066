"""WhatsApp texts: a call for help begins with one of a few words; BELUM says that no compensation came.

A call is never turned away: a village nobody can make out goes to the household's, else to the first Puskesmas, whose
team calls back. The text itself is the place: it is encrypted like any other.
"""

import uuid
from datetime import datetime

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable
from accounts.models import Region
from core.crypto import keyed_hashes
from core.names import name_key
from outreach.domain.compensations import dispute
from outreach.domain.reporting import PHONE, Call, Reported, report
from outreach.enums import Need, PickupChannel, PickupKind
from outreach.models import Compensation, Household, ServiceArea

KINDS = {
    "jemput": PickupKind.PICK_UP,
    "tolong": PickupKind.PICK_UP,
    "kunjungan": PickupKind.HOME_VISIT,
    "hamil": PickupKind.ANTENATAL,
    "rujuk": PickupKind.REFERRAL,
    "antar": PickupKind.RETURN,
}
NOT_YET = "belum"
NAMESPACE = uuid.UUID("5f0f5f0e-6c1c-4a7e-9d6e-6f7574726561")
LONGEST = 190


def take_text(*, phone: str, text: str, key: str, at: datetime) -> Reported | None:
    """Report a call, or note a dispute; None when the text was neither. The same `key` twice is one call."""
    try:
        number = e164(phone)
    except PhoneUnreadable:
        return None
    first = name_key(text).partition(" ")[0]
    if first == NOT_YET:
        for owed in Compensation.objects.filter(pickup__phone_hash__in=keyed_hashes(number, PHONE)).open():
            dispute(owed, at=at)
        return None
    if first not in KINDS:
        return None
    household = Household.objects.current().filter(phone_hash__in=keyed_hashes(number, PHONE)).first()
    region = _village_in(text) or (household.region_id if household else None) or _first_village()
    if region is None:
        return None
    member = household.members.first() if household else None
    call = Call(
        kind=KINDS[first],
        need=Need(member.need) if member else Need.OTHER,
        region=region,
        place=text[:LONGEST],
        phone=number,
        channel=PickupChannel.WHATSAPP,
        household=household,
    )
    return report(call, at=at, client_id=uuid.uuid5(NAMESPACE, key))


def _village_in(text: str) -> str | None:
    """The served village whose name stands in the text; the longest name wins."""
    words = f" {name_key(text)} "
    rows = Region.objects.filter(pk__in=ServiceArea.objects.values("region")).values_list("code", "name")
    found = [(len(name), code) for code, name in rows if f" {name_key(name)} " in words]
    return max(found)[1] if found else None


def _first_village() -> str | None:
    area = ServiceArea.objects.order_by("office__code", "region_id").first()
    return area.region_id if area else None
