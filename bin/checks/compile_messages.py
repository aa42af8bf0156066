"""Compiles each `.po` in `locale/` that is newer than its `.mo`. Needs Babel alone, never gettext.

A text without a finished translation stays Indonesian; `bin/checks/messages.py` judges, this only builds.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

for source in sorted((Path(__file__).resolve().parents[2] / "locale").glob("*/LC_MESSAGES/*.po")):
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
        continue
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    with target.open("wb") as file:
        write_mo(file, catalog)
