"""Systems of other agencies: a request for access that waits, one that was approved and is used, a finished batch."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from accounts.domain.clients import requests, secrets
from accounts.models import ApiClient, ClientRequest, Office, User
from core import sheets
from core.workdays import WorkCalendar
from licensing.domain.filing import batches, running
from licensing.domain.filing.sheet_adapter import ADAPTER, COLUMNS
from licensing.enums import FilingMode
from licensing.management.demo import log_ins, names
from licensing.management.demo.office_time import ago
from licensing.models import Application, FilingBatch

SEED = 1681
FIRST_NIK = 8_900
FIRST_PHONE = 8_000_000_901
LAST_USED = timedelta(hours=2)
GOOD_ROWS = 4
WOMEN_SHARE = 0.6
TITLE = "Daftar permohonan dari SiCantik, kiriman pertama"
FILE_NAME = "permohonan-sicantik.csv"
FILLED = (
    "external_reference", "type", "kind", "applicant.name", "applicant.nik", "applicant.phone",
    "applicant.birth_date", "applicant.sex", "place.name", "place.kind", "place.address", "place.region",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What an office asks for."""

    name: str
    organisation: str
    purpose: str
    scopes: tuple[str, ...]
    contact: str
    mailbox: str


APPROVED = Wish(
    "SiCantik Kota (contoh)",
    "DPMPTSP Kota Prabumulih",
    "Mengirim permohonan yang masuk di SiCantik dan mengambil surat serta izin yang terbit.",
    ("applications:read", "applications:write", "letters:read", "licences:read", "webhooks:manage"),
    "Dian Permana",
    "sicantik",
)
WAITING = Wish(
    "Sistem kerja sama faskes (contoh)",
    "Kantor Jaminan Kesehatan Contoh",
    "Memeriksa apakah izin fasilitas dan tenaga yang bekerja sama masih berlaku.",
    ("facilities:read", "licences:read"),
    "Rina Oktavia",
    "kerjasama",
)


def connect(
    users: Mapping[str, User], *, licensing: Office, health: Office, calendar: WorkCalendar, at: datetime
) -> None:
    """One system was let in and is used; another waits for its second person."""
    asked = _ask(APPROVED, office=licensing, by=users["dpmptsp"], at=ago(calendar, at, Fraction(9)))
    given = [scope for scope in asked.scopes if scope != "webhooks:manage"]
    decided = requests.approve(asked.public_id, scopes=given, by=users["admin"], at=ago(calendar, at, Fraction(8)))
    client = ApiClient.objects.get(request=decided)
    # Nobody keeps the secret: who tries the demo takes a new one on the page.
    secrets.take(client, by=users["dpmptsp"], at=ago(calendar, at, Fraction(7)))
    secrets.note_use(client.client_id, at=at - LAST_USED)
    ApiClient.objects.filter(pk=client.pk).update(is_demo=True)
    _ask(WAITING, office=health, by=users["kabid"], at=ago(calendar, at, Fraction(2)))


def _ask(wish: Wish, *, office: Office, by: User, at: datetime) -> ClientRequest:
    return requests.ask(
        office=office,
        name=wish.name,
        organisation=wish.organisation,
        purpose=wish.purpose,
        scopes=wish.scopes,
        contact_name=wish.contact,
        contact_email=f"{wish.mailbox}@{log_ins.DOMAIN}",
        by=by,
        at=at,
    )


def send_batch(by: User, *, at: datetime) -> FilingBatch:
    """The front desk brings a file of another system: the right rows are drafts now, the others say what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        with path.open("w", encoding="utf-8", newline="") as file:
            sheets.write_csv(file, [TITLE], [[], _headings(), *rows()])
        batch = batches.receive(path, adapter=ADAPTER, name=FILE_NAME, mode=FilingMode.GOOD, submit=False, by=by, at=at)
    while batch.in_progress:
        running.run(batch.pk, clock=lambda: at)
        batch.refresh_from_db()
    Application.objects.filter(pk__in=batch.rows.values("application")).update(is_demo=True)
    return batch


def _headings() -> list[str]:
    labels = {column.name: str(column.label) for column in COLUMNS}
    return [labels[name] for name in FILLED]


def rows() -> list[list[str]]:
    """The lines of the file: right ones, then a short NIK, an unknown type, and a reference used twice."""
    chance = Random(SEED)  # noqa: S311  # invented people
    found = [dict(zip(FILLED, line, strict=True)) for line in _lines(chance, GOOD_ROWS + 3)]
    short, unknown, twice = found[GOOD_ROWS:]
    short["applicant.nik"] = short["applicant.nik"][:12]
    unknown["type"] = "SIP-PERAWAT-LAMA"
    twice["external_reference"] = found[0]["external_reference"]
    return [list(line.values()) for line in found]


def _lines(chance: Random, count: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        woman = chance.random() < WOMEN_SHARE
        born = date(1992, 1, 1) + timedelta(days=chance.randint(0, 3_000))
        day = born.day + (40 if woman else 0)
        yield (
            f"SICANTIK-{number + 1:04d}",
            "SIPP-PERAWAT",
            "Baru",
            names.person_name(chance, woman=woman),
            f"99{FIRST_NIK + number:04d}{day:02d}{born:%m%y}0000",
            f"0{FIRST_PHONE + number}",
            born.isoformat(),
            "P" if woman else "L",
            "Klinik Contoh Medika",
            "klinik_pratama",
            f"Jalan Contoh Nomor {chance.randint(1, 90)}",
            "16.74.02.1007",
        )
