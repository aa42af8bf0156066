"""Lines of a panel: sums over places, bases, small counts."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from spm.domain.dashboards.figures import (
    Base,
    Line,
    Seen,
    Wanted,
    by_place,
    counted,
    is_small,
    lines,
    parts_check,
    total,
)
from spm.domain.dashboards.veil import Veil
from spm.domain.evaluation import Count

OWNER, WIDE = Seen(plain=True, sensitive=True), Seen(plain=False, sensitive=False)
K1, BIRTHS = "BUMIL-C-K1", "D2-SALIN-FASYANKES"
PLAIN = Wanted("K2-D", "D2-KUNJ-REMAJA", "Kunjungan remaja", is_share=False)
SHARE = Wanted("K2-A1", K1, "K1", is_share=True)
STEP = Wanted("K2-A3", BIRTHS, "Persalinan", is_share=False, base=Base(K1, is_share=True))
counts = st.builds(Count, st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
places = st.dictionaries(
    st.sampled_from(["16.71", "16.74", "17.01", "52.05"]),
    st.dictionaries(st.sampled_from([K1, BIRTHS, PLAIN.code]), counts, max_size=3),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(places)
def test_places_add_up_to_their_area_on_every_kind_of_line(found: dict[str, dict[str, Count]]) -> None:
    for wanted in (PLAIN, SHARE, STEP):
        whole = counted(total(found), wanted)
        parts = by_place(found, wanted, OWNER).values()

        assert sum(part.count.served for part in parts if part.count) == (whole.served if whole else 0)
        assert sum(part.due or 0 for part in parts) == (lines(total(found), [wanted], Veil(OWNER).hides)[0].due or 0)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(places)
def test_nothing_small_is_shown_to_those_above_the_city(found: dict[str, dict[str, Count]]) -> None:
    for wanted in (PLAIN, SHARE, STEP):
        known = [line for line in by_place(found, wanted, WIDE).values() if (line.count, line.due) != (None, None)]
        shown = [line.count or Count(0, line.due) for line in known if not line.is_hidden]

        assert not any(is_small(count) for count in shown)
        assert len(known) - len(shown) != 1 or len(known) == 1


def test_a_step_is_set_against_the_people_of_its_base() -> None:
    figures = {K1: Count(90, 100), BIRTHS: Count(70)}

    assert counted(figures, STEP) == Count(70, 100)
    assert Line(STEP, counted(figures, STEP)).percent == Fraction(70)


def test_a_base_that_is_no_share_lends_the_people_it_counts() -> None:
    weighed = Wanted("K2-C2", "D2-D", "D", is_share=False, base=Base("D2-S", is_share=False))

    assert counted({"D2-S": Count(300), "D2-D": Count(240)}, weighed) == Count(240, 300)


def test_a_base_without_a_step_stands_in_the_whole_and_beside_a_dash() -> None:
    places = {"16.71": {K1: Count(90, 100)}, "16.74": {K1: Count(40, 50), BIRTHS: Count(35)}}

    whole, found = lines(total(places), [STEP], Veil(OWNER).hides)[0], by_place(places, STEP, OWNER)

    assert (whole.count, whole.due) == (Count(35, 150), 150)
    assert [(line.count, line.due) for line in found.values()] == [(None, 100), (Count(35, 50), 50)]
    assert lines(places["16.71"], [STEP], Veil(OWNER).hides)[0] == found["16.71"]


def test_a_small_base_beside_a_dash_is_hidden_above_the_city() -> None:
    weighed = Wanted("K2-C2", "D2-D", "D", is_share=False, base=Base("D2-S", is_share=False))
    places = {"16.71": {"D2-S": Count(3)}, "16.74": {"D2-S": Count(300), "D2-D": Count(240)}}

    assert all(line.is_hidden for line in by_place(places, weighed, WIDE).values())
    assert lines(places["16.71"], [weighed], Veil(WIDE).hides)[0].is_hidden


def test_nothing_to_divide_by_is_no_share_and_no_figure_is_no_count() -> None:
    assert Line(SHARE, Count(0, 0)).percent is None
    assert counted({}, SHARE) is None


@pytest.mark.parametrize(
    ("count", "small"),
    [
        (Count(4), True),
        (Count(5), False),
        (Count(0), False),
        (Count(97, 100), True),
        (Count(2, 100), True),
        (Count(103, 100), True),
        (Count(100, 100), False),
        (Count(50, 100), False),
    ],
)
def test_one_to_four_people_are_few(count: Count, small: bool) -> None:  # noqa: FBT001  # a table of cases
    assert is_small(count) is small


def test_sensitive_lines_are_hidden_from_the_city_and_open_to_the_puskesmas() -> None:
    tb = Wanted("K4-A3", "D4-TB-PASIEN", "Pasien TB", is_share=False, is_sensitive=True)
    figures = {tb.code: Count(3)}

    assert lines(figures, [tb], Veil(Seen(plain=True, sensitive=False)).hides)[0].is_hidden
    assert not lines(figures, [tb], Veil(OWNER).hides)[0].is_hidden


def test_contacts_are_those_treated_or_not_once_follow_up_is_complete() -> None:
    drawn = [Line(PLAIN, Count(n)) for n in (40, 20, 5, 15)]

    complete, waiting = parts_check(drawn), parts_check([*drawn[:3], Line(PLAIN, Count(12))])

    assert [complete and complete.is_complete, waiting and waiting.open] == [True, 3]
    assert parts_check([*drawn[:3], Line(PLAIN, Count(3), is_hidden=True)]) is None
