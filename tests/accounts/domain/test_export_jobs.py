"""Files of rows by a worker: for their owner alone, as the owner may read when it runs, for a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain.exports import jobs
from accounts.enums import ExportState, Role
from accounts.models import ApiClient, ExportJob
from accounts.tasks import write_export
from core import files
from core.models import AuditEvent, JobState, OutboxJob
from tests.api import ROOT, by_session, by_token, codes
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory, officer
from tests.factories.facilities import FacilityFactory

pytestmark = pytest.mark.django_db
EXPORTS = f"{ROOT}/exports/"
BODY = {"kind": "facilities", "format": "csv"}
REASON = "Cadangan bulanan dinas"


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def caller(db: None) -> APIClient:
    OfficeFactory()
    FacilityFactory(name="Klinik Contoh")
    FacilityFactory(name="Klinik Jauh", region=RegionFactory(code="16.73.01.1001"))
    return by_token(LicensingOfficeFactory())


def run() -> None:
    write_export(OutboxJob.objects.filter(kind=jobs.JOB).latest("pk"))


def asked(caller: APIClient, **more: Any) -> dict[str, Any]:
    answer = caller.post(EXPORTS, {**BODY, **more})
    assert answer.status_code == 202, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("file_format", ["csv", "ndjson", "xlsx"])
def test_system_asks_watches_and_takes_rows_of_its_region(caller: APIClient, file_format: str):
    row = asked(caller, format=file_format)
    address = f"{EXPORTS}{row['id']}/"
    assert (row["state"], row["expected"], caller.get(f"{address}file/").status_code) == ("waiting", 1, 404)

    run()

    done = caller.get(address).json()
    assert done == {**row, "state": "done", "rows": 1, "size": ANY, "sha256": ANY, "done_at": ANY, "expires_at": ANY}
    taken = caller.get(f"{address}file/")
    content = b"".join(taken.streaming_content)
    assert (len(content), taken.headers["Cache-Control"]) == (done["size"], "no-store")
    if file_format != "xlsx":
        assert b"Klinik Contoh" in content
        assert b"Klinik Jauh" not in content
    assert [row["id"] for row in caller.get(EXPORTS).json()["results"]] == [row["id"]]
    assert list(AuditEvent.objects.filter(action__startswith="export.").values_list("action", flat=True)) == [
        "export.begin",
        "export.end",
    ]


def test_export_of_another_is_not_found(caller: APIClient):
    row = asked(caller)
    colleague = by_token(LicensingOfficeFactory(), client_id="sistem-kedua")

    assert [colleague.get(f"{EXPORTS}{row['id']}/{tail}").status_code for tail in ("", "file/")] == [404, 404]
    assert colleague.get(EXPORTS).json()["results"] == []


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"kind": "rahasia"}, {"/kind": "unknown"}),
        ({"filters": {"nama": ["x"]}}, {"/filters/nama": "filter"}),
        ({"filters": {"ownership": ["bulan"]}}, {"/filters/ownership": "filter"}),
    ],
)
def test_what_cannot_be_exported_is_named(caller: APIClient, change: dict[str, Any], pointers: dict[str, str]):
    answer = caller.post(EXPORTS, {**BODY, **change})

    assert (answer.status_code, codes(answer)) == (422, pointers)


def test_token_without_the_scope_of_the_rows_asks_and_takes_nothing(caller: APIClient):
    row = asked(caller)
    narrow = by_token(LicensingOfficeFactory(), "exports:read")

    assert narrow.post(EXPORTS, BODY).json()["code"] == "insufficient_scope"
    assert narrow.get(f"{EXPORTS}{row['id']}/").status_code == 403


def test_three_at_once_are_enough(caller: APIClient):
    for _n in range(3):
        asked(caller)

    assert caller.post(EXPORTS, BODY).json()["code"] == "too_many_exports"


def test_system_that_was_switched_off_meanwhile_gets_no_file(caller: APIClient):
    asked(caller)
    ApiClient.objects.update(is_active=False)

    run()

    assert ExportJob.objects.get().stands == ExportState.STOPPED
    assert not AuditEvent.objects.filter(action="export.begin").exists()


def test_officer_who_lost_the_role_gets_no_file(caller: APIClient):
    head = officer(Role.HEALTH_HEAD)
    session = by_session(head)
    assert session.post(EXPORTS, BODY).json()["code"] == "reason_needed"
    asked(session, reason=REASON)
    head.memberships.update(ends_on="2026-01-01")

    run()

    assert ExportJob.objects.get().stands == ExportState.STOPPED


def test_file_is_deleted_after_its_day(caller: APIClient):
    row, now = ExportJob.objects.get(public_id=asked(caller)["id"]), timezone.now()
    jobs.write(row.pk, at=now)
    name = ExportJob.objects.get().file_name

    assert jobs.forget(at=now + timedelta(hours=23)) == 0
    assert jobs.forget(at=now + timedelta(hours=24)) == 1

    assert ExportJob.objects.get().stands == ExportState.GONE
    assert not files.storage().exists(name)
    assert caller.get(f"{EXPORTS}{row.public_id}/file/").status_code == 404


def test_worker_that_died_three_times_leaves_no_export_waiting(caller: APIClient):
    asked(caller)
    OutboxJob.objects.filter(kind=jobs.JOB).update(state=JobState.DEAD)

    assert caller.get(EXPORTS).json()["results"][0]["state"] == "stopped"


def test_officer_asks_and_takes_on_the_pages(caller: APIClient, client: Client):
    client.force_login(officer(Role.HEALTH_HEAD), backend="django.contrib.auth.backends.ModelBackend")
    refused = client.post("/ekspor/baru/", {"kind": "facilities", "file_format": "csv", "reason": "untuk apa"})
    assert refused.status_code == 422

    asked_for = {"kind": "facilities", "file_format": "csv", "reason": REASON, "updated_after": "2026-01-01"}
    page = client.post("/ekspor/baru/", asked_for).headers["Location"]
    assert b"data-status-url" in client.get(page).content
    assert client.get(f"{page}berkas/").status_code == 404
    jobs.write(ExportJob.objects.get().pk, at=timezone.now())

    assert b'data-testid="download"' in client.get(page).content
    assert b"Klinik Contoh" in b"".join(client.get(f"{page}berkas/").streaming_content)
    assert page.encode() in client.get("/ekspor/").content
    client.force_login(officer(Role.DIVISION_HEAD), backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(each).status_code for each in (page, f"{page}berkas/")] == [404, 404]
