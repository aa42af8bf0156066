"""What every endpoint shares: who asks, what they may, limits, the office's zone, conditional answers."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, ErrorDetail, NotAcceptable, NotFound, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import TokenAuthentication
from accounts.api.permissions import PUBLIC_READ, FollowsMatrix, HasScope
from accounts.api.retiring import Retirement
from accounts.domain.offices import home_office
from core.idempotency import IdempotentWrites

LARGEST_JSON = 256 * 1024
NOT_MODIFIED = 304
JSON = "application/json"
NEVER = re.compile(r"q=0(\.0*)?")


class BodyTooLarge(APIException):
    """The body is longer than this address takes."""

    status_code = 413
    default_detail = _("Kiriman melebihi batas ukuran.")
    default_code = "too_large"


class OneFormat(BaseContentNegotiation):
    """One format per address. 406 where `Accept` takes neither that nor JSON, in which refusals are written."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first parser that fits the media type; none is 415."""
        return next((each for each in parsers if _fits(each.media_type, request.content_type or "")), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:  # noqa: ARG002  # DRF's signature
        """The view's own renderer. Raises NotAcceptable."""
        view: Any = request.parser_context["view"]
        spoken = dict.fromkeys((*view.media_types, renderers[0].media_type, JSON))
        accept = request.headers.get("Accept", "")
        if accept and not any(_takes(part, kind) for part in accept.split(",") for kind in spoken):
            raise NotAcceptable(gettext("Alamat ini menjawab dalam %(types)s.") % {"types": ", ".join(spoken)})
        return renderers[0], renderers[0].media_type


def _takes(part: str, kind: str) -> bool:
    wanted, _semicolon, parameters = part.lower().partition(";")
    if NEVER.fullmatch(parameters.strip()):
        return False
    return wanted.strip() in ("*/*", f"{kind.partition('/')[0]}/*", kind)


def _fits(media_type: str, sent: str) -> bool:
    return sent.partition(";")[0].strip().lower() == media_type


class BaseView(APIView):
    """Who asks, what they may, limits.

    `policy` is a row of the permission matrix (`write_policy` for changes, where it differs), `scope` and
    `write_scope` what a token must carry,
    `query_parameters` the names a query may hold, `largest_body` the limit in bytes, `retiring` says when it goes,
    `media_types` what it answers besides JSON.
    """

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes: tuple[type[BasePermission], ...] = (HasScope, FollowsMatrix)
    content_negotiation_class = OneFormat
    policy = ""
    write_policy = ""
    scope = ""
    write_scope = ""
    query_parameters: tuple[str, ...] = ()
    may_be_empty: tuple[str, ...] = ()
    largest_body = LARGEST_JSON
    media_types: tuple[str, ...] = ()
    retiring: Retirement | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Limits first, then who asks, then the zone in which instants are written."""
        self.refuse_large_body(request)
        super().initial(request, *args, **kwargs)
        self.refuse_unknown_parameters(request)
        timezone.activate(zone_of(request.user))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave the zone as it was: threads are used again. Say of what goes when it goes."""
        timezone.deactivate()
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.retiring is not None:
            for name, value in self.retiring.headers(site=settings.SITE_URL).items():
                answer.headers[name] = value
        return answer

    def refuse_large_body(self, request: Request) -> None:
        """413 by the declared length; the server itself reads no further than that."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdigit() and int(declared) > self.largest_body:
            raise BodyTooLarge

    def refuse_unknown_parameters(self, request: Request) -> None:
        """400 naming each unknown parameter, and each empty one. Lists leave it to their filter backend."""
        wrong = {
            name: ErrorDetail(gettext("Parameter ini tidak dikenal."), code="unknown_parameter")
            for name in sorted(set(request.query_params) - set(self.query_parameters))
        }
        for name in self.query_parameters:
            if request.query_params.get(name) == "" and name not in self.may_be_empty:
                wrong[name] = ErrorDetail(gettext("Isi parameter ini, atau hilangkan."), code="empty_parameter")
        if wrong:
            raise ValidationError({name: [detail] for name, detail in wrong.items()})


class ApiView(IdempotentWrites, BaseView):
    """Base of every endpoint; each change may carry an `Idempotency-Key`."""


class PublicView(ApiView):
    """For everybody, throttled."""

    policy = PUBLIC_READ
    permission_classes = (AllowAny,)


def zone_of(user: Any) -> Any:
    """The zone in which a caller reads instants: of the system's office, or of the installation."""
    return getattr(user, "zone", None) or home_office().zone


def conditional(request: Request, data: Any, *, seconds: int = 300) -> Response:
    """Answer `data` with an ETag, or 304 when the caller has it already."""
    etag = f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"max-age={seconds}"}
    if etag in _known_tags(request):
        return Response(status=NOT_MODIFIED, headers=headers)
    return Response(data, headers=headers)


def _known_tags(request: Request) -> Iterator[str]:
    for tag in request.headers.get("If-None-Match", "").split(","):
        yield tag.strip().removeprefix("W/")


class UnknownAddress(BaseView):
    """Every address of the API that is none answers a problem, whatever the method."""

    schema = None
    policy = PUBLIC_READ

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  # DRF's signature
        """404 before anything else."""
        raise NotFound(gettext("Alamat ini tidak ada."), code="not_found")


UPLOAD_LIMIT = settings.UPLOAD_MAX_BYTES + LARGEST_JSON
