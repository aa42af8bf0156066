"""Numbers: gapless per office, series and local year, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection, connections, transaction

from accounts.models import Office
from letters.domain.numbering import fill, take_number, take_running, unknown_parts
from letters.exceptions import BlankPlaceholder
from letters.models import LetterKind, NumberCounter
from tests.factories.accounts import OfficeFactory
from tests.letters.conftest import AT

WRITERS = 6
TRIES = 20


def number(code: str, *, office: Office, at: datetime = AT, **parts: str) -> str:
    with transaction.atomic():
        return take_number(LetterKind.objects.get(pk=code), office=office, at=at, parts=parts).text


def test_pattern_is_filled_from_office_year_and_kind(office: Office) -> None:
    assert number("REKOMENDASI", office=office) == "400.7.22/0001/REK/DINKES/2026"


def test_kinds_of_one_series_share_the_counter(licensing_office: Office) -> None:
    assert number("PENGEMBALIAN", office=licensing_office) == "500.16.7/0001/KB/DPMPTSP/2026"
    assert number("PERMINTAAN_REKOMENDASI", office=licensing_office) == "500.16.7/0002/PR/DPMPTSP/2026"
    assert number("SIP", office=licensing_office, kode_sip="SIPP") == "500.16.7/0001/SIPP/DPMPTSP/2026"


def test_missing_part_is_refused_before_the_counter_moves(licensing_office: Office) -> None:
    with pytest.raises(BlankPlaceholder, match="kode_sip"):
        number("SIP", office=licensing_office)

    assert not NumberCounter.objects.exists()


def test_number_from_elsewhere_moves_no_counter(licensing_office: Office) -> None:
    assert number("TANDA_TERIMA", office=licensing_office, nomor_permohonan="2026-01-K7QD4M") == "2026-01-K7QD4M"
    assert not NumberCounter.objects.exists()


def test_office_may_have_its_own_pattern_class_and_width(office: Office) -> None:
    office.letter_settings = {
        "classification": {"default": "440", "REKOMENDASI": "441.6"},
        "number_patterns": {"REKOMENDASI": "{klasifikasi}/{urut}/Dinkes/{tahun}"},
        "running_width": 3,
    }

    assert number("REKOMENDASI", office=office) == "441.6/001/Dinkes/2026"
    assert number("PENOLAKAN", office=office) == "440/001/TL/DINKES/2026"


@pytest.mark.parametrize(
    ("zone", "at", "year"),
    [
        ("Asia/Jakarta", datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), 2026),
        ("Asia/Jakarta", datetime(2026, 12, 31, 17, 0, tzinfo=UTC), 2027),
        ("Asia/Makassar", datetime(2026, 12, 31, 16, 0, tzinfo=UTC), 2027),
        ("Asia/Jayapura", datetime(2026, 12, 31, 15, 0, tzinfo=UTC), 2027),
    ],
)
def test_year_turns_at_the_offices_own_midnight(office: Office, zone: str, at: datetime, year: int) -> None:
    office.time_zone = zone

    assert number("REKOMENDASI", office=office, at=at) == f"400.7.22/0001/REK/DINKES/{year}"


def test_offices_and_years_count_for_themselves(office: Office) -> None:
    other = OfficeFactory(code="DINKES-9999")
    later = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)

    with transaction.atomic():
        taken = [take_running(where, series="S", at=at) for where, at in ((office, AT), (other, AT), (office, later))]

    assert taken == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_number_is_only_taken_where_it_is_stored(office: Office) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        take_running(office, series="S", at=AT)


@pytest.mark.parametrize(("pattern", "parts"), [("{a}/{b}", {"a": "1"}), ("{a}", {"a": " "})])
def test_hole_in_a_pattern_is_refused(pattern: str, parts: dict[str, str]) -> None:
    with pytest.raises(BlankPlaceholder):
        fill(pattern, parts)


@pytest.mark.django_db(transaction=True)
def test_six_writers_with_aborts_leave_no_gap_and_no_double(office: Office) -> None:
    kept: list[int] = []

    def write(seed: int) -> None:
        dice = Random(seed)  # noqa: S311 - which transactions fail is no secret
        try:
            for _try in range(TRIES):
                with transaction.atomic():
                    running = take_running(office, series="RACE", at=AT)
                    aborts = dice.random() < 0.2
                    transaction.set_rollback(aborts)
                if not aborts:
                    kept.append(running)
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, seed) for seed in range(WRITERS)]:
            done.result()

    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert NumberCounter.objects.get(series="RACE").last == len(kept)
    assert len(kept) < WRITERS * TRIES


@pytest.mark.parametrize(
    ("pattern", "unknown"),
    [
        ("{klasifikasi}/{urut}/{kode_sip}/{tahun}", []),
        ("{urut}/{bulan}/{tahun}/{kota}", ["bulan", "kota"]),
    ],
)
def test_pattern_may_hold_only_what_can_be_filled(pattern: str, unknown: list[str]) -> None:
    assert unknown_parts(pattern, known="{klasifikasi}/{urut}/{kode_sip}/DPMPTSP/{tahun}") == unknown
