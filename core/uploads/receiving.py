"""Taking bytes from outside into quarantine: a random name, a counted size, a fingerprint, synced to the disk."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.exceptions import StorageFull
from core.uploads.detection import MAX_BYTES
from core.uploads.refusals import Refusal, UnsafeFile

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
READ_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    path: Path
    size: int
    sha256: str


def receive(chunks: Iterable[bytes], *, quarantine: Path) -> Received:
    """Write `chunks` (as `UploadedFile.chunks()` gives them) to a new file in `quarantine`, 10 MB at most.

    Raises `UnsafeFile` (empty, too_large) and `StorageFull`; then nothing is left behind. The file is readable by
    this user only and holds what was sent, byte for byte.
    """
    quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = quarantine / secrets.token_hex(16)
    try:
        return write_counted(chunks, path)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise StorageFull from error
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_counted(chunks: Iterable[bytes], path: Path) -> Received:
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise UnsafeFile(Refusal.TOO_LARGE)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise UnsafeFile(Refusal.EMPTY)
    return Received(path=path, size=size, sha256=digest.hexdigest())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
