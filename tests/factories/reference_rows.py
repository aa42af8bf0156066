"""Rows of the shipped reference files, so that test data are the real ones."""

import csv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def rows(path: str) -> tuple[dict[str, str], ...]:
    """All rows of a reference file, for example `rows("licensing/reference/requirements.csv")`."""
    with (ROOT / path).open(newline="", encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def row(path: str, code: str) -> dict[str, str]:
    """The row whose first column is `code`; raises KeyError when the file has none."""
    for found in rows(path):
        if next(iter(found.values())) == code:
            return found
    raise KeyError(code)


def yes(text: str) -> bool:
    return text == "true"


def number(text: str) -> int | None:
    return int(text) if text else None
