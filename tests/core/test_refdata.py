from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Region
from core import refdata
from core.models import LoadedRow
from core.refdata import (
    Boolean,
    BrokenFile,
    Choice,
    Column,
    Counts,
    Data,
    Day,
    Integer,
    Items,
    Number,
    Pattern,
    Row,
    Sheet,
    Text,
    declaring,
)

REGIONS = "code,parent_code,name,year\n99,,Provinsi,\n99.01,99,Kota,2001\n99.02,99,Kota Dua,\n"


def region_values(row: Row, data: Data) -> Mapping[str, Any]:
    return {
        "code": row["code"],
        "parent_id": row["parent_code"] or None,
        "name": row["name"],
        "established_year": row["year"],
        "level": "kota",
    }


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    (tmp_path / "regions.csv").write_text(REGIONS)
    made = Sheet(
        app="accounts",
        file="regions.csv",
        model="accounts.Region",
        key=("code",),
        columns=(Text("code"), Text("parent_code", blank=True), Text("name", longest=20), Integer("year", blank=True)),
        values=region_values,
        retire={"current": False},
        folder=tmp_path,
    )
    monkeypatch.setattr(declaring, "_registered", {"regions.csv": made})
    return made


def rewrite(sheet: Sheet, text: str) -> None:
    sheet.path.write_text(text)


def load() -> Counts:
    return refdata.load(at=timezone.now())["regions.csv"]


def flaws(sheet: Sheet, text: str) -> list[tuple[int, str]]:
    rewrite(sheet, text)
    with pytest.raises(BrokenFile) as broken:
        refdata.check([sheet])
    return [(flaw.line, flaw.column) for flaw in broken.value.flaws]


@pytest.mark.django_db
class TestLoading:
    def test_rows_are_created_in_one_go(self, sheet: Sheet) -> None:
        assert load() == Counts(created=3)
        assert Region.objects.get(code="99.01").parent_id == "99"

    def test_second_run_writes_nothing(self, sheet: Sheet) -> None:
        load()

        with CaptureQueriesContext(
            connection,
        ) as queries:
            counts = load()

        assert (counts, counts.written) == (Counts(unchanged=3), 0)
        written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert written == []

    def test_changed_row_is_updated(self, sheet: Sheet) -> None:
        load()
        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Kembar"))

        assert load() == Counts(updated=1, unchanged=2)
        assert Region.objects.get(code="99.02").name == "Kota Kembar"

    def test_row_edited_by_people_is_kept(self, sheet: Sheet) -> None:
        load()
        Region.objects.filter(code="99.02").update(name="Nama Baru")
        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Kembar"))

        assert load() == Counts(kept=1, unchanged=2)
        assert Region.objects.get(code="99.02").name == "Nama Baru"

    def test_row_edited_to_what_the_file_says_is_ours_again(self, sheet: Sheet) -> None:
        load()
        Region.objects.filter(code="99.02").update(name="Kota Kembar")
        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Kembar"))
        assert load() == Counts(unchanged=3)

        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Tiga"))
        assert load() == Counts(updated=1, unchanged=2)

    def test_field_the_file_does_not_set_may_be_edited_freely(self, sheet: Sheet) -> None:
        load()
        Region.objects.filter(code="99.02").update(note="catatan")
        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Kembar"))

        assert load() == Counts(updated=1, unchanged=2)
        assert Region.objects.get(code="99.02").note == "catatan"

    def test_row_made_by_people_before_is_kept(self, sheet: Sheet) -> None:
        Region.objects.create(code="99", name="Sudah Ada", level="provinsi")

        assert load() == Counts(created=2, kept=1)
        assert Region.objects.get(code="99").name == "Sudah Ada"

    def test_row_removed_by_people_does_not_come_back(self, sheet: Sheet) -> None:
        load()
        Region.objects.filter(code="99.02").delete()

        assert load() == Counts(kept=1, unchanged=2)

    def test_row_gone_from_the_file_is_retired_not_deleted(self, sheet: Sheet) -> None:
        load()
        rewrite(sheet, REGIONS.replace("99.02,99,Kota Dua,\n", ""))

        assert load() == Counts(unchanged=2, retired=1)
        assert load() == Counts(unchanged=2)
        assert not Region.objects.get(code="99.02").current

    def test_new_column_of_a_file_reaches_rows_nobody_edited(
        self, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load()
        wider = replace(sheet, values=lambda row, data: {**region_values(row, data), "bps_code": "1674"})
        monkeypatch.setitem(declaring._registered, "regions.csv", wider)

        assert load() == Counts(updated=3)
        assert load() == Counts(unchanged=3)

    def test_one_broken_row_stops_everything(self, sheet: Sheet) -> None:
        rewrite(sheet, REGIONS.replace("2001", "dua ribu"))

        with pytest.raises(BrokenFile):
            load()

        assert (Region.objects.count(), LoadedRow.objects.count()) == (0, 0)

    def test_revise_replaces_changing_in_place(self, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
        revised: list[tuple[str, str]] = []

        def revise(region: Region, values: Mapping[str, Any]) -> None:
            revised.append((region.name, values["name"]))

        monkeypatch.setitem(declaring._registered, "regions.csv", replace(sheet, revise=revise))
        load()
        rewrite(sheet, REGIONS.replace("Kota Dua", "Kota Kembar"))

        assert load() == Counts(updated=1, unchanged=2)
        assert revised == [("Kota Dua", "Kota Kembar")]

    def test_command_reports_each_file(self, sheet: Sheet, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_reference_data")

        assert capsys.readouterr().out.splitlines() == [
            "regions.csv: 3 created, 0 updated, 0 unchanged, 0 kept, 0 retired",
            "1 files loaded",
        ]

    def test_command_is_silent_when_asked_to(self, sheet: Sheet, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_reference_data", verbosity=0)

        assert (capsys.readouterr().out, Region.objects.count()) == ("", 3)

    def test_command_lists_every_flaw(self, sheet: Sheet) -> None:
        rewrite(sheet, REGIONS.replace("2001", "x") + "99,,Lagi,\n")

        with pytest.raises(CommandError) as error:
            call_command("load_reference_data", check=True)

        assert str(error.value).splitlines() == [
            "regions.csv:3, year: 'x' is not a whole number",
            "regions.csv:5, code: 99 stands already in line 2",
        ]


class TestFlaws:
    def test_all_flaws_are_listed_with_line_and_column(self, sheet: Sheet) -> None:
        text = "code,parent_code,name,year\n,,Tanpa Kode,x\n99,,Nama yang sangat terlalu panjang,\n"

        assert flaws(sheet, text) == [(2, "code"), (2, "year"), (3, "name")]

    def test_missing_and_unknown_columns(self, sheet: Sheet) -> None:
        assert flaws(sheet, "code,name,year,extra\n") == [(1, "parent_code"), (1, "extra")]

    def test_line_with_too_few_cells(self, sheet: Sheet) -> None:
        assert flaws(sheet, "code,parent_code,name,year\n99,,x\n") == [(2, "")]

    def test_line_numbers_count_cells_over_several_lines(self, sheet: Sheet) -> None:
        text = 'code,parent_code,name,year\n99,,"dua\nbaris",\n98,,x,y\n'

        assert flaws(sheet, text) == [(4, "year")]

    def test_unclosed_quote(self, sheet: Sheet) -> None:
        assert flaws(sheet, 'code,parent_code,name,year\n99,,"x,\n') == [(2, "")]

    def test_missing_file(self, sheet: Sheet) -> None:
        sheet.path.unlink()

        with pytest.raises(BrokenFile, match="the file is missing"):
            refdata.check([sheet])

    def test_link_to_nowhere(self, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
        linked = replace(sheet, links={"parent_code": "regions.csv"})

        assert flaws(linked, "code,parent_code,name,year\n99,,x,\n99.01,98,y,\n") == [(3, "parent_code")]

    def test_check_of_the_whole_row(self, sheet: Sheet) -> None:
        checked = replace(sheet, check=lambda row: [("name", "is not like its code")] if row["code"] == "99" else [])

        assert flaws(checked, "code,parent_code,name,year\n99,,x,\n") == [(2, "name")]

    def test_byte_order_mark_is_no_flaw(self, sheet: Sheet) -> None:
        sheet.path.write_bytes(b"\xef\xbb\xbf" + REGIONS.encode())

        assert len(refdata.check([sheet])["regions.csv"]) == 3

    def test_other_encoding_is_a_flaw(self, sheet: Sheet) -> None:
        sheet.path.write_bytes(REGIONS.encode() + b"\xe9")

        with pytest.raises(BrokenFile, match="UTF-8"):
            refdata.check([sheet])


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Text("x", blank=True), "", ""),
        (Integer("x", blank=True), "", None),
        (Integer("x", blank=True, default=5), "", 5),
        (Integer("x", least=1), "7", 7),
        (Number("x"), "0.25", Decimal("0.25")),
        (Boolean("x"), "true", True),
        (Day("x"), "2026-01-31", date(2026, 1, 31)),
        (Choice("x", options=("high", "low")), "low", "low"),
        (Pattern("x", form=r"\d\d:\d\d"), "07:30", "07:30"),
        (Items("x", blank=True), "", []),
        (Items("x"), "inbox; email", ["inbox", "email"]),
    ],
)
def test_cell_is_read(column: Column, cell: str, value: object) -> None:
    assert column.read(cell) == value


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (Text("x"), ""),
        (Integer("x"), "1.5"),
        (Integer("x", most=5), "6"),
        (Number("x"), "NaN"),
        (Boolean("x"), "TRUE"),
        (Day("x"), "31-01-2026"),
        (Choice("x", options=("high",)), "low"),
        (Pattern("x", form=r"\d+"), "1a"),
        (Items("x"), "a;;b"),
        (Items("x", options=("a",)), "b"),
    ],
)
def test_wrong_cell_is_refused(column: Column, cell: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        column.read(cell)


def test_sheets_come_behind_those_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(file: str, **options: Any) -> Sheet:
        return Sheet(app="accounts", file=file, columns=(), key=("x",), **options)

    made = [named("c", after=("b",)), named("b", links={"x": "a"}), named("a")]
    monkeypatch.setattr(declaring, "_registered", {sheet.file: sheet for sheet in made})

    assert [sheet.file for sheet in refdata.sheets()] == ["a", "b", "c"]


def test_sheets_waiting_for_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Sheet("accounts", name, (), ("x",), after=(other,)) for name, other in ("ab", "ba")]
    monkeypatch.setattr(declaring, "_registered", {sheet.file: sheet for sheet in made})

    with pytest.raises(ValueError, match="a → b → a"):
        refdata.sheets()
