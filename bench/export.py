"""Every application of a city as a file, through the whole API, against a server-side cursor by hand.

The database must be empty: it is migrated and filled here, 10,000 rows in a city and 1,000,000 in the country. What
leaves is the answer of `/api/v1/exports/applications/…/` to a token; memory is that of a process that takes one.
"""

import csv
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import seeding
from bench.harness import Fact, Run, Subject, at_most, bench, child

MOST_MIB = 300
LIST = "/api/v1/exports/applications/"
BATCH = 2_000


@bench("export", database=True)
def export(run: Run) -> Iterator[Subject | Fact]:
    rows = seeding.SIZES[run.scale]
    token = seeding.token_of(seeding.fill(rows))
    run.note(rows=rows, elsewhere=rows // seeding.OTHERS)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        unlimited()
        yield Subject("csv", product=lambda: taken("csv", token, target), limit=by(as_csv, target), goal=at_most(1.5))
        yield Subject(
            "ndjson", product=lambda: taken("ndjson", token, target), limit=by(as_json, target), goal=at_most(1.5)
        )
        for file_format in ("csv", "ndjson", "xlsx"):
            done = child(ALONE, file_format, token, str(target), timeout=1_800)
            size, peak = done.output.split()
            run.note(**{f"{file_format}_seconds": round(done.seconds, 1), f"{file_format}_bytes": size})
            yield Fact(f"{file_format}_memory", int(peak) / 1024, at_most(MOST_MIB), "MiB")


def unlimited() -> None:
    """A bench takes more often than an agency may, and longer sheets than one that waits for them."""
    from rest_framework.throttling import ScopedRateThrottle, UserRateThrottle

    from accounts.domain.exports import streaming

    streaming.LONGEST_SHEET = 10_000_000
    for throttle in (ScopedRateThrottle, UserRateThrottle):
        throttle.allow_request = lambda *_args: True


def taken(file_format: str, token: str, target: Path) -> str:
    """Ask the portal and write the answer to a file; returns its hash."""
    from django.test import Client

    answer = Client(HTTP_AUTHORIZATION=token).get(f"{LIST}{file_format}/")
    if not answer.streaming:
        raise RuntimeError(answer.content)
    with target.open("wb") as file:
        file.writelines(answer.streaming_content)
    return hashed(target)


def hashed(path: Path) -> str:
    """Of what was written, on both sides."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


ALONE = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")
import django
django.setup()
from pathlib import Path
from bench.export import taken, unlimited
unlimited()
taken(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
# Of this program alone: what the kernel gives for a child counts its parent's pages at the fork.
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(Path(sys.argv[3]).stat().st_size, peak)
"""

# --- by hand ------------------------------------------------------------------------------------------------------

KEYS = """number type type_name kind slot state version applicant_name place_name region kecamatan external_reference
    register_number created_at updated_at submitted_at verified_at registered_at decided_at closed_at due_at
    due_clock correct_by deemed""".split()  # noqa: SIM905  a list of words reads as words
INSTANTS = KEYS[13:21]


def statement(*, outer: str = "{}") -> str:
    """The rows by one statement; instants in the zone of the office."""
    moments = ", ".join(
        f"replace(to_char(a.{name} AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '')"
        f" || '+07:00' AS {name}"
        for name in INSTANTS
    )
    return outer.format(
        f"""SELECT a.number, t.code AS type, t.name AS type_name, a.kind, a.slot, a.state, a.version,
            a.applicant_name, a.place_name, a.region_id AS region,
            CASE WHEN length(a.region_id) >= 8 THEN substr(a.region_id, 1, 8) ELSE '' END AS kecamatan,
            a.external_reference, a.register_number, {moments}, a.due_clock, a.correct_by, a.deemed
            FROM licensing_application a JOIN licensing_recommendationtype t ON t.id = a.type_id
            WHERE a.region_id LIKE '{seeding.CITY}%' AND a.state <> 'draft' ORDER BY a.id"""
    )


def as_csv(file: Any, cursor: Any) -> None:
    """Text as it comes; flags are the two words."""
    cursor.execute(f"SELECT {', '.join(KEYS[:-1])}, deemed::text FROM ({statement()}) AS rows")
    writer = csv.writer(file)
    writer.writerow(KEYS)
    while batch := cursor.fetchmany(BATCH):
        writer.writerows(batch)


def as_json(file: Any, cursor: Any) -> None:
    """The database writes the objects."""
    cursor.execute(statement(outer="SELECT row_to_json(r)::text FROM ({}) AS r"))
    while batch := cursor.fetchmany(BATCH):
        file.writelines(f"{line}\n" for (line,) in batch)


def by(write: Callable[[Any, Any], None], target: Path) -> Callable[[], str]:
    """A server-side cursor to a file."""

    def run() -> str:
        from django.db import connection, transaction

        with (
            target.open("w", encoding="utf-8", newline="") as file,
            transaction.atomic(),
            closing(connection.chunked_cursor()) as cursor,
        ):
            write(file, cursor)
        return hashed(target)

    return run
