import hashlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

STATIC = Path(__file__).parents[2] / "static"
LISTED = [line.split() for line in (STATIC / "vendor" / "VERSIONS.txt").read_text().splitlines()[1:]]


def test_vendored_files_are_the_listed_ones() -> None:
    listed = {STATIC / "vendor" / file: sha256 for *_, file, sha256 in LISTED}
    there = {path for path in (STATIC / "vendor").rglob("*") if path.is_file() and path.name != "VERSIONS.txt"}

    assert set(listed) == there
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in listed} == listed


def test_every_vendored_library_names_version_and_licence() -> None:
    assert all(len(words) == 5 and words[1][0].isdigit() and words[2] for words in LISTED)


def test_own_scripts_stay_small() -> None:
    own = [path for path in (STATIC / "js").glob("*.js") if path.name != "viewer.js"]

    assert sum(len(path.read_text().splitlines()) for path in own) <= 500


def test_scripts_for_work_without_signal_stay_small() -> None:
    own = (STATIC / "offline").glob("*.js")

    assert sum(len(path.read_text().splitlines()) for path in own) <= 950


def test_own_scripts_evaluate_and_inject_nothing() -> None:
    for path in [*(STATIC / "js").glob("*.js"), *(STATIC / "offline").glob("*.js")]:
        source = path.read_text()
        for word in ("eval(", "new Function", "innerHTML", "document.write", "http://", "https://"):
            assert word not in source, f"{path.name} uses {word}"
