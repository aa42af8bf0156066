import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from core.middleware import LanguageMiddleware


def spoken(path: str, *, phone: str = "en-US", chosen: str = "") -> str:
    """The language a view would see."""
    request = RequestFactory().get(path, headers={"accept-language": phone})
    if chosen:
        request.COOKIES["django_language"] = chosen
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    LanguageMiddleware(view)(request)
    return seen[0]


def test_a_page_is_indonesian_on_a_phone_set_to_english() -> None:
    assert spoken("/") == "id"


def test_the_choice_of_a_person_is_kept() -> None:
    assert spoken("/", phone="id", chosen="en") == "en"


@pytest.mark.parametrize("chosen", ["fr", "../../etc", "xx"])
def test_an_unknown_choice_is_indonesian(chosen: str) -> None:
    assert spoken("/", chosen=chosen) == "id"


def test_the_api_speaks_as_its_caller_asks() -> None:
    assert spoken("/api/v1/types/") == "en"
    assert spoken("/api/v1/types/", phone="id-ID") == "id"
