"""The PDF itself, for those who may read it."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views import View

from core.exceptions import NotFound
from letters.domain.issuing import read_file
from letters.domain.opening import file_name, letter_for, note_opening


class LetterFile(View):
    """The issued file as an attachment; a letter of somebody else does not exist (404)."""

    policy = "letter_download"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            letter = letter_for(request.user, public_id)
            pdf = read_file(letter)
        except NotFound as error:
            raise Http404 from error
        note_opening(letter, by=request.user, at=timezone.now())
        return pdf_attachment(pdf, name=file_name(letter))


def pdf_attachment(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF that browsers save instead of showing, sniffing or keeping."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
