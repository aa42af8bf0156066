"""The demo log-ins, the officials who sign, and the machine client. They exist only with `DEMO=1`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from oauth2_provider.models import get_application_model

from accounts.enums import OfficeKind, Position, Role
from accounts.models import ApiClient, Membership, Office, Official, User
from core.crypto import keyed_hash

PASSWORD = "sejaras-demo"  # noqa: S105  # printed on the first page of the demo
DOMAIN = "demo.example"
CLIENT_ID = "demo-dpmptsp"
CLIENT_SECRET = "sejaras-demo-secret"  # noqa: S105  # as PASSWORD
SINCE = date(2020, 1, 2)
FIRST_PHONE = 628_000_000_101

# What an administrator of configuration may change in the admin; no file and no person among it.
CONFIGURED = {
    "accounts": ("region", "office", "calendarversion", "messagetemplate", "membership", "official",
                 "actingappointment", "apiclient", "invitation"),
    "licensing": ("recommendationtype", "requirementset", "requirement", "regulation", "reason", "findingtext",
                  "allowance"),
    "letters": ("letterkind",),
    "workforce": ("profession",),
}  # fmt: skip


@dataclass(frozen=True)
class LogIn:
    """One account: `role` None for those who hold none."""

    mailbox: str
    name: str
    role: Role | None = None
    office: OfficeKind = OfficeKind.HEALTH
    position: Position | None = None
    title: str = ""
    printed_name: str = ""
    rank: str = ""
    nip: str = ""


LOG_INS = (
    LogIn("pemohon", "Sekar Anjani Lestari"),
    LogIn("pj", "Hendra Kencana Wibisana", Role.PJ),
    LogIn("depan", "Novi Puspita", Role.FRONT_OFFICE, OfficeKind.LICENSING),
    LogIn("timteknis", "Ratih Kusuma", Role.TECHNICAL, OfficeKind.LICENSING),
    LogIn("register", "Danu Prasetya", Role.REGISTER_CLERK),
    LogIn("tpk", "Galih Wicaksana", Role.TPK),
    LogIn(
        "kabid", "Endah Wulandari", Role.DIVISION_HEAD, position=Position.DIVISION_HEAD,
        title="Kepala Bidang Sumber Daya Kesehatan", printed_name="Endah Wulandari, S.K.M., M.Kes.",
        rank="Pembina / IV a", nip="99000000 000000 2 001",
    ),
    LogIn(
        "kadinkes", "Teguh Samudra Baskara", Role.HEALTH_HEAD, position=Position.HEALTH_HEAD,
        title="Kepala Dinas Kesehatan", printed_name="dr. Teguh Samudra Baskara, M.Kes.",
        rank="Pembina Utama Muda / IV c", nip="99000000 000000 1 002",
    ),
    LogIn(
        "dpmptsp", "Laras Permata Wardhana", Role.LICENCE_HEAD, OfficeKind.LICENSING, Position.LICENCE_HEAD,
        title="Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        printed_name="Laras Permata Wardhana, S.E., M.Si.", rank="Pembina Utama Muda / IV c",
        nip="99000000 000000 2 003",
    ),
    LogIn("auditor", "Mahesa Darmawan", Role.AUDITOR),
    LogIn("admin", "Wening Cahya Maharani", Role.ADMIN),
    LogIn("organisasi", "Puspa Ayu Kirana", Role.ORGANISATION),
)  # fmt: skip


def create(*, at: datetime) -> dict[str, User]:
    """Create every account, its role and post, and the machine client; accounts by mailbox."""
    offices = {
        kind: Office.objects.filter(kind=kind).order_by("id")[0] for kind in (OfficeKind.HEALTH, OfficeKind.LICENSING)
    }
    # One hash for all: the password is public, and a slow hash for each would be as many times as slow.
    hashed = make_password(PASSWORD)
    users = {who.mailbox: _user(who, number, hashed, at) for number, who in enumerate(LOG_INS)}
    for who in LOG_INS:
        _give_role(who, users[who.mailbox], offices[who.office])
    users["admin"].user_permissions.set(_configuration())
    _create_client(offices[OfficeKind.LICENSING])
    return users


def _user(who: LogIn, number: int, hashed: str, at: datetime) -> User:
    user, _created = User.objects.update_or_create(
        email=f"{who.mailbox}@{DOMAIN}",
        defaults={
            "name": who.name,
            "password": hashed,
            "is_demo": True,
            "is_staff": who.role == Role.ADMIN,
            "email_verified_at": at,
            "phone_verified_at": at,
            "consent_at": at,
            "date_joined": at,
            **phone_fields(f"+{FIRST_PHONE + number}"),
        },
    )
    return user


def phone_fields(e164: str) -> Mapping[str, str]:
    """Return the columns of a phone, as `User.set_phone` writes them."""
    return {"phone": e164, "phone_hash": keyed_hash(e164, "phone"), "phone_last4": e164[-4:]}


def _give_role(who: LogIn, user: User, office: Office) -> None:
    if who.role is not None:
        Membership.objects.get_or_create(
            user=user,
            role=who.role,
            office=None if who.role == Role.PJ else office,
            starts_on=SINCE,
            defaults=_appointment(who),
        )
    if who.position is not None:
        Official.objects.get_or_create(
            office=office,
            position=who.position,
            user=user,
            defaults={
                "title": who.title,
                "name_with_degrees": who.printed_name,
                "rank": who.rank,
                "nip": who.nip,
                "starts_on": SINCE,
            },
        )


def _appointment(who: LogIn) -> dict[str, Any]:
    if who.role == Role.ORGANISATION:
        return {"profession_codes": ["PERAWAT"]}
    if who.role != Role.TPK:
        return {}
    return {
        "decree_number": "800/0001/DINKES/2020",
        "decree_date": SINCE,
        "card_number": "TPK-1674-0001",
    }


def _configuration() -> list[Permission]:
    return [
        permission
        for app, models in CONFIGURED.items()
        for permission in Permission.objects.filter(content_type__app_label=app, content_type__model__in=models)
        if not permission.codename.startswith("delete_")
    ]


def _create_client(office: Office) -> None:
    model = get_application_model()
    if not model.objects.filter(client_id=CLIENT_ID).exists():
        model.objects.create(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,  # hashed on saving
            name="Sistem DPMPTSP (demo)",
            client_type=model.CLIENT_CONFIDENTIAL,
            authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
        )
    ApiClient.objects.update_or_create(
        client_id=CLIENT_ID,
        defaults={
            "name": "Sistem DPMPTSP (demo)",
            "office": office,
            "scopes": list(settings.SCOPES),
            "is_demo": True,
        },
    )
