"""Django's error handlers: a page for people, a problem document for the API."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from core.middleware import API_ROOT, resource_answer
from core.problems import Problem, problem_of, problem_response


def _answer(request: HttpRequest, exception: BaseException | None, *, page: HttpResponse) -> HttpResponse:
    if not request.path.startswith(API_ROOT):
        return page
    problem = problem_of(exception) if exception else None
    return problem_response(problem or Problem(page.status_code, "error"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _answer(request, exception, page=defaults.bad_request(request, exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _answer(request, exception, page=defaults.permission_denied(request, exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _answer(request, exception, page=defaults.page_not_found(request, exception))


def server_error(request: HttpRequest, *_args: Any) -> HttpResponse:
    """500, or 503 and 507 when database, neighbour or disk gave way."""
    exception = sys.exc_info()[1]
    away = resource_answer(request, exception) if exception else None
    if away is not None:
        return away
    if request.path.startswith(API_ROOT):
        return problem_response(Problem(500, "internal_error"))
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its key; `reason` goes to the log only."""
    page = defaults.permission_denied(request, PermissionError(reason), template_name="403_csrf.html")
    return _answer(request, None, page=page)
