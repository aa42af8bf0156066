"""The language switch: keeps the address (UX-16), and remembers the choice of who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.models import User


@require_POST
def language_update(request: HttpRequest) -> HttpResponse:
    """Django's own switch, and the account's `language`."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in ("id", "en"):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


language_update.policy = "public_read"  # type: ignore[attr-defined]
