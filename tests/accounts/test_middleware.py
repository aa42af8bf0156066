"""Deny by default: a page without a policy opens for nobody, and each policy for whom the matrix names."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.enums import Role
from accounts.middleware import PolicyMiddleware
from accounts.models import User
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def page(policy: str, module: str = "licensing.views.some") -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    view.__module__ = module
    if policy:
        view.policy = policy  # type: ignore[attr-defined]
    return view


def answer(view: Callable[[HttpRequest], HttpResponse], user: User | AnonymousUser, path: str = "/x/"):
    request = RequestFactory().get(path)
    request.user = user
    return PolicyMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {})


def test_a_page_of_ours_without_a_policy_opens_for_nobody():
    assert answer(page(""), AnonymousUser()).status_code == 302
    with pytest.raises(PermissionDenied):
        answer(page(""), MembershipFactory(role=Role.ADMIN).user)


def test_pages_of_libraries_ask_for_themselves():
    assert answer(page("", module="django.contrib.admin.sites"), AnonymousUser(), "/admin/") is None
    assert answer(page("", module="licensing.api.views"), AnonymousUser(), "/api/v1/applications/") is None


def test_public_pages_open_for_everybody():
    assert answer(page("public_read"), AnonymousUser()) is None


def test_session_pages_open_for_who_signed_in():
    assert answer(page("session"), UserFactory()) is None
    assert answer(page("session"), AnonymousUser()).headers["Location"] == "/masuk/?next=/x/"


def test_the_matrix_decides_for_all_others():
    assert answer(page("job_manage"), MembershipFactory(role=Role.ADMIN).user) is None
    with pytest.raises(PermissionDenied):
        answer(page("job_manage"), MembershipFactory(role=Role.TPK).user)


def test_only_the_role_at_work_counts():
    user = MembershipFactory(role=Role.ADMIN).user
    user.active_role = Role.APPLICANT

    with pytest.raises(PermissionDenied):
        answer(page("job_manage"), user)
