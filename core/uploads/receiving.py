"""Taking bytes from outside into quarantine, and out of it again for the inspection."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core import files
from core.files import StoredFile
from core.uploads.detection import MAX_BYTES
from core.uploads.refusals import Refusal, UnsafeFile


def receive(chunks: Iterable[bytes], *, folder: str) -> StoredFile:
    """Keep what was sent (as `UploadedFile.chunks()` gives it) in `folder` of the private files, byte for byte.

    10 MB at most: the reading stops there, whatever length was declared. Raises `UnsafeFile` (empty, too_large)
    and `StorageFull`; then nothing is left behind.
    """
    stored = files.save(counted(chunks), folder=folder)
    if stored.size == 0:
        files.delete(stored.name)
        raise UnsafeFile(Refusal.EMPTY)
    return stored


def counted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise UnsafeFile(Refusal.TOO_LARGE)
        yield chunk


@contextmanager
def local_copy(name: str) -> Iterator[Path]:
    """A stored file as a path on this machine, wherever the storage is; gone at the end, with all put beside it."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "source"
        with files.open_file(name) as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        yield path


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
