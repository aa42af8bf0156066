import errno
from typing import Any

import pytest
import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import Http404
from rest_framework import exceptions as drf, serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.exceptions import Finding, NotAllowed, RuleBroken, StaleVersion, Unavailable

factory = APIRequestFactory()


class Applicant(serializers.Serializer[Any]):
    nik = serializers.RegexField(r"^\d{16}$")


class Place(serializers.Serializer[Any]):
    name = serializers.CharField()


class Draft(serializers.Serializer[Any]):
    applicant = Applicant()
    places = Place(many=True)


def answer(raised: BaseException | None = None, *, request: Any = None, **attributes: Any) -> Response:
    class View(APIView):
        authentication_classes: Any = ()
        permission_classes: Any = ()
        throttle_classes: Any = ()
        parser_classes = (JSONParser,)
        renderer_classes = (BrowsableAPIRenderer, JSONRenderer)

        def get(self, _request: Request) -> Response:
            assert raised is not None
            raise raised

        def post(self, request: Request) -> Response:
            Draft(data=request.data).is_valid(raise_exception=True)
            return Response()

    for name, value in attributes.items():
        setattr(View, name, value)
    response = View.as_view()(request or factory.get("/api/v1/x/", HTTP_ACCEPT="text/html"))
    response.render()
    return response


def test_domain_error_keeps_code_detail_and_findings() -> None:
    findings = (Finding("nik_invalid", "NIK salah.", "/applicant/nik"),)

    with structlog.contextvars.bound_contextvars(request_id="abc"):
        response = answer(RuleBroken("Belum lengkap.", findings=findings))

    assert response.status_code == 422
    assert response.data == {
        "type": "urn:sejaras:problem:rule_broken",
        "title": "Tidak memenuhi ketentuan",
        "status": 422,
        "code": "rule_broken",
        "detail": "Belum lengkap.",
        "errors": [{"code": "nik_invalid", "detail": "NIK salah.", "pointer": "/applicant/nik"}],
        "trace_id": "abc",
    }


def test_browser_asking_for_html_gets_json() -> None:
    response = answer(Http404())

    assert response["Content-Type"] == "application/problem+json"
    assert response.rendered_content.startswith(b"{")


def test_nested_validation_errors_get_json_pointers() -> None:
    body = {"applicant": {"nik": "12"}, "places": [{"name": "A"}, {}]}

    response = answer(request=factory.post("/api/v1/x/", body, format="json"))

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.data["errors"]] == [
        ("/applicant/nik", "invalid"),
        ("/places/1/name", "required"),
    ]


def test_pointer_escapes_slash_and_tilde() -> None:
    response = answer(drf.ValidationError({"a/b~c": ["salah"]}))

    assert response.data["errors"][0]["pointer"] == "/a~1b~0c"


def test_whole_object_errors_point_to_their_object() -> None:
    response = answer(drf.ValidationError({"non_field_errors": ["x"], "place": {"non_field_errors": ["y"]}}))

    assert [error["pointer"] for error in response.data["errors"]] == ["", "/place"]


def test_missing_login_is_401_even_where_sessions_are_accepted() -> None:
    response = answer(authentication_classes=[SessionAuthentication], permission_classes=[IsAuthenticated])

    assert (response.status_code, response.data["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_throttled_says_when_to_come_back() -> None:
    response = answer(drf.Throttled(wait=12.3))

    assert (response.status_code, response["Retry-After"]) == (429, "13")


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (NotAllowed(), 403, "not_allowed"),
        (PermissionDenied(), 403, "permission_denied"),
        (StaleVersion(), 409, "stale_version"),
        (RequestDataTooBig(), 413, "too_large"),
        (RecursionError(), 400, "bad_request"),
        (DataError("integer out of range"), 400, "bad_request"),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), 400, "bad_request"),
        (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "storage_full"),
    ],
)
def test_status_and_code_of_other_errors(raised: Exception, status: int, code: str) -> None:
    response = answer(raised)

    assert (response.status_code, response.data["code"]) == (status, code)


@pytest.mark.parametrize("raised", [OperationalError("server closed the connection"), Unavailable()])
def test_what_may_pass_is_503_with_retry_after(raised: Exception) -> None:
    response = answer(raised)

    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_broken_json_is_400() -> None:
    request = factory.generic("POST", "/api/v1/x/", "{nik", content_type="application/json")

    assert answer(request=request).status_code == 400


def test_other_media_type_is_415() -> None:
    request = factory.generic("POST", "/api/v1/x/", "nik", content_type="text/plain")

    assert answer(request=request).status_code == 415


def test_fault_of_ours_is_logged_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    response = answer(ZeroDivisionError("secret inner thing"))

    assert (response.status_code, response.data["code"]) == (500, "internal_error")
    assert b"secret" not in response.rendered_content
    assert "api_request_failed" in caplog.text


def test_what_gives_way_is_logged_with_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    answer(OperationalError("server closed the connection"))

    assert "server closed the connection" in caplog.text
