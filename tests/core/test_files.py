import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Office
from core import files
from core.exceptions import NotFound, StorageFull
from core.files import Damage, Owner
from tests.factories.accounts import OfficeFactory


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(files, "_owners", [])
    return tmp_path


def test_file_comes_back_byte_for_byte_with_its_hash(folder: Path) -> None:
    stored = files.save([b"ab", b"c"], folder="letters", suffix=".pdf")

    assert files.read(stored.name) == b"abc"
    assert (stored.size, stored.sha256) == (3, hashlib.sha256(b"abc").hexdigest())


def test_name_is_random_and_file_is_ours_alone(folder: Path) -> None:
    one, two = (files.save(b"x", folder="letters") for _ in range(2))

    assert one.name != two.name
    assert (folder / one.name).stat().st_mode & 0o777 == 0o600
    assert (folder / one.name).parent.stat().st_mode & 0o077 == 0


def test_name_from_outside_can_not_leave_the_folder() -> None:
    with pytest.raises(ValueError, match="plain suffix"):
        files.save(b"x", folder="letters", suffix="/../../x")
    with pytest.raises(Exception, match=r"traversal|outside"):
        files.read("../../etc/passwd")


def test_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull):
        files.save(b"x", folder="letters")

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_issued_file_is_never_written_over(folder: Path) -> None:
    target = folder / "issued.pdf"
    target.write_bytes(b"issued")

    with pytest.raises(FileExistsError):
        files._write_whole(target, [b"other"])

    assert target.read_bytes() == b"issued"


def test_missing_file_is_not_found() -> None:
    with pytest.raises(NotFound):
        files.read("letters/aa/none")


def test_private_files_have_no_address() -> None:
    with pytest.raises(ValueError, match="no address"):
        files.PrivateFileStorage().url("x")


@pytest.fixture
def owned() -> files.StoredFile:
    """The crest of an office plays the file of a row."""
    files.register(Owner("crests", "accounts.Office", "crest", "address"))
    stored = files.save(b"crest", folder="crests")
    office = OfficeFactory.create()
    Office.objects.filter(pk=office.pk).update(crest=stored.name, address=stored.sha256)
    return stored


@pytest.mark.django_db
def test_orphans_older_than_a_day_go_and_nothing_else(owned: files.StoredFile) -> None:
    orphan = files.save(b"orphan", folder="crests")
    foreign = files.save(b"of nobody we know", folder="elsewhere")
    now = timezone.now()

    assert list(files.orphans(at=now + timedelta(hours=23))) == []
    assert files.remove_orphans(at=now + timedelta(hours=25)) == 1

    with pytest.raises(NotFound):
        files.read(orphan.name)
    assert files.read(owned.name) == b"crest"
    assert files.read(foreign.name) == b"of nobody we know"


@pytest.mark.django_db
def test_scrub_finds_changed_and_missing_files(owned: files.StoredFile, folder: Path) -> None:
    assert list(files.scrub()) == []
    pk = Office.objects.get(crest=owned.name).pk

    (folder / owned.name).write_bytes(b"other")
    assert list(files.scrub()) == [Damage("accounts.Office", pk, owned.name, "changed")]
    (folder / owned.name).unlink()
    assert list(files.scrub()) == [Damage("accounts.Office", pk, owned.name, "missing")]
