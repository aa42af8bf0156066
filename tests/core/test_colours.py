import pytest

from core.colours import GOLD, GRAPHIC, SURFACE, TEXT, WHITE, InvalidColourError, contrast, mix, ramp

pytestmark = pytest.mark.unit

HUES = ["#0a4d8c", "#ffffff", "#f2b705", "#00aa88", "#000000", "#d0006f", "#7a9e3f", "#ff0000", "#8888ff"]


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0a4d8c", "#ffffff") == pytest.approx(8.6, abs=0.05)


def test_a_hue_dark_enough_is_kept() -> None:
    assert ramp("#0A4D8C").brand == "#0a4d8c"


@pytest.mark.parametrize("hue", HUES)
def test_text_on_every_pair_is_legible(hue: str) -> None:
    city = ramp(hue)

    pairs = [
        (WHITE, city.brand),
        (WHITE, city.dark),
        (city.brand, SURFACE),
        (city.brand, city.tint),
        (city.dark, city.tint),
    ]

    assert [pair for pair in pairs if contrast(*pair) < TEXT] == []


@pytest.mark.parametrize("hue", HUES)
def test_marks_stand_out(hue: str) -> None:
    city = ramp(hue)

    pairs = [(GOLD, city.brand), (city.mid, WHITE), (city.brand, WHITE)]

    assert [pair for pair in pairs if contrast(*pair) < GRAPHIC] == []


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#0c4a2d", "#e4f3ea"),
        ("#5c3c00", "#fff3d6"),
        ("#7d1a14", "#fde8e6"),
        ("#3b4552", "#eef1f4"),
        ("#4a5563", SURFACE),
        ("#1b2430", "#f1dcae"),
        ("#10151c", "#5f9b7b"),
        (WHITE, "#146c43"),
    ],
)
def test_the_fixed_tones_of_the_theme_are_legible(text: str, ground: str) -> None:
    assert contrast(text, ground) >= TEXT


def test_mixing_goes_from_the_ground_to_the_colour() -> None:
    assert mix("#000000", WHITE, 0) == WHITE
    assert mix("#000000", WHITE, 1) == "#000000"


@pytest.mark.parametrize("value", ["", "blue", "#fff", "#0a4d8g", "0a4d8c", "#0a4d8c;}"])
def test_anything_but_a_hex_value_is_refused(value: str) -> None:
    with pytest.raises(InvalidColourError):
        ramp(value)
