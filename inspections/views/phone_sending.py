"""What the phone sends: photos by their hash, the visit under its UUID. Every refusal is JSON (`core.problems`)."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from core.exceptions import Conflict, NotFound
from core.formats import full_moment
from core.problems import MEDIA_TYPE, problem_of, problem_response
from core.uploads import Refusal, UnsafeFile
from inspections.domain.phone import ACTION, filled
from inspections.domain.photos import put_photo
from inspections.domain.visits import check_out, submit_visit
from inspections.enums import OPEN_VISITS
from inspections.forms.sending import read_sending
from inspections.models import Visit
from inspections.views.phone import user_of

CHUNK = 64 * 1024
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class ProblemMixin:
    """Answers every error as a problem, so that the phone can tell a refusal from an ended session."""

    policy = ACTION
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            return self.conflict(error) if isinstance(error, Conflict) else problem_response(problem)
        return answer

    def conflict(self, error: Conflict) -> HttpResponse:
        """Answer 409 with what the server holds, so that the person can choose."""
        problem = problem_of(error)
        visit = Visit.objects.visible_to(self.request.user, ACTION).for_detail().get(uuid=self.kwargs["uuid"])  # type: ignore[attr-defined]
        holder = visit.carrier or visit.inspector
        at = visit.received_at or visit.checked_out_at or visit.created_at
        current = {
            "version": visit.version,
            "by": holder.name,
            "at": full_moment(at),
            "filled": filled(visit),
            "over": visit.state not in OPEN_VISITS,
        }
        body = {**(problem.body() if problem else {}), "current": current}
        return JsonResponse(body, status=error.status, content_type=MEDIA_TYPE)


class PhoneVisitView(ProblemMixin, View):
    """The answers of one visit. The same sending again changes nothing."""

    def put(self, request: HttpRequest, uuid: UUID) -> JsonResponse:
        """Store the visit: 201 when it was new, 200 when it was known."""
        own = Visit.objects.visible_to(request.user, ACTION).filter(uuid=uuid)
        if not own.exists() and Visit.objects.filter(uuid=uuid).exists():
            raise NotFound  # before a word about the body; an unknown uuid may be a visit begun on the phone
        sending = read_sending(request.body)
        receipt = submit_visit(
            uuid,
            sending.base_version,
            sending.payload,
            by=user_of(request),
            at=timezone.now(),
            take_over=sending.take_over,
        )
        return JsonResponse({"version": receipt.visit.version}, status=201 if receipt.is_new else 200)


class PhonePhotoView(ProblemMixin, View):
    """One photo, addressed by the SHA-256 of its bytes."""

    def put(self, request: HttpRequest, uuid: UUID, sha256: str) -> JsonResponse:
        """Take the photo in; a known one again is fine."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise NotFound
        photo = put_photo(uuid, sha256, pictures(request), by=user_of(request), at=timezone.now())
        return JsonResponse({"sha256": photo.original_sha256}, status=201)


def pictures(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body in pieces. Raises UnsafeFile when it does not begin like a JPEG or PNG."""
    piece = request.read(CHUNK)
    if piece and not piece.startswith(PICTURES):
        raise UnsafeFile(Refusal.KIND_NOT_ALLOWED)
    while piece:
        yield piece
        piece = request.read(CHUNK)


class PhoneCarryView(ProblemMixin, View):
    """Take a visit onto this phone; from a team mate only when asked to (`take_over`)."""

    def post(self, request: HttpRequest, uuid: UUID) -> JsonResponse:
        """Check the visit out and say its version."""
        visit = get_object_or_404(Visit.objects.visible_to(request.user, ACTION).led_by(user_of(request).pk), uuid=uuid)
        kept = check_out(
            visit,
            by=user_of(request),
            at=timezone.now(),
            device_id=request.POST.get("device_id", ""),
            take_over=request.POST.get("take_over") == "1",
        )
        return JsonResponse({"version": kept.version})
