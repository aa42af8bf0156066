"""Sheets in and out: what is written comes back, nothing runs, hostile files end their reader only."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st
from python_calamine import CalamineWorkbook

from core import sheets
from core.sheets import Limits, SheetFlaw, UnreadableSheet, inert, plain_text
from core.sheets.sandbox import delimiter_of

LIVE = ["=1+1", "+62800", "-2+3", "@SUM(A1)", "\tx", "\r=1", "＝1", "'=1", "''+1"]
# Spaces at the ends and line ends are a matter of the columns, not of the sheet.
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")), min_size=1, max_size=30)
CELLS = st.one_of(WORDS, st.integers(-(10**14), 10**14), st.booleans())


@pytest.mark.parametrize("text", LIVE)
def test_cells_that_would_run_become_text(text):
    assert inert(text) == f"'{text}"
    assert plain_text(inert(text)) == text


@pytest.mark.parametrize("text", ["Sari", "", "'kutip", "1=2", "a-b", 5, None, -3])
def test_other_cells_stay_as_they_are(text):
    assert inert(text) == text


def test_written_formulas_are_strings_in_the_file(tmp_path):
    path = tmp_path / "keluar.xlsx"

    sheets.write(path, [sheets.SheetOut("Keluar", ["=kepala"], [[text] for text in LIVE])])

    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cells = [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    assert all(str(cell).startswith("'") for cell in cells)


def test_csv_has_no_live_cell_either():
    target = io.StringIO()

    sheets.write_csv(target, ["NIK"], [["=cmd|' /C calc'!A0"]])

    assert target.getvalue().splitlines()[1].lstrip('"').startswith("'=")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_is_written_comes_back(tmp_path, rows):
    path = tmp_path / "bolak-balik.xlsx"

    sheets.write(path, [sheets.SheetOut("Satu", ["a", "b", "c"], rows)])

    assert [row.cells for row in sheets.read(path)] == [["a", "b", "c"], *rows]


def test_rows_keep_the_number_the_program_shows(tmp_path):
    path = tmp_path / "judul.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Data")
        page.write(2, 1, "NIK")
        page.write(4, 1, "9900")

    assert [(row.number, row.cells) for row in sheets.read(path)] == [(3, ["", "NIK"]), (5, ["", "9900"])]


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        (b"\xef\xbb\xbfNIK;Nama\n1;Sari", ["1", "Sari"]),
        (b"NIK,Nama\r\n1,Sari\r\n", ["1", "Sari"]),
        ("NIK\tNama\n1\tSari".encode("utf-16"), ["1", "Sari"]),
        ("NIK;Nama\n1;Renée".encode("cp1252"), ["1", "Renée"]),
    ],
)
def test_csv_is_read_as_offices_save_it(tmp_path, data, cells):
    path = tmp_path / "a.csv"
    path.write_bytes(data)

    assert [row.cells for row in sheets.read(path)][1] == cells


def test_delimiter_is_the_one_most_used():
    assert delimiter_of('Nama;"Alamat, kota";NIK') == ";"
    assert delimiter_of("Daftar permohonan\n\nNama;NIK;Nilai\n1,5;2,5;3,5,5") == ";"
    assert delimiter_of("NIK") == ","


def test_delimiter_may_be_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Kota, 2026\nNIK;Nama\n1;Sari")

    assert [row.cells for row in sheets.read(path, delimiter=";")] == [["Kota, 2026"], ["NIK", "Nama"], ["1", "Sari"]]


def refused(path, **limits):
    with pytest.raises(UnreadableSheet) as caught:
        list(sheets.read(path, limits=Limits(**limits)))
    return caught.value.flaw


def two_corners(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "b")


def blown_up(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)


def with_macros(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/vbaProject.bin", "x")


def other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


@pytest.mark.parametrize(
    ("make", "flaw"),
    [
        (two_corners, SheetFlaw.BOMB),
        (blown_up, SheetFlaw.BOMB),
        (with_macros, SheetFlaw.MACROS),
        (other_archive, SheetFlaw.KIND),
        (lambda path: path.write_bytes(b"PK\x03\x04 torn"), SheetFlaw.DAMAGED),
        (lambda path: path.write_bytes(b"%PDF-1.7"), SheetFlaw.KIND),
        (lambda path: path.write_bytes(b"a;b\n" * 50), SheetFlaw.ROWS),
        (lambda path: path.write_bytes(b";".join([b"x"] * 200)), SheetFlaw.CELLS),
        (lambda path: path.write_bytes(b"x" * 20_000), SheetFlaw.SIZE),
    ],
)
def test_hostile_and_foreign_files_are_refused_with_the_reason(tmp_path, make, flaw):
    path = tmp_path / "berkas"
    make(path)
    size = 10_000 if flaw is SheetFlaw.SIZE else 10_000_000

    assert refused(path, rows=20, cells=100, size=size, unpacked=1_000_000) == flaw


@given(
    st.lists(st.lists(st.one_of(st.text("a,\"'\n\r=＝ ", max_size=4), st.none()), min_size=1, max_size=3), max_size=4)
)
@settings(max_examples=150, deadline=None)
def test_csv_text_of_many_rows_is_what_cell_by_cell_gives(rows):
    target = io.StringIO(newline="")
    csv.writer(target).writerows([[inert(cell) for cell in row] for row in rows])

    assert sheets.csv_text(rows) == target.getvalue()
