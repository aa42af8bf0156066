"""Letters: the public check, and the PDF for those who may read it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, PublicView
from letters.domain.issuing import read_file
from letters.domain.opening import file_name, letter_for, note_opening
from letters.domain.verification import CheckResult, check_code, note_check
from letters.enums import CheckMethod, Verdict


class CheckSerializer(serializers.Serializer[Any]):
    """The answer of the public check; everything but `status` is null for an unknown code."""

    status = serializers.ChoiceField(choices=Verdict.choices, source="verdict")
    since = serializers.DateField(allow_null=True)
    kind = serializers.CharField(source="letter.kind_id", default=None, allow_null=True)
    number = serializers.CharField(source="letter.number", default=None, allow_null=True)
    date = serializers.DateField(source="letter.number_date", default=None, allow_null=True)
    subject = serializers.CharField(source="letter.subject", default=None, allow_null=True)
    holder = serializers.CharField(
        source="letter.holder", default=None, allow_null=True, help_text="Initials, or a facility."
    )
    issuer = serializers.CharField(source="letter.office.name", default=None, allow_null=True)
    valid_from = serializers.DateField(source="letter.valid_from", default=None, allow_null=True)
    valid_until = serializers.DateField(source="letter.valid_until", default=None, allow_null=True)
    sha256 = serializers.CharField(source="letter.sha256", default=None, allow_null=True)
    is_trial = serializers.BooleanField(source="letter.is_trial", default=None, allow_null=True)
    replaced_by = serializers.CharField(source="successor.number", default=None, allow_null=True)


class Verify(PublicView):
    """The check of a letter by its code."""

    throttle_scope = "verify"

    @extend_schema(operation_id="verify", responses=CheckSerializer, tags=["letters"])
    def get(self, request: Request, code: str) -> Response:  # noqa: ARG002  # DRF's signature
        """What the office says of the letter today. An unknown code answers `unknown`."""
        now = timezone.now()
        result = check_code(code, at=now)
        note_check(result, method=CheckMethod.CODE, at=now)
        return Response(_checked(result))


def _checked(result: CheckResult) -> Any:
    return CheckSerializer(result).data


class LetterFile(ApiView):
    """The PDF."""

    policy = "letter_download"
    scope = "letters:read"
    media_types = ("application/pdf",)

    @extend_schema(
        operation_id="letters_file",
        responses={(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY)},
        tags=["letters"],
    )
    def get(self, request: Request, public_id: str) -> Any:
        """The issued file, byte for byte; its ETag is the SHA-256. Each reading is noted."""
        letter = letter_for(request.user, public_id)
        etag = f'"{letter.sha256}"'
        if etag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": etag})
        pdf = read_file(letter)
        note_opening(letter, by=request.user, at=timezone.now())
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={
                "ETag": etag,
                "Content-Disposition": f'attachment; filename="{file_name(letter)}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-cache",
            },
        )
