"""Errors of the API as RFC 9457 `application/problem+json`; never a stack trace, never an HTML page.

`exception_handler` is DRF's handler. `problem_response` serves the places DRF does not reach: unknown
addresses below `/api/`, middleware and the database being away.
"""

import errno
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any

import structlog
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError as DjangoValidationError,
)
from django.core.signals import got_request_exception
from django.db import DatabaseError, DataError, InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from rest_framework import exceptions as drf
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from core.exceptions import DomainError, Finding, NeighbourDown, Unavailable

logger = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "urn:sejaras:problem:"
# A database, neighbour or disk that gives way: not our fault, but whoever runs the portal must read of it.
RESOURCE_STATUSES = (503, 507)
RETRY_AFTER_SECONDS = 5
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)

TITLES: dict[int, str | Promise] = {
    400: gettext_lazy("Permintaan tidak dapat dibaca"),
    401: gettext_lazy("Anda perlu masuk"),
    403: gettext_lazy("Tidak berwenang"),
    404: gettext_lazy("Tidak ditemukan"),
    405: gettext_lazy("Metode tidak dilayani"),
    406: gettext_lazy("Format jawaban tidak tersedia"),
    409: gettext_lazy("Bertentangan dengan keadaan sekarang"),
    413: gettext_lazy("Kiriman terlalu besar"),
    415: gettext_lazy("Jenis isi tidak didukung"),
    422: gettext_lazy("Tidak memenuhi ketentuan"),
    429: gettext_lazy("Terlalu banyak permintaan"),
    500: gettext_lazy("Kesalahan pada portal"),
    503: gettext_lazy("Layanan sedang terganggu"),
    507: gettext_lazy("Ruang penyimpanan penuh"),
}


@dataclass(frozen=True)
class Problem:
    """One answer. `errors` lists every finding, not the first."""

    status: int
    code: str
    detail: str = ""
    errors: tuple[Finding, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The members of the JSON object, texts in the active language."""
        return {
            "type": TYPE_BASE + self.code,
            "title": str(TITLES.get(self.status, TITLES[500])),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "errors": [{name: str(value) for name, value in asdict(finding).items()} for finding in self.errors],
            "trace_id": trace_id(),
        }


class ProblemRenderer(JSONRenderer):
    """JSON whatever the client accepts: an error is always readable by a machine."""

    media_type = MEDIA_TYPE
    format = "problem"


def trace_id() -> str:
    """The request id the log lines of this request carry; empty outside a request."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's `EXCEPTION_HANDLER`. Rolls the request's transaction back and answers a problem."""
    problem = problem_of(exc) or _unexpected(exc, context)
    if problem.status in RESOURCE_STATUSES:
        logger.warning("resource_unavailable", exc_info=exc)
    set_rollback()
    request = context.get("request")
    if request is not None:
        request.accepted_renderer = ProblemRenderer()
        request.accepted_media_type = MEDIA_TYPE
    headers = {**_authenticate_header(exc), **problem.headers}
    return Response(problem.body(), status=problem.status, headers=headers, content_type=MEDIA_TYPE)


def problem_response(problem: Problem) -> HttpResponse:
    """The same answer outside DRF."""
    body = JSONRenderer().render(problem.body())
    return HttpResponse(body, status=problem.status, headers=dict(problem.headers), content_type=MEDIA_TYPE)


def problem_of(exc: BaseException) -> Problem | None:
    """The problem an exception stands for; None when it is a fault of ours."""
    match exc:
        case DomainError():
            return _from_domain(exc)
        case drf.ValidationError():
            return _from_validation(exc)
        case DjangoValidationError():
            return _from_validation(drf.ValidationError(as_serializer_error(exc)))
        case drf.Throttled():
            return _throttled(exc)
        case drf.APIException():
            return _from_api(exc)
        case _:
            return _from_django(exc) or _from_resources(exc)


def _from_domain(exc: DomainError) -> Problem:
    retry = {"Retry-After": str(exc.retry_after)} if isinstance(exc, Unavailable) else {}
    return Problem(exc.status, exc.code, exc.detail, exc.findings, retry)


def _from_validation(exc: drf.ValidationError) -> Problem:
    detail = _("Beberapa isian perlu diperbaiki.")
    return Problem(400, "validation_error", detail, tuple(_findings(exc.detail)))


def _throttled(exc: drf.Throttled) -> Problem:
    wait = max(1, ceil(getattr(exc, "wait", None) or RETRY_AFTER_SECONDS))
    detail = _("Terlalu banyak permintaan. Coba lagi dalam %(seconds)s detik.") % {"seconds": wait}
    return Problem(429, "throttled", detail, headers={"Retry-After": str(wait)})


def _from_api(exc: drf.APIException) -> Problem:
    # DRF turns 401 into 403 when its first authenticator names no scheme; a missing login stays 401 here.
    unauthenticated = isinstance(exc, (drf.NotAuthenticated, drf.AuthenticationFailed))
    status = 401 if unauthenticated else exc.status_code
    retry = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status == Unavailable.status else {}
    return Problem(status, str(exc.get_codes()), str(exc.detail), headers=retry)


def _from_django(exc: BaseException) -> Problem | None:
    match exc:
        case Http404():
            return Problem(404, "not_found", _("Data tidak ditemukan."))
        case PermissionDenied():
            return Problem(403, "permission_denied", _("Anda tidak berwenang melakukan tindakan ini."))
        case RequestDataTooBig():
            return Problem(413, "too_large", _("Kiriman melebihi batas ukuran."))
        # DataError: a number beyond the column (OverflowError on SQLite), a character the database can not hold.
        case (
            BadRequest()
            | SuspiciousOperation()
            | UnreadablePostError()
            | RecursionError()
            | DataError()
            | OverflowError()
        ):
            return Problem(400, "bad_request", _("Permintaan tidak dapat dibaca."))
        case _:
            return None


def _from_resources(exc: BaseException) -> Problem | None:
    """Database or neighbour away: 503, worth trying again. Disk full: 507."""
    if isinstance(exc, OSError) and exc.errno in FULL_DISK:
        return Problem(507, "storage_full", _("Ruang penyimpanan penuh. Hubungi petugas."))
    if isinstance(exc, (*DATABASE_AWAY, NeighbourDown)) or _is_cut(exc):
        detail = _("Layanan sedang terganggu. Coba lagi sebentar lagi.")
        return Problem(503, "unavailable", detail, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return None


def _is_cut(exc: BaseException) -> bool:
    """The server died during a statement: psycopg2 then raises a plain DatabaseError without a code."""
    return type(exc) is DatabaseError and getattr(exc.__cause__, "pgcode", "") is None


def _unexpected(exc: Exception, context: Mapping[str, Any]) -> Problem:
    logger.error("api_request_failed", exc_info=exc)
    request = getattr(context.get("request"), "_request", None)
    got_request_exception.send(sender=exception_handler, request=request)
    return Problem(500, "internal_error", _("Terjadi kesalahan. Kami sudah mencatatnya."))


def _authenticate_header(exc: BaseException) -> dict[str, str]:
    if not isinstance(exc, (drf.NotAuthenticated, drf.AuthenticationFailed)):
        return {}
    return {"WWW-Authenticate": getattr(exc, "auth_header", None) or 'Bearer realm="api"'}


def _findings(detail: Any, pointer: str = "") -> Iterator[Finding]:
    """Leaves of DRF's nested error detail, each with its JSON pointer."""
    if isinstance(detail, Mapping):
        yield from _member_findings(detail.items(), pointer)
    elif isinstance(detail, list) and any(isinstance(item, (Mapping, list)) for item in detail):
        yield from _member_findings(enumerate(detail), pointer)
    elif isinstance(detail, list):
        yield from (Finding(_code(item), str(item), pointer) for item in detail)
    else:
        yield Finding(_code(detail), str(detail), pointer)


def _member_findings(members: Iterable[tuple[Any, Any]], pointer: str) -> Iterator[Finding]:
    for name, value in members:
        whole = name == api_settings.NON_FIELD_ERRORS_KEY
        yield from _findings(value, pointer if whole else f"{pointer}/{_escape(str(name))}")


def _code(item: object) -> str:
    return str(getattr(item, "code", None) or "invalid")


def _escape(name: str) -> str:
    """RFC 6901 section 3."""
    return name.replace("~", "~0").replace("/", "~1")
