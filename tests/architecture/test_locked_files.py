"""Locked requirements and vendored files are what their lists say."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
ROWS = [line.split() for line in (VENDOR / "VERSIONS.txt").read_text().splitlines()[1:]]


def test_lock_files_are_pinned_hashed_and_without_addresses() -> None:
    answer = subprocess.run(
        [sys.executable, "bin/checks/locks.py"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert (answer.stdout, answer.returncode) == ("", 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[3])
def test_vendored_file_has_its_hash(row: list[str]) -> None:
    assert hashlib.sha256((VENDOR / row[3]).read_bytes()).hexdigest() == row[4]


def test_no_vendored_file_is_unlisted() -> None:
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert found == {row[3] for row in ROWS} | {"VERSIONS.txt"}
