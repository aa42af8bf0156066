"""`/exports/`: whole registers as CSV, NDJSON or XLSX, streamed; one format per address."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.api.permissions import FollowsMatrix, HasScope
from accounts.api.views import ApiView, zone_of
from accounts.domain.exports import streaming
from accounts.domain.exports.kinds import FORMATS, LEAST_REASON, POLICY, SCOPE, ExportKind, Reader, kinds, needs_reason
from accounts.rules import may
from core.exporting import write_xlsx

BLOCK = 64 * 1024
REASON = OpenApiParameter(
    "reason", str, description=f"Why, in {LEAST_REASON} letters or more: officers whose role owes one."
)


class MayRead(BasePermission):
    """Besides taking rows away, the caller may read them: the row of the matrix, and the scope of a token."""

    message = gettext_lazy("Anda tidak berwenang membaca data ini.")
    code = "insufficient_scope"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask both for the kind of the address."""
        kind: ExportKind = view.kind
        token: Any = request.auth
        return may(request.user, kind.policy) and (token is None or kind.scope in token.scope.split())


class ExportView(ApiView, GenericAPIView[Any]):
    """One register in one format."""

    policy = POLICY
    scope = SCOPE
    throttle_scope = "export"
    permission_classes = (HasScope, FollowsMatrix, MayRead)
    pagination_class = None
    query_parameters = ("reason",)
    kind: ExportKind
    file_format = ""

    def refuse_unknown_parameters(self, request: Request) -> None:
        """Nothing here: the filter backend names them."""

    @property
    def filterset_class(self) -> Any:
        """The filters of the list."""
        return self.kind.filters

    def get_queryset(self) -> Any:
        """What the caller may read and take."""
        return self.kind.rows(self.reader())

    def reader(self) -> Reader:
        """Who takes."""
        zone = zone_of(self.request.user)
        return Reader(self.request.user, timezone.now().astimezone(zone), zone)

    def get(self, request: Request) -> HttpResponseBase:
        """Every row of the list as it is filtered, oldest entry first. A cut-off answer was not whole."""
        reader = self.reader()
        rows = self.filter_queryset(self.kind.rows(reader))
        query = {name: request.query_params.getlist(name) for name in request.query_params if name != "reason"}
        trail = streaming.Trail(self.kind, self.file_format, reader, query=query, reason=self._reason(request))
        extract = streaming.extract_of(self.kind, reader, rows, trail)
        if self.file_format == "xlsx":
            streaming.refuse_long_sheet(rows)
            trail.begin()
            return self._named(_workbook(extract, str(self.kind.label), trail), reader)
        trail.begin()
        return self._named(StreamingHttpResponse(streaming.streamed(extract, self.file_format, trail)), reader)

    def _reason(self, request: Request) -> str:
        reason = str(request.query_params.get("reason", "")).strip()
        if request.auth is None and needs_reason(self.reader().viewer) and len(reason) < LEAST_REASON:
            text = _("Tulis alasan mengunduh, sedikitnya %(least)s huruf.") % {"least": LEAST_REASON}
            raise ValidationError({"reason": [ErrorDetail(text, code="reason_needed")]})
        return reason

    def _named(self, response: Any, reader: Reader) -> HttpResponseBase:
        name = f"{self.kind.code}-{reader.at.date().isoformat()}.{self.file_format}"
        response.headers["Content-Type"] = FORMATS[self.file_format]
        response.headers["Content-Disposition"] = content_disposition_header(True, name)  # Django's signature
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[no-any-return]


def _workbook(extract: Any, name: str, trail: streaming.Trail) -> HttpResponseBase:
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    whole = False
    try:
        write_xlsx(file, extract, name=name)
        whole = True
    finally:
        trail.end(whole=whole)
    file.seek(0)
    return FileResponse(file)


def export_view(kind: ExportKind, file_format: str) -> Any:
    """The view of one address."""
    media_type = FORMATS[file_format].partition(";")[0]
    schema = extend_schema(
        operation_id=f"exports_{kind.code}_{file_format}",
        summary=f"{kind.code} as {file_format}",
        parameters=[REASON],
        responses={(200, media_type): OpenApiTypes.BINARY},
        tags=["exports"],
    )
    name = f"{kind.code.title()}{file_format.title()}Export"
    made = type(name, (ExportView,), {"kind": kind, "file_format": file_format, "media_types": (media_type,)})
    return extend_schema_view(get=schema)(made).as_view()  # type: ignore[attr-defined]


def addresses() -> Iterator[tuple[str, Any, str]]:
    """Route, view and name for every kind and format."""
    for kind in kinds():
        for file_format in FORMATS:
            view = export_view(kind, file_format)
            yield f"exports/{kind.code}/{file_format}/", view, f"api_export_{kind.code}_{file_format}"
