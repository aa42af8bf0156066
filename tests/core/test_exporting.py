"""Rows in bulk: nothing is kept, both databases write the same text."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import Region
from core import exporting
from core.exporting import BATCH, Cells, Column, Extract, csv_chunks, instant_text, ndjson_chunks, write_xlsx
from core.models import Neighbour
from tests.standing_rows import standing_rows

WIB = ZoneInfo("Asia/Jakarta")
COUNT = 30_000
COLUMNS = (Column("code", "Kode", "code"), Column("name", "Nama", "name"))
NUMBERS = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
    INSERT INTO accounts_region (code, bps_code, level, name, in_baseline, current, note)
    SELECT '99.' || i, '', 'kota', 'Wilayah contoh nomor ' || i, true, true, '' FROM n"""


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    def load() -> None:
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [COUNT])

    with standing_rows(django_db_blocker, load):
        yield


def extract(**more: Any) -> Extract:
    return Extract(Region.objects.filter(code__startswith="99."), COLUMNS, WIB, **more)


@pytest.mark.usefixtures("many")
@pytest.mark.django_db
class TestMany:
    @pytest.mark.parametrize("chunks", [csv_chunks, ndjson_chunks])
    def test_rows_come_batch_by_batch(self, chunks: Any):
        batches: list[int] = []
        going = chunks(extract(on_rows=batches.append))

        text = ""
        while not batches:
            text += next(going)

        assert batches == [BATCH]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_cursors WHERE NOT is_holdable")
                assert cursor.fetchone() == (1,)
        text += "".join(going)
        assert text.count("\n") == COUNT + (chunks is csv_chunks)
        assert sum(batches) == COUNT

    def test_memory_is_that_of_a_batch(self):
        def peak(within: str) -> int:
            rows = Extract(Region.objects.filter(code__startswith=within), COLUMNS, WIB)
            tracemalloc.start()
            try:
                assert sum(len(text) for text in ndjson_chunks(rows)) > 100_000
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        assert peak("99.") < 1.5 * peak("99.1")

    def test_rows_beyond_one_sheet_go_on_in_the_next(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(exporting, "SHEET_ROWS", 200)
        few = Extract(Region.objects.filter(code__startswith="99.11"), COLUMNS, WIB)
        target = BytesIO()

        write_xlsx(target, few, name="Wilayah")

        with ZipFile(target) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
            rows = [book.read(name).count(b"<row ") - 1 for name in sheets]
        assert rows == [200] * 5 + [111]


@pytest.mark.django_db
def test_each_kind_of_cell_is_written_alike_on_both_databases():
    Neighbour.objects.create(name="-wa", failures=3, open_until=datetime(2026, 1, 26, 2, 0, 0, 120_000, tzinfo=UTC))
    Neighbour.objects.create(name="b", failures=0, open_until=datetime(2026, 1, 26, 2, 0, tzinfo=UTC))
    Neighbour.objects.create(name="c", failures=0)
    columns = (
        Column("name", "Nama", "name"),
        Column("failures", "Gagal", "failures", Cells.NUMBER),
        Column("until", "Sampai", "open_until", Cells.INSTANT),
    )
    rows = Extract(Neighbour.objects.all(), columns, WIB)

    assert "".join(csv_chunks(rows)).splitlines() == [
        "name,failures,until",
        "'-wa,3,2026-01-26T09:00:00.120000+07:00",
        "b,0,2026-01-26T09:00:00+07:00",
        "c,0,",
    ]
    assert [json.loads(line) for line in "".join(ndjson_chunks(rows)).splitlines()] == [
        {"name": "-wa", "failures": 3, "until": "2026-01-26T09:00:00.120000+07:00"},
        {"name": "b", "failures": 0, "until": "2026-01-26T09:00:00+07:00"},
        {"name": "c", "failures": 0, "until": None},
    ]


@pytest.mark.django_db
def test_text_is_changed_on_its_way_out_where_asked():
    Neighbour.objects.create(name="Sari Wulandari")
    rows = Extract(Neighbour.objects.all(), (Column("name", "Nama", "name", shown=str.upper),), WIB)

    assert "".join(csv_chunks(rows)) == "name\r\nSARI WULANDARI\r\n"
    assert "".join(ndjson_chunks(rows)) == '{"name": "SARI WULANDARI"}\n'


@pytest.mark.parametrize(
    ("zone", "text"), [("Asia/Jayapura", "2026-01-26T11:00:00+09:00"), ("UTC", "2026-01-26T02:00:00Z")]
)
def test_instants_are_told_in_the_zone_of_the_office(zone: str, text: str):
    assert instant_text(datetime(2026, 1, 26, 2, 0, tzinfo=UTC), ZoneInfo(zone)) == text
