"""Regions, offices, calendar versions and message texts as the loader writes them."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.domain.calendars import work_calendar
from accounts.enums import CalendarState, OfficeKind, RegistrationMode
from accounts.models import CalendarVersion, MessageTemplate, Office, Region
from core import refdata
from core.loaded import Counts
from core.refdata import BrokenFile

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FILES = ("regions.csv", "offices.csv", "office-hours.csv", "holidays.csv", "messages.csv")
Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    refdata.load([sheet for sheet in refdata.sheets() if sheet.file in FILES], at=FIRST)


def reload(tmp_path: Path, file: str, edit: Edit) -> Counts:
    """Load this app's files again after `edit` changed the rows of one."""
    chosen = []
    for sheet in refdata.sheets():
        if sheet.file == file:
            with sheet.path.open(newline="", encoding="utf-8") as lines:
                rows = list(csv.DictReader(lines))
            names = list(rows[0])
            edit(rows)
            with (tmp_path / file).open("w", newline="", encoding="utf-8") as lines:
                writer = csv.DictWriter(lines, names)
                writer.writeheader()
                writer.writerows(rows)
            chosen.append(replace(sheet, folder=tmp_path))
        elif sheet.file in FILES:
            chosen.append(sheet)
    return refdata.load(chosen, at=LATER)[file]


def add_closure(rows: list[dict[str, str]]) -> None:
    closure = {"date": "2026-12-14", "weekday": "Senin", "kind": "lokal", "name_id": "Pilkada ulang"}
    rows.append(closure | {"confidence": "checked", "note": ""})


def test_the_regions_of_the_city_are_loaded() -> None:
    assert Region.objects.count() == 53
    assert Region.objects.filter(level="kecamatan", tile_column__isnull=False).count() == 6
    assert Region.objects.filter(level__in=["kelurahan", "desa"]).count() == 45
    assert Region.objects.filter(level__in=["kelurahan", "desa"], in_baseline=True).count() == 37


def test_the_offices_are_loaded_with_their_archive_class() -> None:
    health = Office.objects.get(kind=OfficeKind.HEALTH)

    assert Office.objects.count() == 12
    assert (health.code, health.registration) == ("DINKES-1674", RegistrationMode.BY_HAND)
    assert health.letter_settings == {"classification": {"default": "400.7.22"}}


def test_every_message_has_both_languages() -> None:
    assert not MessageTemplate.objects.filter(text_id="").exists()
    assert not MessageTemplate.objects.filter(text_en="").exists()


def test_each_office_gets_the_shipped_calendar_as_its_first_version() -> None:
    versions = CalendarVersion.objects.all()

    assert set(versions.values_list("number", "state")) == {(1, "confirmed")}
    assert versions.count() == Office.objects.count()


def test_a_year_without_a_decree_is_provisional() -> None:
    snapshot = CalendarVersion.objects.earliest("id").snapshot

    assert snapshot["confirmed_years"] == list(range(2019, 2027))


def test_a_changed_file_becomes_a_new_version_of_every_calendar(tmp_path: Path) -> None:
    counts = reload(tmp_path, "holidays.csv", add_closure)

    health = Office.objects.get(kind=OfficeKind.HEALTH)
    assert counts.updated == Office.objects.count()
    assert list(health.calendar_versions.values_list("number", flat=True)) == [1, 2]
    assert not work_calendar(health).is_working(datetime(2026, 12, 14, tzinfo=UTC).date())


def test_changed_hours_become_a_new_version_too(tmp_path: Path) -> None:
    def shorten(rows: list[dict[str, str]]) -> None:
        rows[1]["close"] = "15:00"

    reload(tmp_path, "office-hours.csv", shorten)

    assert CalendarVersion.objects.filter(number=2).count() == Office.objects.count()


def test_a_version_people_recorded_is_not_overruled(tmp_path: Path) -> None:
    health = Office.objects.get(kind=OfficeKind.HEALTH)
    own = CalendarVersion.objects.get(office=health)
    own.pk, own.number = None, 2
    own.snapshot = own.snapshot | {"holidays": own.snapshot["holidays"][:-1]}
    own.save()

    counts = reload(tmp_path, "holidays.csv", add_closure)

    assert (counts.kept, counts.updated) == (1, Office.objects.count() - 1)
    assert list(health.calendar_versions.values_list("number", flat=True)) == [1, 2]


def test_a_proposal_of_people_keeps_its_number(tmp_path: Path) -> None:
    health = Office.objects.get(kind=OfficeKind.HEALTH)
    CalendarVersion.objects.create(
        office=health, number=2, state=CalendarState.PROPOSED, reason="Usul", proposed_at=FIRST
    )

    reload(tmp_path, "holidays.csv", add_closure)

    assert health.calendar_versions.latest("number").number == 3


def test_a_second_run_makes_no_version(tmp_path: Path) -> None:
    counts = reload(tmp_path, "holidays.csv", lambda _rows: None)

    assert (counts.written, counts.kept) == (0, 0)
    assert CalendarVersion.objects.count() == Office.objects.count()


def test_a_region_that_left_the_file_is_kept_as_former(tmp_path: Path) -> None:
    def leave(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if row["code"] != "16.74.06.2004"]

    reload(tmp_path, "regions.csv", leave)

    assert Region.objects.get(code="16.74.06.2004").current is False


def test_an_office_edited_by_people_is_kept(tmp_path: Path) -> None:
    Office.objects.filter(code="DINKES-1674").update(phone="(0713) 111111")

    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["address"] = "Jalan Contoh Nomor 99"

    counts = reload(tmp_path, "offices.csv", change)

    assert counts.kept == 1
    assert Office.objects.get(code="DINKES-1674").address == "Jalan Contoh Nomor 1"


@pytest.mark.parametrize(
    ("file", "line", "column", "text", "reason"),
    [
        ("holidays.csv", 2, "weekday", "Senin", "2019-01-01 is a Selasa"),
        ("holidays.csv", 2, "date", "2019-13-01", "'2019-13-01' is not a date like 2026-01-31"),
        ("office-hours.csv", 2, "close", "07:00", "07:00 is not after 07:30"),
        ("regions.csv", 4, "parent_code", "16", "'16' is not '16.74', the start of the code"),
        ("offices.csv", 2, "region_code", "16.75", "'16.75' is not in regions.csv"),
        ("offices.csv", 2, "brand_hex", "biru", "'biru' does not look like #[0-9a-f]{6}"),
        ("messages.csv", 2, "urgent", "ya", "'ya' is neither true nor false"),
    ],
)
def test_a_broken_file_is_refused_with_line_column_and_reason(
    *, tmp_path: Path, file: str, line: int, column: str, text: str, reason: str
) -> None:
    def spoil(rows: list[dict[str, str]]) -> None:
        rows[line - 2][column] = text

    with pytest.raises(BrokenFile) as broken:
        reload(tmp_path, file, spoil)

    flaw = broken.value.flaws[0]
    assert (flaw.file, flaw.line, flaw.column, flaw.reason) == (file, line, column, reason)
