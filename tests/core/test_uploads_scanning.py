import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.uploads import ClamdScanner, Clean, Infected, NoScanner, Scanner, Unavailable, scanner_from
from tests.core.hostile_bases import EICAR, honest_pdf
from tests.core.scanners import FakeScanner, fake_clamd

pytestmark = pytest.mark.unit


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(honest_pdf())
    return path


def clamd_at(address: str, *, timeout: float = 2) -> Scanner:
    return scanner_from("clamd", address=address, demo=False, timeout=timeout)


def test_clean_file_is_clean(tmp_path: Path, paper: Path) -> None:
    with fake_clamd(tmp_path) as address:
        assert clamd_at(address).scan(paper) == Clean(scanned=True)


def test_infected_file_is_named(tmp_path: Path, paper: Path) -> None:
    paper.write_bytes(honest_pdf() + EICAR)

    with fake_clamd(tmp_path) as address:
        assert clamd_at(address).scan(paper) == Infected("Eicar-Test-Signature")


def test_ten_megabytes_arrive_whole(tmp_path: Path, paper: Path) -> None:
    paper.write_bytes(bytes(10 * 1024 * 1024) + EICAR)

    with fake_clamd(tmp_path) as address:
        assert isinstance(clamd_at(address, timeout=20).scan(paper), Infected)


@pytest.mark.parametrize(
    "behaviour", ["liar", "failing", "other file", "gibberish", "silent", "full", "closes", "hangs", "slow"]
)
def test_odd_scanner_never_says_clean(tmp_path: Path, paper: Path, behaviour: str) -> None:
    with fake_clamd(tmp_path, behaviour) as address:
        before = time.monotonic()
        verdict = clamd_at(address, timeout=0.4).scan(paper)

    assert isinstance(verdict, Unavailable)
    assert time.monotonic() - before < 1.5


def test_absent_scanner_is_unavailable(tmp_path: Path, paper: Path) -> None:
    assert isinstance(clamd_at(str(tmp_path / "none")).scan(paper), Unavailable)
    assert isinstance(clamd_at("tcp://127.0.0.1:9").scan(paper), Unavailable)


def test_proof_is_asked_again_after_ten_minutes(tmp_path: Path, paper: Path) -> None:
    now = [0.0]
    with fake_clamd(tmp_path) as address:
        scanner = clamd_at(address)
        assert isinstance(scanner, ClamdScanner)
        scanner._monotonic = lambda: now[0]
        assert scanner.scan(paper) == Clean()
    (tmp_path / "clamd").unlink()

    with fake_clamd(tmp_path, "liar"):
        assert scanner.scan(paper) == Clean()
        now[0] = 601.0
        assert isinstance(scanner.scan(paper), Unavailable)


def test_demonstration_without_scanner_says_so(paper: Path) -> None:
    scanner = scanner_from("none", address="", demo=True)

    assert isinstance(scanner, NoScanner)
    assert scanner.scan(paper) == Clean(scanned=False)


@pytest.mark.parametrize(
    ("setting", "address", "demo"),
    [
        ("none", "", False),
        ("", "", True),
        ("clamd", "", False),
        ("clamd", "http://h", False),
        ("clamd", "tcp://", True),
    ],
)
def test_slip_in_the_settings_stops_the_start(setting: str, address: str, demo: bool) -> None:  # noqa: FBT001
    with pytest.raises(ImproperlyConfigured):
        scanner_from(setting, address=address, demo=demo)


def test_fake_scanner_follows_its_script(paper: Path) -> None:
    scanner = FakeScanner(Unavailable("down"), Clean())

    assert [scanner.scan(paper) for _ in range(3)] == [Unavailable("down"), Clean(), Clean()]
    assert scanner.seen == [honest_pdf()] * 3
