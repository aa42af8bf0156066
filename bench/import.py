"""A sheet of practitioners from XLSX to committed rows, every error told, against the same by hand and a peer.

The limit reads with calamine in this process, checks with plain Python, COPYs the rows into a staging table and
upserts them with three statements; identity numbers are encrypted and hashed as the register wants them. The product
does the whole way of a person: staged rows encrypted, dry run, decision, writing, journal for the undo. The peer is
django-import-export as its manual shows it, fed with rows already read, on fewer rows, and compared per row.
The database must be empty.
"""  # noqa: N999  the word people type

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.harness import Fact, Run, Subject, at_least, at_most, bench, child

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SIZES = {"city": 10_000, "national": 100_000}
PEER_ROWS = 1_000
MEMORY_ROWS = 100_000
EVERY_BAD = 97
HEADER = (
    "NIK",
    "Nama",
    "Gelar",
    "Tanggal lahir",
    "Tempat lahir",
    "JK",
    "Profesi",
    "Nomor STR",
    "STR terbit",
    "STR sampai",
)
TABLES = ("workforce_practitioner", "workforce_person", "core_importchunk", "core_importbatch", "core_outboxjob")


@bench("import", database=True)
def import_(run: Run) -> Iterator[Subject | Fact]:
    seeded()
    size = SIZES[run.scale]
    run.note(rows=size, peer_rows=PEER_ROWS)
    with tempfile.TemporaryDirectory(prefix="bench-import-") as folder:
        whole, few, many = (sheet(Path(folder), rows) for rows in (size, PEER_ROWS, MEMORY_ROWS))
        yield Subject("practitioners", product=lambda: product(whole), limit=lambda: by_hand(whole), goal=at_most(1.5))
        scale = size // PEER_ROWS
        yield Subject(
            "peer",
            product=lambda: product(whole)[0] // scale // 10,
            limit=lambda: max(import_export(few) for _ in range(scale)) // 10,
            goal=at_least(60),
        )
        yield Fact("memory", child(MEMORY, str(many)).peak_kib / 1024, at_most(512), unit="MiB")


def seeded() -> None:
    """Migrate and load professions, into a database without persons."""
    from django.core.management import call_command

    from tests.factories.accounts import OfficeFactory
    from tests.factories.workforce import ProfessionFactory
    from workforce.models import Person

    call_command("migrate", verbosity=0)
    if Person.objects.exists():
        message = "the import bench fills an empty database; this one holds persons"
        raise SystemExit(message)
    OfficeFactory()
    for code in ("PERAWAT", "BIDAN"):
        ProfessionFactory(code=code)


def sheet(folder: Path, rows: int) -> Path:
    """Write `rows` invented people; one in `EVERY_BAD` has a NIK too short."""
    from core import sheets

    path = folder / f"{rows}.xlsx"
    lines = (line(number) for number in range(rows))
    sheets.write(path, [sheets.SheetOut("Tenaga", HEADER, lines)])
    return path


def line(number: int) -> list[str]:
    born = date(1960, 1, 1) + timedelta(days=number % 14_000)
    woman = number % 2
    nik = f"99{number // 14_000:04d}{born.day + 40 * woman:02d}{born:%m%y}{number % 10_000:04d}"
    return [
        nik[:-3] if number % EVERY_BAD == 1 else nik,
        f"Tenaga Contoh {number}",
        "A.Md.Kep.",
        born.isoformat(),
        "Prabumulih",
        "P" if woman else "L",
        "Bidan" if woman else "PERAWAT",
        f"99{number:012d}00",
        "2024-02-01",
        "Seumur hidup",
    ]


def clear() -> None:
    """Empty the tables; guarded ones refer to them, so no TRUNCATE, and no look-up of what refers to each row."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")


def answer(errors: list[tuple[int, str]]) -> tuple[int, int, list[tuple[int, str]]]:
    """Persons and practitioners written, and what was refused."""
    from workforce.models import Person, Practitioner

    return Person.objects.count(), Practitioner.objects.count(), errors


# --- the product --------------------------------------------------------------------------------------------


def product(path: Path) -> tuple[int, int, list[tuple[int, str]]]:
    from core.imports import Scope, reporting, running, staging
    from core.models import ImportMode

    clear()
    scope = Scope(on=AT.date(), office_code="DINKES-1674", region_code="16.74")
    batch = staging.receive(path, kind="practitioners", name=path.name, scope=scope, by=None, at=AT)
    running.choose(batch, batch.mapping, at=AT)
    running.check(batch, at=AT)
    running.decide(batch, ImportMode.GOOD, by=None, at=AT)
    running.apply(batch, at=AT)
    flaws = reporting.flaws(batch, start=0, count=batch.flaw_count)
    return answer([(flaw.number, flaw.column) for flaw in flaws])


# --- by hand ------------------------------------------------------------------------------------------------

NIK = re.compile(r"\d{16}")
SHORTEST, LONGEST, WOMAN = 2, 120, 40
WORDS = {"L": "L", "P": "P"}
PROFESSIONS = {"perawat": "PERAWAT", "bidan": "BIDAN"}


def by_hand(path: Path) -> tuple[int, int, list[tuple[int, str]]]:
    """Read, check, COPY, upsert: one transaction, nothing kept for an undo."""
    import secrets

    import python_calamine
    from django.db import connection, transaction

    from core.crypto import keyed_hash
    from core.names import name_key
    from workforce.models import Person

    clear()
    encrypt = Person._meta.get_field("identity_number").f.encrypt
    errors: list[tuple[int, str]] = []
    text = io.StringIO()
    writer = csv.writer(text)
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    next(rows)
    for number, row in enumerate(rows, start=2):
        nik, name, degrees, born, town, sex, profession, str_number, issued, _until = row
        wrong = checked(row)
        if wrong:
            errors += [(number, column) for column in wrong]
            continue
        key = keyed_hash(f"nik:{nik}", "identity")
        writer.writerow(
            [
                secrets.token_urlsafe(12), encrypt(nik.encode()).decode(), key, name, name_key(name), degrees, born,
                town, WORDS[sex], PROFESSIONS[profession.lower()], str_number, issued, secrets.token_urlsafe(12),
            ]
        )  # fmt: skip
    text.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGING)
        cursor.copy_expert("COPY staging FROM STDIN WITH (FORMAT csv)", text)
        cursor.execute(PERSONS)
        cursor.execute(PRACTITIONERS)
    return answer(errors)


def checked(row: list[str]) -> list[str]:
    """The columns with an error, as the sheet calls them."""
    nik, name, _degrees, born, _town, sex, profession, _number, issued, until = row
    wrong = []
    if not NIK.fullmatch(nik):
        wrong.append("NIK")
    elif not fits(nik, date.fromisoformat(born), sex):
        wrong.append("Tanggal lahir")
    if not SHORTEST <= len(name) <= LONGEST:
        wrong.append("Nama")
    if sex not in WORDS:
        wrong.append("JK")
    if profession.lower() not in PROFESSIONS:
        wrong.append("Profesi")
    date.fromisoformat(issued)
    if until != "Seumur hidup":
        date.fromisoformat(until)
    return wrong


def fits(nik: str, born: date, sex: str) -> bool:
    day = int(nik[6:8])
    return (day > WOMAN) == (sex == "P") and day % WOMAN == born.day and nik[8:12] == f"{born:%m%y}"


STAGING = """
    CREATE TEMPORARY TABLE staging (person_id text, number text, hash text, name text, name_key text, degrees text,
        born date, town text, sex text, profession text, str_number text, issued date, practitioner_id text)
    ON COMMIT DROP
"""
PERSONS = """
    INSERT INTO workforce_person (public_id, identity_kind, identity_number, identity_hash, name, name_key, degrees,
        birth_date, birth_place, sex, version, updated_at,
        is_demo)
    SELECT person_id, 'nik', number, hash, name, name_key, degrees, born, town, sex, 1, now(), false FROM staging
    ON CONFLICT (identity_hash) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
        degrees = excluded.degrees, birth_date = excluded.birth_date, birth_place = excluded.birth_place,
        sex = excluded.sex
"""
PRACTITIONERS = """
    INSERT INTO workforce_practitioner (public_id, person_id, profession_id, str_number, str_issued_on, str_lifetime,
        version, updated_at)
    SELECT s.practitioner_id, p.id, s.profession, s.str_number, s.issued, true, 1, now()
    FROM staging s JOIN workforce_person p ON p.identity_hash = s.hash
    ON CONFLICT (person_id, profession_id) DO UPDATE SET str_number = excluded.str_number,
        str_issued_on = excluded.str_issued_on, str_lifetime = true, str_valid_until = NULL
"""

# --- the peer -----------------------------------------------------------------------------------------------


def import_export(path: Path) -> int:
    """Two resources with their defaults over rows already read; returns the persons written."""
    import tablib
    from import_export import fields, resources, widgets

    from core import sheets
    from workforce.models import Person, Practitioner

    class PersonResource(resources.ModelResource):
        class Meta:
            model = Person
            import_id_fields = ("identity_hash",)
            fields = ("identity_hash", "identity_number", "name", "degrees", "birth_date", "birth_place", "sex")

    class PractitionerResource(resources.ModelResource):
        person = fields.Field("person", "person", widgets.ForeignKeyWidget(Person, "identity_hash"))

        class Meta:
            model = Practitioner
            import_id_fields = ("person", "profession")
            fields = ("person", "profession", "str_number", "str_issued_on", "str_lifetime")

    clear()
    people = tablib.Dataset(headers=list(PersonResource._meta.fields))
    practitioners = tablib.Dataset(headers=list(PractitionerResource._meta.fields))
    for row in list(sheets.read(path))[1:]:
        nik, name, degrees, born, town, sex, profession, str_number, issued, _until = row.cells
        if NIK.fullmatch(nik):
            key = Person.hash_of("nik", nik)
            people.append((key, nik, name, degrees, born, town, sex))
            practitioners.append((key, PROFESSIONS[profession.lower()], str_number, issued, True))
    PersonResource().import_data(people, raise_errors=True)
    PractitionerResource().import_data(practitioners, raise_errors=True)
    return Person.objects.count()


MEMORY = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")
import django
django.setup()
from importlib import import_module
from pathlib import Path
bench = import_module("bench.import")
print(bench.product(Path(sys.argv[1]))[0])
"""
