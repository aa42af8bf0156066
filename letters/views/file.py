"""The PDF itself, for those who may read it."""

import re

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views import View

from accounts.models import User
from core import audit
from core.exceptions import NotFound
from letters.domain.issuing import read_file
from letters.models import Letter
from letters.rules import can_read_letter

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9.-]+")


class LetterFile(View):
    """The issued file as an attachment; a letter of somebody else does not exist (404)."""

    policy = "letter_download"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        letter = Letter.objects.with_office().filter(public_id=public_id).first()
        if letter is None or not can_read_letter(request.user, letter):
            raise Http404
        try:
            pdf = read_file(letter)
        except NotFound as error:
            raise Http404 from error
        _note_opening(request, letter)
        return pdf_attachment(pdf, name=file_name(letter))


def pdf_attachment(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF that browsers save instead of showing, sniffing or keeping."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


def file_name(letter: Letter) -> str:
    """Return for instance "rekomendasi-400.7.22-0187-REK-DINKES-2026.pdf"."""
    return f"{letter.kind_id.lower().replace('_', '-')}-{_NOT_IN_NAME.sub('-', letter.number).strip('-')}.pdf"


def _note_opening(request: HttpRequest, letter: Letter) -> None:
    """Write the opening down; the holder sees who looked."""
    user = request.user
    with transaction.atomic():
        audit.record(
            action="letter.open",
            by=user if isinstance(user, User) else None,
            obj=letter,
            office=letter.office,
            payload={"number": letter.number},
            at=timezone.now(),
        )
