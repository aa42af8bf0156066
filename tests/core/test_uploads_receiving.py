import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from core import files
from core.exceptions import StorageFull
from core.uploads import MAX_BYTES, Refusal, UnsafeFile
from core.uploads.receiving import local_copy, receive

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.FILES_DIR = tmp_path
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "core.files.PrivateFileStorage"}}
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_are_kept_as_they_came(private_folder: Path) -> None:
    stored = receive([b"%PDF-", b"isi"], folder="quarantine")

    [path] = kept(private_folder)
    assert path.read_bytes() == b"%PDF-isi"
    assert (stored.size, stored.sha256) == (8, hashlib.sha256(b"%PDF-isi").hexdigest())
    assert path.stat().st_mode & 0o777 == 0o600


def test_reading_stops_at_the_limit(private_folder: Path) -> None:
    given = []

    def endless() -> Iterator[bytes]:
        while True:
            given.append(1)
            yield bytes(1024 * 1024)

    with pytest.raises(UnsafeFile) as refusal:
        receive(endless(), folder="quarantine")

    assert refusal.value.reason is Refusal.TOO_LARGE
    assert len(given) == MAX_BYTES // (1024 * 1024) + 1
    assert kept(private_folder) == []


def test_empty_upload_leaves_nothing(private_folder: Path) -> None:
    with pytest.raises(UnsafeFile) as refusal:
        receive([], folder="quarantine")

    assert refusal.value.reason is Refusal.EMPTY
    assert kept(private_folder) == []


def test_full_disk_leaves_nothing(private_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.files.os.fsync", full)

    with pytest.raises(StorageFull):
        receive([b"%PDF-"], folder="quarantine")
    assert kept(private_folder) == []


def test_local_copy_is_gone_afterwards() -> None:
    stored = files.save(b"isi", folder="quarantine")

    with local_copy(stored.name) as path:
        assert path.read_bytes() == b"isi"
        (path.parent / "hasil").write_bytes(b"samping")

    assert not path.parent.exists()
