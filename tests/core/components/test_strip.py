from itertools import combinations

import pytest

from core.components import ClockCard
from core.components.strip import WIDTH, Strip, Word
from tests.core.gallery import CLOCKS, COORDINATION, OVER, PAUSED, RUNNING

DRAWN = [card for card in CLOCKS if card.strip]


def strip(card: ClockCard) -> Strip:
    found = card.strip
    assert found is not None
    return found


def words(card: ClockCard, look: str) -> list[str]:
    return [word.text for word in strip(card).words if word.look == look]


def extent(word: Word) -> tuple[float, float]:
    width = len(word.text) * 5.5
    start = {"start": 0.0, "middle": width / 2, "end": width}[word.anchor]
    return float(word.x) - start, float(word.x) - start + width


@pytest.mark.parametrize("card", DRAWN)
def test_the_strip_fills_its_width_and_no_more(card: ClockCard) -> None:
    frames = strip(card).frames

    assert float(frames[0].x) == pytest.approx(0.75, abs=0.1)
    assert float(frames[-1].x) + float(frames[-1].width) == pytest.approx(WIDTH - 0.75, abs=0.3)


@pytest.mark.parametrize("card", DRAWN)
def test_no_word_touches_another_or_leaves_the_drawing(card: ClockCard) -> None:
    for one, other in combinations(strip(card).words, 2):
        (start, end), (left, right) = extent(one), extent(other)
        assert one.y != other.y or end <= left or right <= start, (one, other)
    assert all(-1 <= edge <= WIDTH + 1 for word in strip(card).words for edge in extent(word))


def test_equal_time_is_drawn_equally_long() -> None:
    friday, monday_morning, monday_afternoon = (float(frame.width) for frame in strip(RUNNING).frames)

    assert friday == pytest.approx(monday_afternoon, abs=0.2)
    assert (monday_morning + 1.5) / (friday + 1.5) == pytest.approx(3, abs=0.05)


def test_now_stands_between_what_is_used_and_what_is_left() -> None:
    last = strip(RUNNING).fills[-1]

    assert float(strip(RUNNING).now_x) == pytest.approx(float(last.x) + float(last.width), abs=0.2)
    assert words(RUNNING, "now") == ["sekarang 10.15"]


def test_a_standing_clock_has_no_now() -> None:
    assert strip(PAUSED).now_x == ""
    assert words(PAUSED, "now") == []


def test_time_after_the_due_moment_is_drawn_apart() -> None:
    kinds = [fill.kind for fill in strip(OVER).fills]

    assert kinds == ["used", "used", "used", "late"]
    assert strip(OVER).due_x


def test_the_figures_in_the_bars_add_up() -> None:
    assert words(RUNNING, "used") == ["1j 30m", "2j 45m"]
    assert words(RUNNING, "left") == ["1j 45m", "1j 30m"]


def test_many_days_leave_the_midday_break_out() -> None:
    assert len(strip(COORDINATION).frames) == 6
