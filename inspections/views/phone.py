"""The phone's side of inspections: its shell, its service worker, its session and the day it takes along."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from accounts.enums import Role
from accounts.models import Membership, Office, User
from core.web import plain_static
from inspections.domain.phone import ACTION, pack, visits_of_day
from inspections.enums import VisitConclusion
from inspections.views.phone_words import words

# What the shell needs where there is no signal; what modules import has no hash in its name.
HASHED = (
    "vendor/bootstrap/bootstrap.min.css",
    "css/theme.css",
    "inspections/phone.css",
    "vendor/inter/inter-latin-400-normal.woff2",
    "offline/field.js",
)
IMPORTED = (
    "vendor/idb/idb.js",
    "js/photo.js",
    *(f"offline/{name}.js" for name in ("outbox", "screens", "signature", "store", "template", "visit")),
)


class PhoneShellView(TemplateView):
    """The page the service worker keeps. The same for everybody: no name, no visit, no token stands in it."""

    policy = "public_read"
    template_name = "inspections/phone_shell.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**shell_context(), **kwargs)


class Blank:
    """Stands in for a question in the templates the script fills: `{code}` and so on."""

    code = "{code}"
    number = "{number}"
    critical = True
    photo_when_no = True


def shell_context() -> dict[str, Any]:
    """Return what the shell is drawn from: words, addresses with braces, nothing of the person who asks."""
    uuid, sha256 = UUID(int=0), "0" * 64

    def braced(name: str, *args: object) -> str:
        return reverse(name, args=args).replace(str(uuid), "{id}").replace(sha256, "{hash}")

    return {
        "words": words(),
        "blank": Blank(),
        "conclusions": VisitConclusion.choices,
        "visit_url": braced("phone_visit", uuid),
        "photo_url": braced("phone_photo", uuid, sha256),
        "carry_url": braced("phone_carry", uuid),
    }


class PhoneWorkerView(View):
    """The service worker. Served below /tpk/, so that this is all it may ever control."""

    policy = "public_read"

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Return the script with the list of files to keep; another content is another version."""
        files = [static(name) for name in HASHED] + [plain_static(name) for name in IMPORTED]
        shell = {"version": version(), "page": reverse("phone_shell"), "files": files}
        script = json.dumps(plain_static("offline/worker.js"))
        body = f"self.SHELL = {json.dumps(shell)};\nimportScripts({script});\n"
        return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def version() -> str:
    """Return a short hash of everything the phone keeps, in the reader's language."""
    page = render_to_string(PhoneShellView.template_name, shell_context())
    return hashlib.sha256(f"{_files_hash()}{get_language()}{page}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _files_hash() -> str:
    digest = hashlib.sha256()
    for name in (*HASHED, *IMPORTED, "offline/worker.js"):
        found = finders.find(name)
        digest.update(Path(str(found)).read_bytes() if found else b"")
    return digest.hexdigest()


def person_key(request: HttpRequest) -> str:
    """Return what the phone calls the person by: the same in every session."""
    return str(request.user.pk)


class PhoneSessionView(View):
    """Who is signed in, and a fresh CSRF token: asked before every flush of the outbox."""

    policy = ACTION

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return `person` and `csrf`."""
        return JsonResponse({"person": person_key(request), "csrf": get_token(request)})


class PhonePackView(View):
    """The day to take along: open visits of today, and those this person carries from before."""

    policy = ACTION

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return `person`, the server's time and the visits."""
        now = timezone.now()
        office = office_of(request)
        visits: list[dict[str, Any]] = []
        if office is not None:
            user = user_of(request)
            rows = visits_of_day(user, now.astimezone(office.zone).date(), office=office)
            visits = [pack(visit, for_user=user, at=now) for visit in rows]
        return JsonResponse({"person": person_key(request), "now": now.isoformat(), "visits": visits})


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; the policy lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def office_of(request: HttpRequest) -> Office | None:
    """Return the office the inspector works for in this session."""
    role = getattr(request.user, "active_role", Role.TPK)
    posts = Membership.objects.in_force(timezone.localdate()).filter(user=user_of(request), role=role)
    row = posts.filter(office__isnull=False).select_related("office").order_by("id").first()
    return row.office if row else None
