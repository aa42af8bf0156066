from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from accounts.models import Region, User
from core import idempotency
from core.exceptions import RuleBroken
from core.idempotency import IdempotencyConflict, IdempotentWrites, fingerprint_of_form, once
from core.models import IdempotencyRecord

pytestmark = pytest.mark.django_db

factory = APIRequestFactory()
BODY = {"name": "Wilayah", "code": "99.01"}


class RegionView(IdempotentWrites, APIView):
    """Creates a row per call, and refuses the name "salah"."""

    authentication_classes: Any = ()
    permission_classes: Any = ()
    throttle_classes: Any = ()
    parser_classes = (JSONParser, MultiPartParser)

    def post(self, request: Request) -> Response:
        region = Region.objects.create(code=f"99.{Region.objects.count():04d}", name="x", level="desa")
        if request.data.get("name") == "salah":
            raise RuleBroken
        return Response({"code": region.code}, status=201, headers={"Location": f"/r/{region.code}/"})


def post(body: Any = BODY, *, key: str = "a", user: User | None = None, **options: Any) -> Response:
    headers = {"Idempotency-Key": key} if key else {}
    request = factory.post("/api/v1/r/", body, format=options.pop("format", "json"), headers=headers)
    if user is not None:
        force_authenticate(request, user)
    response = RegionView.as_view()(request)
    response.render()
    return response


def test_same_key_and_body_give_the_first_answer() -> None:
    first, second = post(), post()

    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.rendered_content, first["Location"]) == (second.rendered_content, second["Location"])
    assert Region.objects.count() == 1


def test_order_of_members_and_spaces_do_not_matter() -> None:
    post()

    post(dict(reversed(BODY.items())))

    assert Region.objects.count() == 1


def test_same_key_with_another_body_is_a_conflict() -> None:
    post()

    response = post({**BODY, "name": "Lain"})

    assert (response.status_code, response.data["code"]) == (409, "idempotency_conflict")
    assert Region.objects.count() == 1


def test_without_a_key_each_request_counts() -> None:
    post(key="")
    post(key="")

    assert Region.objects.count() == 2


def test_two_clients_may_use_the_same_key() -> None:
    one, two = (User.objects.create(name=name, email=f"{name}@demo.example") for name in "ab")

    post(user=one)
    post(user=two)

    assert Region.objects.count() == 2


def test_refusal_leaves_nothing_and_may_be_tried_again() -> None:
    assert post({"name": "salah"}).status_code == 422

    assert (Region.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)
    assert post(BODY).status_code == 201


def test_key_is_forgotten_after_48_hours() -> None:
    post()

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        post()
        assert idempotency.purge(at=timezone.now()) == 0

    assert Region.objects.count() == 2


def test_kept_answer_is_not_readable_in_the_database() -> None:
    response = post()

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM core_idempotencyrecord")
        (body,) = cursor.fetchone()
    assert response.data["code"] not in body


def test_key_longer_than_128_characters_is_refused() -> None:
    assert post(key="k" * 129).status_code == 400


def test_file_is_compared_by_content() -> None:
    def upload(content: bytes) -> int:
        body = {"file": SimpleUploadedFile("ktp.pdf", content), "name": "x"}
        return int(post(body, format="multipart").status_code)

    assert [upload(b"one"), upload(b"one"), upload(b"two")] == [201, 201, 409]


def form_once(act: Callable[[], str], *, key: str = "k", fingerprint: str = "f") -> str:
    return once(key, client="user:1", route="POST /x/", fingerprint=fingerprint, act=act)


def test_form_sent_twice_goes_to_the_same_page() -> None:
    calls: list[int] = []

    def act() -> str:
        calls.append(1)
        return f"/applications/{len(calls)}/"

    assert [form_once(act), form_once(act)] == ["/applications/1/", "/applications/1/"]


def test_form_key_with_other_fields_is_a_conflict() -> None:
    form_once(lambda: "/1/")

    with pytest.raises(IdempotencyConflict):
        form_once(lambda: "/2/", fingerprint="other")


def test_form_fingerprint_leaves_out_token_and_key() -> None:
    one = QueryDict("name=a&csrfmiddlewaretoken=1&form_key=2")
    two = QueryDict("name=a&csrfmiddlewaretoken=3&form_key=4")

    assert fingerprint_of_form(one, MultiValueDict()) == fingerprint_of_form(two, MultiValueDict())
    assert fingerprint_of_form(one, MultiValueDict()) != fingerprint_of_form(QueryDict("name=b"), MultiValueDict())


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_request() -> None:
    answers: list[str] = []
    barrier = Barrier(20)

    def submit() -> None:
        barrier.wait()
        answers.append(form_once(create_region))
        connection.close()

    threads = [Thread(target=submit) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["99.0000"] * 20
    assert Region.objects.count() == 1


def create_region() -> str:
    return Region.objects.create(code=f"99.{Region.objects.count():04d}", name="x", level="desa").code
