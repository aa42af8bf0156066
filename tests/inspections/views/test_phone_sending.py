"""What a phone may send, and what it hears when it sends something else."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspections.models import Visit, VisitPhoto
from tests.factories.accounts import MembershipFactory
from tests.inspections.field_cast import inspector, picture, sending, sha256, tugas_for, visit_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def phone_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def put(client: Client, visit: Visit, body: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.put(reverse("phone_visit", args=[visit.uuid]), data, content_type="application/json")


def put_picture(client: Client, visit: Visit, data: bytes, address: str = "") -> Any:
    url = reverse("phone_photo", args=[visit.uuid, address or sha256(data)])
    return client.put(url, data, content_type="image/jpeg")


def test_visit_is_taken_once_however_often_it_is_sent() -> None:
    user = inspector()
    visit = visit_for(user)
    body = sending(visit)

    statuses = [put(phone_of(user), visit, body).status_code for _ in range(3)]

    assert statuses == [201, 200, 200]
    assert visit.submissions.count() == 1


def test_photo_is_taken_once_however_often_it_is_sent() -> None:
    user = inspector()
    visit = visit_for(user)

    statuses = [put_picture(phone_of(user), visit, picture()).status_code for _ in range(2)]

    assert statuses == [201, 201]
    assert [row.original_sha256 for row in visit.photos.all()] == [sha256(picture())]


def test_second_phone_hears_both_values() -> None:
    user = inspector()
    visit = visit_for(user)
    first, second = sending(visit), sending(visit, answers={"A01": "tb", "A02": "sesuai"}, device_id="ponsel-2")

    put(phone_of(user), visit, {**first, "finished": False})
    answer = put(phone_of(user), visit, second)

    visit.refresh_from_db()
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_conflict")
    current = answer.json()["current"]
    assert (current["version"], current["by"]) == (visit.version, user.name)
    assert current["filled"]["answers"]["A01"]["value"] == "sesuai"


def test_choice_of_the_person_is_taken_with_the_new_version() -> None:
    user = inspector()
    visit = visit_for(user)
    put(phone_of(user), visit, sending(visit, finished=False))
    visit.refresh_from_db()

    answer = put(phone_of(user), visit, sending(visit, answers={"A01": "tb", "A02": "sesuai"}, take_over=True))

    assert answer.status_code == 201
    assert sorted(visit.answers.values_list("item__code", "value")) == [("A01", "tb"), ("A02", "sesuai")]


@pytest.mark.parametrize("value", ["sesuai", "tb"])
def test_phone_that_comes_after_the_conclusion_hears_so_and_changes_nothing(value: str) -> None:
    user = inspector()
    visit = visit_for(user)
    late = sending(visit, answers={"A01": value, "A02": "sesuai"}, device_id="ponsel-2", photos=[])
    put(phone_of(user), visit, sending(visit))
    visit.refresh_from_db()

    first = put(phone_of(user), visit, late)
    chosen = put(phone_of(user), visit, {**late, "base_version": visit.version, "take_over": True})

    heard = [(answer.status_code, answer.json()["current"]["over"]) for answer in (first, chosen)]
    assert (visit.state, heard) == ("concluded", [(409, True), (409, True)])
    assert first.json()["current"]["filled"]["answers"]["A01"]["value"] == "sesuai"
    assert (visit.submissions.count(), visit.answers.get(item__code="A01").value) == (1, "sesuai")


def test_called_off_visit_takes_nothing_from_a_phone() -> None:
    user = inspector()
    visit = visit_for(user, state="cancelled")

    answer = put(phone_of(user), visit, sending(visit))

    assert (answer.status_code, answer.json()["code"], answer.json()["current"]["over"]) == (409, "visit_moved", True)


def test_team_mate_reads_while_another_carries_it() -> None:
    lead, mate = inspector(), inspector("Agus Contoh")
    visit = visit_for(lead, mate)
    phone_of(lead).post(reverse("phone_carry", args=[visit.uuid]), {"device_id": "ponsel-1"})

    pack = phone_of(mate).get(reverse("phone_pack")).json()["visits"][0]
    visit.refresh_from_db()
    answer = put(phone_of(mate), visit, sending(visit))

    assert (pack["readonly"], pack["may_take_over"]) == (
        "Sedang dibawa Rahma Dwi Lestari. Anggota tim lain hanya membaca.",
        True,
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_carried")


def test_team_mate_may_take_it_over() -> None:
    lead, mate = inspector(), inspector("Agus Contoh")
    visit = visit_for(lead, mate)
    url = reverse("phone_carry", args=[visit.uuid])
    phone_of(lead).post(url)

    refused = phone_of(mate).post(url)
    taken = phone_of(mate).post(url, {"take_over": "1"})

    assert (refused.status_code, taken.status_code) == (409, 200)
    assert Visit.objects.get().carrier == mate


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_writes_without_a_valid_surat_tugas(days: int) -> None:
    user = inspector()
    visit = visit_for(user, surat_tugas=tugas_for(user, on=timezone.localdate() + timedelta(days=days)))

    answer = put(phone_of(user), visit, sending(visit))

    assert (answer.status_code, answer.json()["code"]) == (403, "no_surat_tugas")
    assert phone_of(user).get(reverse("phone_pack")).json()["visits"][0]["readonly"]


def test_nobody_writes_without_a_valid_card() -> None:
    user = inspector()
    visit = visit_for(user)
    user.inspector_cards.update(ends_on=timezone.localdate() - timedelta(days=1))

    answer = put(phone_of(user), visit, sending(visit))

    assert (answer.status_code, answer.json()["code"]) == (403, "no_inspector_card")


def test_visit_of_others_does_not_exist() -> None:
    visit = visit_for(inspector())
    stranger = MembershipFactory(role="applicant", office=None).user

    assert put(phone_of(inspector("Agus Contoh")), visit, sending(visit)).status_code == 403
    assert put_picture(phone_of(inspector("Budi Contoh")), visit, picture()).status_code == 404
    assert put(phone_of(stranger), visit, sending(visit)).status_code == 403
    assert (visit.answers.count(), visit.photos.count()) == (0, 0)


def test_visit_begun_on_the_phone_needs_a_surat_tugas() -> None:
    user = inspector()
    unknown = visit_for(user)
    unknown.uuid = uuid4()

    assert put(phone_of(user), unknown, sending(unknown)).status_code == 404


def test_photo_with_another_hash_is_refused() -> None:
    user = inspector()
    visit = visit_for(user)

    answer = put_picture(phone_of(user), visit, picture(), address=sha256(b"something else"))

    assert (answer.status_code, answer.json()["code"]) == (422, "photo_differs")
    assert VisitPhoto.objects.count() == 0


@pytest.mark.parametrize("address", ["abc", "Z" * 64, "../" + "a" * 61])
def test_photo_without_a_hash_has_no_address(address: str) -> None:
    user = inspector()
    visit = visit_for(user)

    assert phone_of(user).put(f"/tpk/ponsel/{visit.uuid}/foto/{address}/", b"x").status_code == 404


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"<svg onload=alert(1)>", b"MZ\x90\x00", b"GIF89a", b""])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    user = inspector()
    visit = visit_for(user)

    answer = put_picture(phone_of(user), visit, data)

    assert answer.status_code == 422
    assert VisitPhoto.objects.count() == 0


def test_huge_photo_is_refused() -> None:
    user = inspector()
    visit = visit_for(user)

    answer = put_picture(phone_of(user), visit, picture() + b"\0" * (10 * 1024 * 1024))

    assert (answer.status_code, VisitPhoto.objects.count()) == (422, 0)


def test_huge_sending_is_refused() -> None:
    user = inspector()
    visit = visit_for(user)

    assert put(phone_of(user), visit, b'{"x": "' + b"y" * 3_000_000 + b'"}').status_code == 413


@pytest.mark.parametrize(
    "change",
    [
        {"state": "concluded"},
        {"answers": [{"code": "A01", "value": "bagus"}]},
        {"answers": "A01"},
        {"photos": [{"sha256": "abc"}]},
        {"latitude": 91},
        {"base_version": -1},
        {"signatures": [{"side": "inspector", "way": "drawn", "name": "x", "image": "A" * 60_000, "signed_at": "x"}]},
        {"device_id": "x" * 65},
    ],
)
def test_sending_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    user = inspector()
    visit = visit_for(user)

    answer = put(phone_of(user), visit, sending(visit) | change)

    assert answer.status_code == 400
    assert visit.submissions.count() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 5000])
def test_body_that_is_no_object_is_refused(body: bytes) -> None:
    user = inspector()

    assert put(phone_of(user), visit_for(user), body).status_code == 400


def test_every_gap_of_a_finished_visit_is_told_at_once() -> None:
    user = inspector()
    visit = visit_for(user)

    answer = put(phone_of(user), visit, sending(visit, answers={"A02": "tidak"}, met_name=""))

    assert answer.status_code == 422
    assert sorted(error["code"] for error in answer.json()["errors"]) == ["met_name", "note", "photo", "unanswered"]


def test_sending_needs_the_token_of_the_session() -> None:
    user = inspector()
    visit = visit_for(user)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    url, body = reverse("phone_visit", args=[visit.uuid]), json.dumps(sending(visit))

    without = client.put(url, body, content_type="application/json")
    token = client.get(reverse("phone_session")).json()["csrf"]
    with_it = client.put(url, body, content_type="application/json", headers={"X-CSRFToken": token})

    assert (without.status_code, with_it.status_code) == (403, 201)
    assert not without.headers["Content-Type"].startswith("application/")  # a page: the phone fetches a new token


def test_ended_session_redirects_and_changes_nothing() -> None:
    visit = visit_for(inspector())

    assert [put(Client(), visit, sending(visit)).status_code, Client().get(reverse("phone_session")).status_code] == [
        302,
        302,
    ]
    assert visit.submissions.count() == 0
