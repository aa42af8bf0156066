"""The shipped catalogue as the loader writes it: once, with versions, refused whole when broken."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core import refdata
from core.loaded import Counts
from core.refdata import BrokenFile, Sheet
from licensing.models import (
    Allowance,
    Application,
    ApplicationClock,
    RecommendationType,
    Regulation,
    Requirement,
    RequirementSet,
)
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

TYPES, REQUIREMENTS = "recommendation-types.csv", "requirements.csv"
NURSE = "SIPP-PERAWAT"
LATER = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
Edit = Callable[[list[dict[str, str]]], None]


def reload(tmp_path: Path, file: str, edit: Edit, *, at: datetime = LATER) -> Counts:
    """Load one file again after `edit` changed its rows."""
    sheet = next(sheet for sheet in refdata.sheets() if sheet.file == file)
    return refdata.load([edited(tmp_path, sheet, edit)], at=at)[file]


def edited(tmp_path: Path, sheet: Sheet, edit: Edit) -> Sheet:
    with sheet.path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = list(rows[0])
    edit(rows)
    with (tmp_path / sheet.file).open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, names)
        writer.writeheader()
        writer.writerows(rows)
    return replace(sheet, folder=tmp_path)


def setting(key: str, value: str, column: str, text: str) -> Edit:
    """Set `column` in every row whose `key` is `value`."""

    def edit(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row[key] == value:
                row[column] = text

    return edit


def file_of(kind: RecommendationType) -> Application:
    asked = RequirementSet.objects.get(type_code=kind.code)
    application: Application = ApplicationFactory(type=kind, requirement_set=asked)
    return application


def test_everything_is_loaded() -> None:
    assert RecommendationType.objects.count() == 75
    assert RecommendationType.objects.filter(delegated=True).count() == 59
    assert Requirement.objects.count() == 1194
    assert RequirementSet.objects.count() == 75
    assert Regulation.objects.count() == 178


def test_a_second_run_writes_nothing() -> None:
    counts = refdata.load(at=LATER)

    assert {name: found.written for name, found in counts.items()} == dict.fromkeys(counts, 0)
    assert {name: found.kept for name, found in counts.items()} == dict.fromkeys(counts, 0)


def test_a_type_nobody_uses_changes_in_place(tmp_path: Path) -> None:
    counts = reload(tmp_path, TYPES, setting("code", NURSE, "name_id", "Surat Izin Praktik Ners"))

    kind = RecommendationType.objects.get(code=NURSE)
    assert (counts.updated, kind.name, kind.version) == (1, "Surat Izin Praktik Ners", 1)


def test_a_type_in_use_gets_a_new_version(tmp_path: Path) -> None:
    used = file_of(RecommendationType.objects.get(code=NURSE))

    reload(tmp_path, TYPES, setting("code", NURSE, "name_id", "Surat Izin Praktik Ners"))

    old, new = RecommendationType.objects.filter(code=NURSE).order_by("version")
    used.refresh_from_db()
    assert (used.type, old.name, old.valid_until) == (old, "Surat Izin Praktik Perawat", date(2026, 3, 1))
    assert (new.name, new.version, new.valid_from) == ("Surat Izin Praktik Ners", 2, date(2026, 3, 2))


def test_a_new_version_is_not_made_twice(tmp_path: Path) -> None:
    file_of(RecommendationType.objects.get(code=NURSE))
    edit = setting("code", NURSE, "name_id", "Surat Izin Praktik Ners")
    reload(tmp_path, TYPES, edit)

    again = reload(tmp_path, TYPES, edit)

    assert (again.written, again.kept) == (0, 0)
    assert RecommendationType.objects.filter(code=NURSE).count() == 2


def test_a_type_changed_again_after_its_new_version_follows_the_file(tmp_path: Path) -> None:
    file_of(RecommendationType.objects.get(code=NURSE))
    reload(tmp_path, TYPES, setting("code", NURSE, "name_id", "Surat Izin Praktik Ners"))

    reload(tmp_path, TYPES, setting("code", NURSE, "name_id", "Surat Izin Perawat"))

    newest = RecommendationType.objects.filter(code=NURSE).latest("version")
    assert (newest.name, newest.version) == ("Surat Izin Perawat", 2)


def test_a_type_edited_by_people_is_kept(tmp_path: Path) -> None:
    RecommendationType.objects.filter(code=NURSE).update(name="Nama dari administrator")

    counts = reload(tmp_path, TYPES, setting("code", NURSE, "name_id", "Surat Izin Praktik Ners"))

    assert counts.kept == 1
    assert RecommendationType.objects.get(code=NURSE).name == "Nama dari administrator"


def test_a_type_that_left_the_file_can_no_longer_be_applied_for(tmp_path: Path) -> None:
    def leave(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if row["code"] != "REK-BAKSOS"]

    counts = reload(tmp_path, TYPES, leave)

    # With the type goes its promise, which stays in the table for the files that carry it.
    assert counts.retired == 2
    assert RecommendationType.objects.get(code="REK-BAKSOS").is_active is False
    assert Requirement.objects.filter(requirement_set__type_code="REK-BAKSOS").exists()


def test_promises_are_loaded_by_clock_and_type() -> None:
    def days(clock: str, code: str) -> Any:
        return Allowance.objects.get(clock=clock, type_code=code).working_days

    assert (days("verification", ""), days("intake", ""), days("licence", "")) == (1, 0.25, 1)
    assert days("recommendation", NURSE) == 1
    assert days("deemed_approval", NURSE) == 5
    assert days("coordination", "IZIN-OPERASIONAL-RS") == 14


def test_a_promise_carried_by_a_file_gets_a_dated_successor(tmp_path: Path) -> None:
    promise = Allowance.objects.get(clock="recommendation", type_code=NURSE)
    file = file_of(RecommendationType.objects.get(code=NURSE))
    ApplicationClock.objects.create(application=file, name="recommendation", allowance=promise)

    reload(tmp_path, TYPES, setting("code", NURSE, "recommendation_days", "2"))

    rows = Allowance.objects.filter(clock="recommendation", type_code=NURSE).order_by("valid_from")
    found = list(rows.values_list("working_days", "valid_from"))
    assert found == [(1, date(2013, 1, 1)), (2, date(2026, 3, 2))]


def test_requirements_nobody_uses_change_in_place(tmp_path: Path) -> None:
    counts = reload(tmp_path, REQUIREMENTS, setting("type_code", NURSE, "note", "Baru"))

    asked = RequirementSet.objects.get(type_code=NURSE)
    assert (counts.updated, asked.version) == (1, 1)
    assert set(asked.requirements.values_list("note", flat=True)) == {"Baru"}


def test_requirements_in_use_become_a_new_set(tmp_path: Path) -> None:
    file = file_of(RecommendationType.objects.get(code=NURSE))

    reload(tmp_path, REQUIREMENTS, setting("type_code", NURSE, "note", "Baru"))

    old, new = RequirementSet.objects.filter(type_code=NURSE).order_by("version")
    file.refresh_from_db()
    assert file.requirement_set == old
    assert (new.version, new.valid_from) == (2, date(2026, 3, 2))
    assert old.requirements.count() == new.requirements.count()
    assert not old.requirements.filter(note="Baru").exists()


def test_a_requirement_that_leaves_the_file_stays_in_the_old_set(tmp_path: Path) -> None:
    before = Requirement.objects.filter(requirement_set__type_code=NURSE).count()

    def leave(rows: list[dict[str, str]]) -> None:
        rows.remove(next(row for row in reversed(rows) if row["type_code"] == NURSE))

    reload(tmp_path, REQUIREMENTS, leave)

    old, new = RequirementSet.objects.filter(type_code=NURSE).order_by("version")
    assert (old.requirements.count(), new.requirements.count()) == (before, before - 1)


def test_a_requirement_edited_by_people_is_kept(tmp_path: Path) -> None:
    row = Requirement.objects.filter(requirement_set__type_code=NURSE).earliest("seq")
    Requirement.objects.filter(pk=row.pk).update(label_id="Ditulis administrator")

    counts = reload(tmp_path, REQUIREMENTS, setting("type_code", NURSE, "note", "Baru"))

    row.refresh_from_db()
    assert (counts.kept, row.label_id, row.note) == (1, "Ditulis administrator", row.note)
    assert RequirementSet.objects.filter(type_code=NURSE).count() == 1


@pytest.mark.parametrize(
    ("file", "key", "value", "column", "text", "reason"),
    [
        (TYPES, "code", NURSE, "delegated_to_dpmptsp", "ya", "'ya' is neither true nor false"),
        (TYPES, "code", NURSE, "delegated_since", "", "must be given for delegated types and for no other"),
        (TYPES, "code", NURSE, "product_letter", "SURAT", "'SURAT' is not in letter-kinds.csv"),
        (TYPES, "code", NURSE, "deemed_days", "lima", "'lima' is not a whole number"),
        ("regulations.csv", "id", "UU-25-2009", "year", "dulu", "'dulu' is not a whole number"),
        ("reasons.csv", "code", "RET_DOC_MISSING", "label_en", "", "is empty"),
        ("findings.csv", "code", "STR_MISSING", "level", "stop", "'stop' is none of block, warn"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_line_column_and_reason(
    *, tmp_path: Path, file: str, key: str, value: str, column: str, text: str, reason: str
) -> None:
    with pytest.raises(BrokenFile) as broken:
        reload(tmp_path, file, setting(key, value, column, text))

    flaw = broken.value.flaws[0]
    assert (flaw.file, flaw.column, flaw.reason) == (file, column, reason)
    assert flaw.line > 1


def test_nothing_of_a_broken_file_is_written(tmp_path: Path) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0]["name_id"] = "Nama baru"
        rows[-1]["sla_working_days"] = "cepat"

    with pytest.raises(BrokenFile):
        reload(tmp_path, TYPES, spoil)

    assert not RecommendationType.objects.filter(name="Nama baru").exists()


def test_a_requirement_of_an_unknown_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as broken:
        reload(tmp_path, REQUIREMENTS, setting("type_code", NURSE, "type_code", "SIP-TIDAK-ADA"))

    assert broken.value.flaws[0].reason == "'SIP-TIDAK-ADA' is not in recommendation-types.csv"


def test_a_profession_of_an_unknown_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as broken:
        reload(tmp_path, "professions.csv", setting("code", "PERAWAT", "type_code", "SIP-TIDAK-ADA"))

    assert str(broken.value.flaws[0]).startswith("professions.csv:7, type_code: 'SIP-TIDAK-ADA'")


def test_a_facility_that_must_hold_an_unknown_type_stops_the_load(tmp_path: Path) -> None:
    FacilityFactory(code="KLP-99", obligatory_types=["IZIN-LAMA"])

    with pytest.raises(BrokenFile, match="facility KLP-99 must hold 'IZIN-LAMA', which is no type"):
        reload(tmp_path, TYPES, lambda _rows: None)
