"""Private files: random names, written temp → fsync → rename, mode 0600, known by their sha256.

A folder has one owner: a model with a column for the stored name and one for the sha256, told by `register`.
Only owned folders are cleaned and scrubbed, so a column nobody told about can never cost a file.
"""

import errno
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.storage.handler import InvalidStorageError
from django.utils.deconstruct import deconstructible

from core.exceptions import NotFound, StorageFull

ALIAS = "private"
CHUNK = 64 * 1024
ORPHAN_AGE = timedelta(hours=24)
TEMPORARY = ".tmp"
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class StoredFile:
    """What a row keeps of its file."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Owner:
    """`folder` holds the files named in `model.name_field`; `sha256_field` empty: not scrubbed."""

    folder: str
    model: str
    name_field: str
    sha256_field: str = ""


@dataclass(frozen=True)
class Damage:
    """A row whose file is gone or differs from what was recorded."""

    model: str
    pk: Any
    name: str
    code: str  # missing or changed


_owners: list[Owner] = []


@deconstructible
class PrivateFileStorage(FileSystemStorage):
    """Files below `FILES_DIR`, served by no address. A file appears whole or not at all."""

    def __init__(self, location: str | os.PathLike[str] | None = None) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)
        self._given = location

    @property
    def base_location(self) -> Any:
        """`FILES_DIR`, read when needed so that tests may move it."""
        return self._given or settings.FILES_DIR

    @property
    def location(self) -> str:
        """The absolute root of the files."""
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:  # noqa: ARG002 - Storage's signature
        """There is none: an authorised view streams the file."""
        raise ValueError("private files have no address")

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            _write_whole(target, content.chunks(CHUNK))
        except OSError as error:
            if error.errno in FULL_DISK:
                raise StorageFull from error
            raise
        return name


def _write_whole(target: Path, chunks: Iterable[bytes | str]) -> None:
    # mkstemp creates with mode 0600 on every system.
    descriptor, draft = tempfile.mkstemp(dir=target.parent, suffix=TEMPORARY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk.encode() if isinstance(chunk, str) else chunk)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)  # refuses to replace: issued files are never written over
        _sync_folder(target.parent)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)  # noqa: PTH108 - a plain name from mkstemp


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def storage() -> Storage:
    """Where private files live: `STORAGES["private"]` when set (S3 in production), else the local disk."""
    try:
        return storages[ALIAS]
    except InvalidStorageError:
        return PrivateFileStorage()


def save(content: bytes | Iterable[bytes], *, folder: str, suffix: str = "") -> StoredFile:
    """Store `content` under a random name in `folder`. Write the row in the same breath: orphans live 24 hours.

    Raises `StorageFull` and leaves nothing behind when the disk is full.
    """
    data = content if isinstance(content, bytes) else b"".join(content)
    if not re.fullmatch(r"(\.[a-z0-9]{1,5})?", suffix):
        raise ValueError(f"{suffix!r} is not a plain suffix")
    random = secrets.token_hex(16)
    name = storage().save(f"{folder}/{random[:2]}/{random}{suffix}", ContentFile(data))
    return StoredFile(name, len(data), hashlib.sha256(data).hexdigest())


def keep(draft: Path, *, folder: str, suffix: str = "") -> StoredFile:
    """The same for a file too long for memory, written by the caller beforehand; the draft stays."""
    digest = hashlib.sha256()
    with draft.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        file.seek(0)
        random = secrets.token_hex(16)
        name = storage().save(f"{folder}/{random[:2]}/{random}{suffix}", File(file))
    return StoredFile(name, draft.stat().st_size, digest.hexdigest())


def open_file(name: str) -> "File[bytes]":
    """The stored file, opened for reading in chunks. Raises `NotFound` when it is gone."""
    try:
        return cast("File[bytes]", storage().open(name, "rb"))
    except FileNotFoundError as error:
        raise NotFound from error


def read(name: str) -> bytes:
    """The whole content. Raises `NotFound` when the file is gone."""
    with open_file(name) as file:
        content: bytes = file.read()
    return content


def delete(name: str) -> None:
    """Remove a file; a missing one is fine."""
    storage().delete(name)


def sha256_of(name: str) -> str:
    """The hash of what the disk holds now."""
    digest = hashlib.sha256()
    with open_file(name) as file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# --- keeping order ------------------------------------------------------------------------------------------


def register(owner: Owner) -> None:
    """Tell who owns a folder; call it in `AppConfig.ready`. A folder may have several owners."""
    if owner not in _owners:
        _owners.append(owner)


def orphans(*, at: datetime, older_than: timedelta = ORPHAN_AGE) -> Iterator[str]:
    """Files in owned folders that no row names and that are old enough not to be in the making."""
    for folder in sorted({owner.folder for owner in _owners}):
        known = _known_names(folder)
        for name in _walk(storage(), folder):
            if name not in known and _age(name, at) > older_than:
                yield name


def remove_orphans(*, at: datetime) -> int:
    """Delete orphans older than 24 hours. Returns how many."""
    names = list(orphans(at=at))
    for name in names:
        delete(name)
    return len(names)


def scrub() -> Iterator[Damage]:
    """Re-hash every file whose owner recorded a sha256, and report what is missing or changed."""
    for owner in _owners:
        if owner.sha256_field:
            # A row without a hash holds a file that is not settled yet.
            hashed = _rows(owner).exclude(**{owner.sha256_field: ""})
            rows = hashed.values_list("pk", owner.name_field, owner.sha256_field)
            for pk, name, sha256 in rows.iterator(chunk_size=500):
                if code := _damage(str(name), str(sha256)):
                    yield Damage(owner.model, pk, str(name), code)


def _damage(name: str, sha256: str) -> str:
    try:
        return "" if sha256_of(name) == sha256 else "changed"
    except NotFound:
        return "missing"


def _rows(owner: Owner) -> Any:
    manager = apps.get_model(owner.model)._base_manager
    return manager.exclude(**{owner.name_field: ""}).exclude(**{f"{owner.name_field}__isnull": True}).order_by("pk")


def _known_names(folder: str) -> set[str]:
    owners = [owner for owner in _owners if owner.folder == folder]
    return {str(name) for owner in owners for name in _rows(owner).values_list(owner.name_field, flat=True)}


def _walk(store: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _walk(store, f"{folder}/{inner}")


def _age(name: str, at: datetime) -> timedelta:
    return at - storage().get_modified_time(name)
