"""Demo log-ins of those who enter, check and lock SPM figures. They exist only with `DEMO=1`."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.domain.demo_log_ins import HEAD, PASSWORD, PUSKESMAS, SINCE, puskesmas_head
from accounts.domain.reference_data import HOLIDAYS, HOURS
from accounts.enums import OfficeKind, Position, Role
from accounts.models import Membership, Office, Official, Region, User
from core.crypto import keyed_hash
from core.refdata import load, sheets

FIRST_PHONE = 628_000_000_601
PROVINCE = "16"


@dataclass(frozen=True)
class LogIn:
    """One account and the code of its office."""

    mailbox: str
    name: str
    role: Role
    office: str


LOG_INS = (
    LogIn("pencatat", "Rani Oktaviana", Role.PUSKESMAS_RECORDER, "PKM-01-1674"),
    LogIn("datadinkes", "Citra Maheswari", Role.CITY_HEALTH, "DINKES-1674"),
    LogIn("program", "Nurul Hidayati", Role.PLANNER, "DINKES-1674"),
    LogIn("programprov", "Yoga Pratama", Role.PLANNER, "DINKES-16"),
    LogIn("provinsi", "Sinta Larasati", Role.PROVINCE, "DINKES-16"),
    LogIn("kadinprov", "Arya Wiguna", Role.PROVINCE, "DINKES-16"),
)


def create(*, at: datetime) -> dict[str, User]:
    """Create the province's office and every account; accounts by mailbox."""
    if _province_office():
        # Its calendar too, or the next load of the reference data would find something to do.
        load([sheet for sheet in sheets() if sheet.file in (HOLIDAYS, HOURS)], at=at)
    hashed = make_password(PASSWORD)
    people = {who.mailbox: _person(who, number, hashed, at) for number, who in enumerate(LOG_INS)}
    if Office.objects.filter(code=PUSKESMAS).exists():
        people[HEAD] = puskesmas_head(at=at)
    return people


def _province_office() -> bool:
    """Create it; True when it was not there."""
    _office, created = Office.objects.get_or_create(
        code="DINKES-16",
        defaults={
            "kind": OfficeKind.PROVINCE,
            "region": Region.objects.get(pk=PROVINCE),
            "name": "Dinas Kesehatan Provinsi Sumatera Selatan",
            "short_name": "Dinas Kesehatan Provinsi",
            "government": "Pemerintah Provinsi Sumatera Selatan",
            "address": "Jalan Contoh Nomor 16",
            "city": "Palembang",
            "postal_code": "30100",
        },
    )
    return created


def _person(who: LogIn, number: int, hashed: str, at: datetime) -> User:
    phone = f"+{FIRST_PHONE + number}"
    user, _created = User.objects.get_or_create(
        email=f"{who.mailbox}@demo.example",
        defaults={
            "name": who.name,
            "password": hashed,
            "is_demo": True,
            "email_verified_at": at,
            "phone_verified_at": at,
            "consent_at": at,
            "date_joined": at,
            "phone": phone,
            "phone_hash": keyed_hash(phone, "phone"),
            "phone_last4": phone[-4:],
        },
    )
    office = Office.objects.filter(code=who.office).first()
    if office is None:
        return user
    Membership.objects.get_or_create(user=user, role=who.role, office=office, starts_on=SINCE)
    if who.mailbox == "kadinprov":
        Official.objects.get_or_create(
            office=office,
            position=Position.HEALTH_HEAD,
            user=user,
            defaults={
                "title": "Kepala Dinas Kesehatan Provinsi",
                "name_with_degrees": "dr. Arya Wiguna, M.Kes.",
                "rank": "Pembina Utama Madya / IV d",
                "nip": "99000000 000000 1 016",
                "starts_on": SINCE,
            },
        )
    return user
