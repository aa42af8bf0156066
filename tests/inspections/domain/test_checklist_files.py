"""A file of items: written and read back the same; read with every error by line and column."""

from pathlib import Path

from inspections.domain.checklist_files import as_csv, read_lines
from inspections.domain.checklist_lines import Line
from inspections.enums import Scoring

GOOD = Line(code="A01", part="Umum", seq=1, question="Izin ada, terbaca", critical=True, hint="=bukan rumus", rule="R")


def read(path: Path, text: str) -> tuple[list[Line], list[str]]:
    file = path / "butir.csv"
    file.write_text(text, encoding="utf-8-sig")
    lines, flaws = read_lines(file, name="butir.csv", kind="DAM", scoring=Scoring.PASS_ALL)
    return lines, [f"{flaw.file}:{flaw.line}:{flaw.column}" for flaw in flaws]


def test_what_was_written_is_read_back(tmp_path):
    assert read(tmp_path, as_csv("DAM", [GOOD])) == ([GOOD], [])


def test_every_error_is_named_by_file_line_and_column(tmp_path):
    text = (
        "checklist_code,item_code,part_id,seq,question_id,weight,critical,photo_when_no,severity,warna\n"
        "DAM,A01,Umum,1,Izin ada,1,true,false,,\n"
        "DAM,a1,Umum,x,,11,mungkin,false,,\n"
        "HOTEL,A02,Umum,3,Papan nama,1,false,false,mayor,\n"
        "DAM,A01,Umum,4,Izin ada,1,true,false,mayor,\n"
    )

    lines, flaws = read(tmp_path, text)

    places = ["1:warna", "3:item_code", "3:seq", "3:question_id", "3:weight", "3:critical", "4:checklist_code",
              "5:severity", "5:item_code"]  # fmt: skip
    assert flaws == [f"butir.csv:{place}" for place in places]
    assert [line.seq for line in lines] == [1, 4]


def test_missing_column_is_told_once(tmp_path):
    text = "item_code,part_id,seq,weight,critical,photo_when_no\nA01,Umum,1,1,ya,tidak\nA02,Umum,2,1,ya,tidak\n"

    assert read(tmp_path, text) == ([], ["butir.csv:1:question_id"])
