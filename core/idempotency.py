"""The same request twice is one request: key, client, route and fingerprint of the body, kept with the answer.

The row is written in the transaction that does the work, so a crash leaves either both or none. Only answers
that changed something (status below 400) are kept; a refusal changed nothing and is judged anew.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.crypto import keyed_hash
from core.exceptions import Conflict
from core.models import IdempotencyRecord

Method = Callable[..., Response]

KEEP = timedelta(hours=48)
HEADER = "Idempotency-Key"
FORM_KEY = "form_key"
LONGEST_KEY = 128
KEPT_HEADERS = ("Location", "ETag")
UNSAFE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
NOT_CONTENT = (FORM_KEY, "csrfmiddlewaretoken")
# What opens a signature leaves no trace, not even in a hash that could be guessed at.
SECRETS = ("password", "passphrase")


class IdempotencyConflict(Conflict):
    """The key was used for another body (409)."""

    code = "idempotency_conflict"
    message = _("Kunci ini sudah dipakai untuk isian yang lain. Muat ulang halaman, lalu kirim kembali.")


@dataclass(frozen=True)
class Answer:
    """What is kept: an HTTP status, some headers and the body as text."""

    status: int
    body: str
    headers: Mapping[str, str]


def once(form_key: str, *, client: str, route: str, fingerprint: str, act: Callable[[], str]) -> str:
    """Run `act` in a transaction and return its text, or the text it returned for the same key before.

    Raises `IdempotencyConflict` for another `fingerprint`. An empty key is no protection: `act` just runs.
    """

    def answer() -> Answer:
        return Answer(302, act(), {})

    return answer_once(form_key[:LONGEST_KEY], client=client, route=route, fingerprint=fingerprint, act=answer).body


def answer_once(key: str, *, client: str, route: str, fingerprint: str, act: Callable[[], Answer]) -> Answer:
    """The same for whole answers. `act` runs inside the transaction that keeps its answer."""
    with transaction.atomic():
        if not key:
            return act()
        record = _claim(key, client=client, route=route[:300], fingerprint=fingerprint)
        if record.status is not None:
            return _replay(record, fingerprint)
        answer = act()
        _keep(record, answer)
    return answer


def answer_kept(key: str, *, client: str, route: str, fingerprint: str, act: Callable[[], Answer]) -> Answer:
    """The same for work that must not run inside our transaction, such as signing.

    The answer is kept after the work. Of two requests at once the work itself lets only one through.
    """
    mine = IdempotencyRecord.objects.filter(client=client, route=route[:300], key=key, expires_at__gt=timezone.now())
    kept = mine.filter(status__isnull=False).first() if key else None
    if kept is not None:
        return _replay(kept, fingerprint)
    answer = act()
    if key:
        with transaction.atomic():
            record = _claim(key, client=client, route=route[:300], fingerprint=fingerprint)
            if record.status is None:
                _keep(record, answer)
    return answer


def _claim(key: str, *, client: str, route: str, fingerprint: str) -> IdempotencyRecord:
    """Insert the row, or wait for whoever is inserting it and read theirs."""
    now = timezone.now()
    rows = IdempotencyRecord.objects.filter(client=client, route=route, key=key)
    rows.filter(expires_at__lte=now).delete()
    draft = IdempotencyRecord(
        client=client,
        route=route,
        key=key,
        fingerprint=fingerprint,
        claim=secrets.token_hex(16),
        created_at=now,
        expires_at=now + KEEP,
    )
    IdempotencyRecord.objects.bulk_create([draft], ignore_conflicts=True)
    return rows.get()


def _replay(record: IdempotencyRecord, fingerprint: str) -> Answer:
    if record.fingerprint != fingerprint:
        raise IdempotencyConflict
    return Answer(record.status or 200, record.body or "", record.headers)


def _keep(record: IdempotencyRecord, answer: Answer) -> None:
    """Keep the answer, or forget the key when nothing was changed."""
    if answer.status >= 400:  # noqa: PLR2004 - HTTP's own line between done and refused
        record.delete()
        return
    record.status, record.body, record.headers = answer.status, answer.body, dict(answer.headers)
    record.save(update_fields=["status", "body", "headers"])


def purge(*, at: datetime) -> int:
    """Forget answers older than 48 hours. Returns how many."""
    return IdempotencyRecord.objects.filter(expires_at__lte=at).delete()[0]


# --- who and what -------------------------------------------------------------------------------------------


def new_form_key() -> str:
    """A fresh key for the hidden field of a form."""
    return secrets.token_urlsafe(18)


def client_of(request: HttpRequest | Request) -> str:
    """Who sends: the API client, the person, or the anonymous address (hashed)."""
    application = getattr(getattr(request, "auth", None), "application", None)
    user = getattr(request, "user", None)
    person = f"user:{user.pk}" if user is not None and user.is_authenticated else ""
    if application is not None:
        return f"client:{application.pk} {person}".strip()
    return person or "anonymous:" + keyed_hash(request.META.get("REMOTE_ADDR", ""), "idempotency")[:32]


def fingerprint_of_form(data: QueryDict, uploads: "MultiValueDict[str, UploadedFile[Any]]") -> str:
    """Fingerprint of a form post: its fields and the content of its files, without token and key."""
    fields = {name: data.getlist(name) for name in data if name not in NOT_CONTENT}
    files = {name: [_content_hash(upload) for upload in uploads.getlist(name)] for name in uploads}
    return _fingerprint([fields, files])


def fingerprint_of_request(request: Request) -> str:
    """Fingerprint of an API request's parsed body, so spacing and the order of members do not matter."""
    data = request.data
    if isinstance(data, MultiValueDict):
        names = [name for name in data if name not in SECRETS]
        return _fingerprint({name: [_plain(item) for item in data.getlist(name)] for name in names})
    if isinstance(data, Mapping):
        return _fingerprint({name: value for name, value in data.items() if name not in SECRETS})
    return _fingerprint(data)


def _plain(item: object) -> object:
    return _content_hash(item) if isinstance(item, UploadedFile) else item


def _fingerprint(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _content_hash(upload: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    chunks: Iterable[bytes] = upload.chunks()
    for chunk in chunks:
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


# --- API ----------------------------------------------------------------------------------------------------


def respond_once(request: Request, act: Callable[[], Response]) -> Response:
    """`answer_kept` for one API request."""
    answer = answer_kept(
        sent_key(request),
        client=client_of(request),
        route=f"{request.method} {request.path}",
        fingerprint=fingerprint_of_request(request),
        act=lambda: _as_answer(act()),
    )
    return _as_response(answer)


def idempotent(method: Method) -> Method:
    """Make one method of an API view idempotent by `Idempotency-Key`. Without the header it just runs."""

    @wraps(method)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = sent_key(request)
        if not key:
            return method(view, request, *args, **kwargs)
        answer = answer_once(
            key,
            client=client_of(request),
            route=f"{request.method} {request.path}",
            fingerprint=fingerprint_of_request(request),
            act=lambda: _as_answer(method(view, request, *args, **kwargs)),
        )
        return _as_response(answer)

    return wrapper


def _as_response(answer: Answer) -> Response:
    data = json.loads(answer.body) if answer.body else None
    return Response(data, status=answer.status, headers=dict(answer.headers))


class IdempotentWrites:
    """For API views and view sets: every POST, PUT, PATCH and DELETE honours `Idempotency-Key`."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Wrap the method about to be called, once the caller is known and allowed."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        name = str(request.method).lower()
        if request.method in UNSAFE_METHODS and hasattr(self, name):
            setattr(self, name, _bound_idempotent(self, getattr(self, name)))


def _bound_idempotent(view: object, bound: Method) -> Method:
    """`idempotent` for a method that is bound to its view already."""

    @idempotent
    def method(_view: object, request: Request, *args: Any, **kwargs: Any) -> Response:
        return bound(request, *args, **kwargs)

    return partial(method, view)


def sent_key(request: Request) -> str:
    """The key of a request, empty without one. Raises ValidationError when it is too long."""
    key = request.headers.get(HEADER, "")
    if len(key) > LONGEST_KEY:
        raise ValidationError({HEADER: [_("Paling banyak 128 karakter.")]}, code="too_long")
    return key


def _as_answer(response: Response) -> Answer:
    body = "" if response.data is None else JSONRenderer().render(response.data).decode()
    kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Answer(response.status_code, body, kept)
