"""Lengths as an SVG attribute writes them."""

from __future__ import annotations


def percent(value: float) -> str:
    return f"{value:.1f}%"
