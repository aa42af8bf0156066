from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View
from django.views.generic import TemplateView

from core import web
from core.exceptions import Conflict, DomainError, NotAllowed, NotFound
from core.web import DomainErrorMixin, FormKeyMixin, redirect_once

factory = RequestFactory()


class Refusing(DomainErrorMixin, View):
    raises: DomainError
    back = ""

    def get(self, _request: HttpRequest) -> HttpResponse:
        raise self.raises

    post = get

    def refused_url(self) -> str | None:
        return self.back or None


def answer(request: HttpRequest, raised: DomainError, *, back: str = "") -> HttpResponse:
    Refusing.raises, Refusing.back = raised, back
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    response: HttpResponse = Refusing.as_view()(request)
    return response


def test_not_found_and_not_allowed_become_the_usual_pages() -> None:
    with pytest.raises(Http404):
        answer(factory.get("/"), NotFound())
    with pytest.raises(PermissionDenied):
        answer(factory.get("/"), NotAllowed())


def test_refused_form_goes_back_with_the_message() -> None:
    request = factory.post("/x/")

    response = answer(request, Conflict("Sudah disetujui."), back="/y/")

    assert (response.status_code, response["Location"]) == (302, "/y/")
    assert [str(message) for message in get_messages(request)] == ["Sudah disetujui."]


def test_refused_page_says_why_under_its_own_status(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: dict[str, Any] = {}

    def render(_request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        shown.update(context, template=template)
        return HttpResponse(status=status)

    monkeypatch.setattr(web, "render", render)

    response = answer(factory.get("/x/"), Conflict("Sudah disetujui."))

    assert response.status_code == 409
    assert (shown["template"], shown["error"].detail) == ("core/refused.html", "Sudah disetujui.")


class FormPage(FormKeyMixin, TemplateView):
    template_name = "unused.html"


def context_of(request: HttpRequest) -> dict[str, Any]:
    page = FormPage()
    page.setup(request)
    return page.get_context_data()


def test_form_gets_a_fresh_key_and_keeps_it_when_it_comes_back() -> None:
    first, second = (context_of(factory.get("/"))["form_key"] for _ in range(2))

    assert len({first, second}) == 2
    assert context_of(factory.post("/", {"form_key": first}))["form_key"] == first


@pytest.mark.django_db
def test_double_click_is_one_request() -> None:
    calls: list[int] = []

    def act() -> str:
        calls.append(1)
        return f"/applications/{len(calls)}/"

    clicks = [redirect_once(factory.post("/x/", {"form_key": "k", "name": "a"}), act) for _ in range(2)]

    assert [click["Location"] for click in clicks] == ["/applications/1/"] * 2
