"""What Django and django-structlog leave open: request id, `no-store`, NUL, and a database that is away."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control

from core import failover
from core.problems import RESOURCE_STATUSES, Problem, problem_of, problem_response, trace_id

logger = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
API_ROOT = "/api/"


class RequestIdMiddleware:
    """Every response carries `X-Request-ID`, the id of its log lines. Stands right behind django-structlog's.

    The id is ours, never the caller's, so a header cannot write log lines.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = trace_id()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Pages are Indonesian until somebody chooses English, whatever the phone is set to; the API asks the caller."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        if request.path.startswith(API_ROOT):
            super().process_request(request)
            return
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request: HttpRequest) -> str:
    """What the language switch stored; Indonesian without a choice or with an unknown one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class PlainAddressMiddleware:
    """Refuses (400) a NUL in path or query: no row has one, and PostgreSQL raises where SQLite finds nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages of a signed-in person are kept by no cache, so the back button after logout shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_personal(request) and "no-store" not in response.headers.get("Cache-Control", ""):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        return response


def _is_personal(request: HttpRequest) -> bool:
    # `_cached_user` is set once somebody read `request.user`; looking at it costs no query.
    user = getattr(request, "_cached_user", None)
    return bool(user and user.is_authenticated) or "HTTP_AUTHORIZATION" in request.META


class UnavailableMiddleware:
    """A database or disk that gives way in a view answers 503 or 507, as a page or as a problem.

    What other middleware raises reaches Django's `handler500`, which asks `resource_answer` as well.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a resource that is away; None leaves the exception to Django."""
        return resource_answer(request, exception)


def resource_answer(request: HttpRequest, exception: BaseException) -> HttpResponse | None:
    """503 or 507 when `exception` says that database, neighbour or disk gave way; None for anything else."""
    problem = problem_of(exception)
    if problem is None or problem.status not in RESOURCE_STATUSES:
        return None
    logger.warning("resource_unavailable", exc_info=exception)
    if failover.is_refused_write(exception):
        failover.notice()
    return problem_response(problem) if request.path.startswith(API_ROOT) else _page(problem)


def _page(problem: Problem) -> HttpResponse:
    """`503.html` or `507.html`, rendered without request and so without a query; plain text when missing."""
    try:
        content: str = render_to_string(f"{problem.status}.html", {"problem": problem})
    except TemplateDoesNotExist:
        content = problem.detail
    return HttpResponse(content, status=problem.status, headers=dict(problem.headers))
