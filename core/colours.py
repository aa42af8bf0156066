"""A city's colours from one hex value, with the contrast each pair must keep.

Everything is sRGB. Contrast is the ratio of WCAG 2.2, from 1 to 21. Pure: no Django.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass
from typing import Final

HEX: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")
WHITE: Final = "#ffffff"
SURFACE: Final = "#f3f6f9"
GOLD: Final = "#f2b705"
DEFAULT_HUE: Final = "#0a4d8c"

TEXT: Final = 4.5
GRAPHIC: Final = 3.0
STRONG_TEXT: Final = 7.0
_LINEAR_BELOW: Final = 0.04045


class InvalidColourError(ValueError):
    """The value is not written as ``#rrggbb``."""


@dataclass(frozen=True)
class Ramp:
    """The colours a page takes from a city, each as ``#rrggbb``.

    ``brand`` carries white text and gold marks, ``dark`` white text and text on ``tint``,
    ``mid`` is for the parts of a chart already passed, ``tint`` lies under text.
    """

    brand: str
    dark: str
    mid: str
    tint: str

    @property
    def brand_rgb(self) -> str:
        """``r,g,b`` as Bootstrap's own variables want it."""
        return ",".join(str(part) for part in channels(self.brand))

    @property
    def dark_rgb(self) -> str:
        return ",".join(str(part) for part in channels(self.dark))


def ramp(colour: str) -> Ramp:
    """The ramp of a city's hue; a hue too light for white text is darkened until it carries it."""
    brand = _darken_until_legible(colour)
    dark = _darken_until(_scale_lightness(brand, 0.64), against=WHITE, ratio=10.0)
    return Ramp(brand=brand, dark=dark, mid=mix(brand, WHITE, 0.66), tint=mix(brand, WHITE, 0.1))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, the order does not matter."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """``share`` (0 to 1) of ``colour`` laid over ``ground``."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return _hex(*(round(a * share + b * (1 - share)) for a, b in pairs))


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255."""
    if not HEX.match(colour):
        raise InvalidColourError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _darken_until_legible(colour: str) -> str:
    # 7:1 on white keeps links legible on grey panels and on the tint as well, and gold ≥ 3:1 on the brand.
    return _darken_until(_hex(*channels(colour)), against=WHITE, ratio=STRONG_TEXT)


def _darken_until(colour: str, *, against: str, ratio: float) -> str:
    while contrast(colour, against) < ratio:
        colour = _scale_lightness(colour, 0.96)
    return colour


def _scale_lightness(colour: str, factor: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in channels(colour)))
    scaled = colorsys.hls_to_rgb(hue, lightness * factor, saturation)
    return _hex(*(int(part * 255) for part in scaled))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(*parts: int) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)
