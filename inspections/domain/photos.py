"""Photos of a visit: known by the hash of what the phone shot, so the same one twice is one photo."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core import files, outbox
from core.exceptions import NotFound
from core.uploads import receive
from core.uploads.states import FileState
from inspections.domain.concluding import conclude_when_whole
from inspections.domain.pictures import QUARANTINE, judge
from inspections.domain.planning import locked
from inspections.exceptions import PhotoDiffers
from inspections.models import ChecklistItem, Visit, VisitPhoto

CHECK_JOB = "visit.photo"


def put_photo(uuid: UUID, sha256: str, chunks: Iterable[bytes], *, by: User, at: datetime) -> VisitPhoto:
    """Take one photo in; the same hash again returns the row made before. A photo may come before its visit's answers.

    Raises NotFound, PhotoDiffers when the bytes have another hash, core.uploads.UnsafeFile, StorageFull.
    """
    visit = Visit.objects.led_by(by.pk).filter(uuid=uuid).first()
    if visit is None:
        raise NotFound
    known = visit.photos.filter(original_sha256=sha256).first()
    if known is not None:
        return known
    stored = receive(chunks, folder=QUARANTINE)
    try:
        return _keep(visit, sha256, stored, by=by, at=at)
    except IntegrityError:  # the other try of the same phone was faster
        files.delete(stored.name)
        return visit.photos.get(original_sha256=sha256)
    except BaseException:
        files.delete(stored.name)
        raise


@transaction.atomic
def _keep(visit: Visit, sha256: str, stored: files.StoredFile, *, by: User, at: datetime) -> VisitPhoto:
    if stored.sha256 != sha256:
        raise PhotoDiffers
    said: dict[str, Any] = next((row for row in visit.expected_photos if row["sha256"] == sha256), {})
    item = None
    if said.get("item") and visit.checklist_id:
        item = ChecklistItem.objects.filter(version=visit.checklist_id, code=said["item"]).first()
    photo = VisitPhoto.objects.create(
        visit=visit,
        item=item,
        original_sha256=sha256,
        stored_name=stored.name,
        size=stored.size,
        caption=said.get("caption", ""),
        taken_at=parse_datetime(said["taken_at"]) if said.get("taken_at") else None,
        uploaded_by=by,
        uploaded_at=at,
    )
    outbox.enqueue(CHECK_JOB, key=f"{CHECK_JOB}:{photo.public_id}", payload={"photo": photo.pk})
    return photo


def settle(photo_id: int, *, at: datetime) -> VisitPhoto:
    """Rebuild and scan one photo; when it was the last one waited for, the berita acara is made.

    Running twice settles once. Raises core.uploads.InspectionUnavailable; the outbox tries again.
    """
    photo = VisitPhoto.objects.select_related("uploaded_by").get(pk=photo_id)
    if photo.state != FileState.PENDING_SCAN:
        return photo
    quarantined = photo.stored_name
    judged = judge(quarantined, declared_name="foto.jpg")
    with transaction.atomic():
        VisitPhoto.objects.filter(pk=photo.pk, state=FileState.PENDING_SCAN).update(**asdict(judged))
        transaction.on_commit(partial(files.delete, quarantined))
        conclude_when_whole(locked(photo.visit), by=photo.uploaded_by, at=at)
    photo.refresh_from_db()
    return photo


def read_photo(photo: VisitPhoto) -> bytes:
    """Return the rebuilt picture. Raises NotFound before it is clean."""
    if photo.state != FileState.CLEAN:
        raise NotFound
    return files.read(photo.stored_name)


def missing_photos(visit: Visit) -> list[str]:
    """Hashes of photos the phone told of and that are not here, or not looked at, yet."""
    here = set(visit.photos.exclude(state=FileState.PENDING_SCAN).values_list("original_sha256", flat=True))
    return [row["sha256"] for row in visit.expected_photos if row["sha256"] not in here]
