"""Exports too long to wait for: a worker writes the file, its owner watches it grow and takes it within a day.

A job reads as its owner when it runs: who lost the role, or a system that was switched off, gets nothing.
"""

import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, QueryDict
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, gettext_lazy as _

from accounts.domain.exports.kinds import FORMATS, LEAST_REASON, POLICY, SCOPE, ExportKind, Reader, find, needs_reason
from accounts.domain.exports.streaming import Trail, extract_of, streamed
from accounts.domain.offices import home_office
from accounts.domain.principal import principal_of
from accounts.enums import ExportState
from accounts.exceptions import ReasonNeeded
from accounts.models import ApiClient, ExportJob
from accounts.rules import roles_today, viewer_of
from core import files, outbox
from core.exceptions import Finding, NotAllowed, NotFound, RuleBroken
from core.exporting import Extract, write_xlsx
from core.outbox import Policy

JOB, QUEUE = "export.write", "imports"
JOB_POLICY = Policy(max_attempts=3)
FOLDER = "exports"
KEPT = timedelta(hours=24)
MOST_AT_ONCE = 3
NOTICED = timedelta(hours=1)
SUFFIXES = {"csv": ".csv", "ndjson": ".json", "xlsx": ".xlsx"}


class ExportRefused(RuleBroken):
    """The kind, format or filters cannot be exported (422); `findings` name each."""

    code = "export_refused"
    message = _("Ekspor ini tidak dapat dibuat.")


class TooManyExports(RuleBroken):
    """Some are being written already (422)."""

    code = "too_many_exports"
    message = _("Tunggu sampai ekspor sebelumnya selesai; paling banyak %(most)s sekaligus.")


def exports_of(user: Any) -> QuerySet[ExportJob]:
    """Exports of a person in the role at work, or of a system; nobody else's."""
    viewer = viewer_of(user)
    rows = ExportJob.objects.select_related("job")
    if viewer.client_id:
        return rows.filter(client__client_id=viewer.client_id)
    return rows.filter(user_id=viewer.user_id or 0, role=_role(user))


def _role(user: Any) -> str:
    return str(getattr(user, "active_role", "") or next(iter(sorted(viewer_of(user).roles)), ""))


@transaction.atomic
def ask(code: str, file_format: str, reader: Reader, *, query: Mapping[str, list[str]], reason: str) -> ExportJob:
    """Queue one export. Raises NotAllowed, ReasonNeeded, ExportRefused or TooManyExports."""
    kind = find(code)
    viewer = reader.viewer
    if kind is None or file_format not in FORMATS:
        pointer = "/kind" if kind is None else "/format"
        raise ExportRefused(findings=[Finding("unknown", _("Pilihan ini tidak ada."), pointer)])
    if not (viewer.may(POLICY) and viewer.may(kind.policy)):
        raise NotAllowed
    if not viewer.client_id and needs_reason(viewer) and len(reason.strip()) < LEAST_REASON:
        raise ReasonNeeded(params={"least": LEAST_REASON})
    rows = filtered(kind, reader, query)
    waiting = exports_of(reader.user).filter(state__in=(ExportState.WAITING, ExportState.WRITING))
    if sum(each.in_progress for each in waiting) >= MOST_AT_ONCE:
        raise TooManyExports(params={"most": MOST_AT_ONCE})
    client = ApiClient.objects.get(client_id=viewer.client_id) if viewer.client_id else None
    row = ExportJob.objects.create(
        kind=code,
        file_format=file_format,
        query=dict(query),
        language=get_language() or "id",
        reason=reason.strip()[:300],
        user=None if client else reader.user,
        role="" if client else _role(reader.user),
        client=client,
        expected=rows.order_by().count(),
        created_at=reader.at,
    )
    row.job = outbox.enqueue(JOB, key=f"export:{row.pk}", payload={"export": row.pk}, queue=QUEUE)
    row.save(update_fields=["job"])
    return row


def filtered(kind: ExportKind, reader: Reader, query: Mapping[str, list[str]]) -> QuerySet[Any]:
    """Rows of the list as it is filtered. Raises ExportRefused naming each filter that does not hold."""
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, list(values))
    chosen = kind.filters(data=data, queryset=kind.rows(reader), request=SimpleNamespace(user=reader.user))
    unknown = sorted(set(query) - set(chosen.form.fields))
    wrong = {} if chosen.is_valid() else chosen.form.errors
    if unknown or wrong:
        texts = {name: [gettext("Parameter ini tidak dikenal.")] for name in unknown} | dict(wrong)
        found = [Finding("filter", text, f"/filters/{name}") for name, each in texts.items() for text in each]
        raise ExportRefused(findings=found)
    rows: QuerySet[Any] = chosen.qs
    return rows


def write(export_id: int, *, at: datetime) -> None:
    """Write the file of one export; running twice writes it once. A reader who lost the right gets none."""
    row = ExportJob.objects.select_related("user", "client__office").get(pk=export_id)
    if row.state not in (ExportState.WAITING, ExportState.WRITING):
        return
    kind, user = find(row.kind), _owner(row)
    if kind is None or user is None:
        ExportJob.objects.filter(pk=row.pk).update(state=ExportState.STOPPED, done_at=at)
        return
    ExportJob.objects.filter(pk=row.pk).update(state=ExportState.WRITING)
    zone = getattr(user, "zone", None) or home_office().zone
    reader = Reader(user, at.astimezone(zone), zone)
    trail = _Counted(kind, row, reader)
    with translation.override(row.language):
        extract = extract_of(kind, reader, filtered(kind, reader, row.query), trail)
        stored = _written(extract, row.file_format, str(kind.label), trail)
    ExportJob.objects.filter(pk=row.pk).update(
        state=ExportState.DONE,
        row_count=trail.rows,
        file_name=stored.name,
        size=stored.size,
        sha256=stored.sha256,
        done_at=at,
        expires_at=at + KEPT,
    )


def _owner(row: ExportJob) -> Any:
    """Who reads, as they may today; None when they no longer may."""
    if row.client is not None:
        kind = find(row.kind)
        held = row.client.is_active and {SCOPE, kind.scope if kind else ""} <= set(row.client.scopes)
        return principal_of(row.client) if held else None
    user: Any = row.user
    if user is None or not user.is_active or row.role not in roles_today(user):
        return None
    user.active_role = row.role
    return user


class _Counted(Trail):
    """A trail that tells the page how far it is. The cache, because the reading transaction hides what it writes."""

    def __init__(self, kind: ExportKind, row: ExportJob, reader: Reader) -> None:
        super().__init__(kind, row.file_format, reader, query=row.query, reason=row.reason)
        self.export_id = row.pk

    def counted(self, rows: int) -> None:
        super().counted(rows)
        cache.set(_progress_key(self.export_id), self.rows, NOTICED.total_seconds())


def _written(extract: Extract, file_format: str, name: str, trail: Trail) -> files.StoredFile:
    folder = Path(settings.FILES_DIR) / "drafts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Not in /tmp, which on some machines is memory.
    with tempfile.TemporaryDirectory(dir=folder) as own:
        draft = Path(own) / f"export.{file_format}"
        trail.begin()
        if file_format == "xlsx":
            write_xlsx(draft, extract, name=name)
            trail.end(whole=True)
        else:
            with draft.open("wb") as file:
                file.writelines(streamed(extract, file_format, trail))
        return files.keep(draft, folder=FOLDER, suffix=SUFFIXES[file_format])


def progress(row: ExportJob) -> int:
    """Rows written so far."""
    return row.row_count if row.row_count is not None else int(cache.get(_progress_key(row.pk)) or 0)


def _progress_key(export_id: int) -> str:
    return f"export:{export_id}"


def file_response(row: ExportJob) -> FileResponse:
    """The file as an attachment that no cache keeps. Raises NotFound before it is done and after its day."""
    if not row.is_ready:
        raise NotFound
    response = FileResponse(files.open_file(row.file_name), content_type=FORMATS[row.file_format])
    name = f"{row.kind}-{row.created_at.date().isoformat()}.{row.file_format}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)  # Django's signature
    response.headers["Cache-Control"] = "no-store"
    return response


def forget(*, at: datetime) -> int:
    """Delete the files whose day is over; the row stays as a trace for 90 days. Returns how many files."""
    over = ExportJob.objects.filter(expires_at__lte=at, state=ExportState.DONE)
    for row in over:
        files.delete(row.file_name)
        ExportJob.objects.filter(pk=row.pk).update(state=ExportState.GONE, file_name="", query={})
    ExportJob.objects.filter(created_at__lt=at - timedelta(days=90)).exclude(state=ExportState.DONE).delete()
    return len(over)
