"""Dates, numbers and names as letters write them (domain/letters.md section 0.5)."""

from datetime import UTC, date, datetime

import pytest

from letters import wording

AT = datetime(2026, 1, 26, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (21, "dua puluh satu"),
        (30, "tiga puluh"),
        (31, "tiga puluh satu"),
        (100, "seratus"),
        (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2000, "dua ribu"),
        (2026, "dua ribu dua puluh enam"),
        (2110, "dua ribu seratus sepuluh"),
    ],
)
def test_number_in_words(number: int, words: str) -> None:
    assert wording.in_words(number) == words


def test_dates_are_spelled_out() -> None:
    assert wording.long_date(date(2026, 1, 26)) == "26 Januari 2026"
    assert wording.weekday_date(date(2026, 11, 2)) == "Senin, 2 November 2026"


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Asia/Jakarta", "09.14 WIB"), ("Asia/Makassar", "10.14 WITA"), ("Asia/Jayapura", "11.14 WIT")],
)
def test_time_names_its_zone(zone: str, text: str) -> None:
    assert wording.clock_time(AT, zone=zone) == text


def test_moment_uses_the_local_day() -> None:
    late = datetime(2026, 1, 26, 17, 30, tzinfo=UTC)

    assert wording.moment(late, zone="Asia/Jakarta") == "27 Januari 2026 pukul 00.30 WIB"
    assert wording.weekday_moment(late, zone="Asia/Jakarta") == "Selasa, 27 Januari 2026 pukul 00.30 WIB"


def test_term_stands_in_figure_and_words() -> None:
    assert f"{wording.figure_and_words(21)} hari kerja" == "21 (dua puluh satu) hari kerja"


def test_thousands_take_a_point() -> None:
    assert wording.thousands(1742) == "1.742"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sari Wulandari, A.Md.Kep.", "S. W."),
        ("drg. Tirta Anggraini, M.K.M.", "T. A."),
        ("Prof. Dr. dr. Bagus Prasetya, Sp.PD", "B. P."),
        ("Mbah Karto Suwito", "M. K. S."),
        ("Siti", "S."),
    ],
)
def test_initials_leave_titles_out(name: str, short: str) -> None:
    assert wording.initials(name) == short


@pytest.mark.parametrize(
    ("name", "bare"),
    [("drg. Tirta Anggraini, M.K.M.", "Tirta Anggraini"), ("Ir. H. Bagus Prasetya", "Bagus Prasetya")],
)
def test_decisions_name_the_signer_without_titles(name: str, bare: str) -> None:
    assert wording.without_titles(name) == bare


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a dan b"), (["a", "b", "c"], "a, b, dan c")]
)
def test_lists_end_in_dan(items: list[str], text: str) -> None:
    assert wording.listed(items) == text
