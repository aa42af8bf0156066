import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.models import ApiClient
from licensing.models import Application
from tests.api import ALL_SCOPES, ROOT, by_session, by_token, codes
from tests.factories.accounts import LicensingOfficeFactory, officer
from tests.licensing.journey import Journey, pdf

pytestmark = pytest.mark.django_db
LIST = f"{ROOT}/applications/"

BELOW = ("", "eligibility/", "events/", "clock/", "letters/")


def address(application: Application, below: str = "") -> str:
    return f"{LIST}{application.number}/{below}"


# --- who sees what --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", BELOW)
def test_system_reads_a_file_of_its_region_and_nobody_elses_does(below, journey, system, stranger):
    ours = system.get(address(journey.application, below))
    theirs = stranger.get(address(journey.application, below))

    assert (ours.status_code, theirs.status_code) == (200, 404)
    assert theirs.headers["Content-Type"] == "application/problem+json"


def test_list_of_another_city_is_empty(journey, system, stranger):
    assert [row["number"] for row in system.get(LIST).json()["results"]] == [journey.application.number]
    assert stranger.get(LIST).json()["results"] == []


def test_draft_is_read_by_the_system_that_made_it_alone(system, draft_body):
    number = system.post(LIST, draft_body).json()["number"]
    colleague = by_token(LicensingOfficeFactory(), client_id="sistem-kedua")

    assert system.get(f"{LIST}{number}/").status_code == 200
    assert colleague.get(f"{LIST}{number}/").status_code == 404


def test_without_token_nothing_is_read(journey):
    answer = APIClient().get(address(journey.application))

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("method", "below", "scope"),
    [
        ("get", "", "applications:read"),
        ("get", "events/", "applications:read"),
        ("get", "clock/", "applications:read"),
        ("get", "eligibility/", "applications:read"),
        ("get", "letters/", "letters:read"),
        ("patch", "", "applications:write"),
        ("put", "documents/FOTO/", "applications:write"),
        ("post", "actions/submit/", "applications:write"),
        ("post", "actions/withdraw/", "applications:write"),
        ("post", "actions/verify/", "applications:act"),
        ("post", "actions/issue_licence/", "applications:act"),
    ],
)
def test_each_address_asks_for_its_scope(method, below, scope, journey):
    office = LicensingOfficeFactory()
    without = by_token(office, *(each for each in ALL_SCOPES if each != scope), client_id="tanpa")
    only = by_token(office, scope, client_id="hanya")

    refused = getattr(without, method)(address(journey.application, below))
    passed = getattr(only, method)(address(journey.application, below))

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert passed.status_code not in (401, 404)
    assert b"insufficient_scope" not in passed.content


def test_scopes_of_the_register_of_systems_cap_the_token(journey):
    caller = by_token(LicensingOfficeFactory(), client_id="sempit")
    ApiClient.objects.filter(client_id="sempit").update(scopes=["letters:read"])

    assert caller.get(address(journey.application)).json()["code"] == "insufficient_scope"


def test_system_that_was_switched_off_is_401(journey):
    caller = by_token(LicensingOfficeFactory(), client_id="mati")
    ApiClient.objects.filter(client_id="mati").update(is_active=False)

    assert caller.get(LIST).status_code == 401


# --- list -----------------------------------------------------------------------------------------------------


def test_list_asks_the_same_queries_for_one_row_and_three(journey, system, django_assert_num_queries):
    system.get(LIST)
    with django_assert_num_queries(3):
        assert len(system.get(LIST).json()["results"]) == 1
    for _n in range(2):
        Journey(journey.cast, "SIPB-BIDAN").draft()
    Application.objects.filter(state="draft").update(client_id="sistem-dpmptsp")

    with django_assert_num_queries(3):
        assert len(system.get(LIST).json()["results"]) == 3


def test_list_is_cut_into_pages_and_counts_when_asked(journey, system, draft_body):
    system.post(LIST, draft_body)

    page = system.get(LIST, {"page_size": 1, "count": "true"}).json()
    rest = system.get(page["next"]).json()

    assert (page["count"], len(page["results"]), rest["next"]) == (2, 1, None)
    assert {row["number"] for row in page["results"]} | {row["number"] for row in rest["results"]} == set(
        Application.objects.values_list("number", flat=True)
    )


def test_unknown_parameter_is_named(journey, system):
    answer = system.get(LIST, {"stat": "draft"})

    assert (answer.status_code, codes(answer)) == (400, {"/stat": "unknown_parameter"})


@pytest.mark.parametrize(
    ("name", "fits", "misses"),
    [
        ("state", "submitted", "licensed"),
        ("type", "SIPP-PERAWAT", "SIPB-BIDAN"),
        ("kecamatan", "16.74.02", "16.74.01"),
        ("filed_after", "2026-01-01T00:00:00+07:00", "2026-02-01T00:00:00+07:00"),
        ("filed_before", "2026-02-01T00:00:00+07:00", "2026-01-01T00:00:00+07:00"),
        ("due_before", "2026-12-01T00:00:00+07:00", "2026-01-01T00:00:00+07:00"),
        ("breached", "true", "false"),
        ("external_reference", "A-1", "A-2"),
        ("updated_after", "2020-01-01T00:00:00+07:00", "2099-01-01T00:00:00+07:00"),
    ],
)
def test_filter_takes_and_leaves(name, fits, misses, journey, system):
    Application.objects.update(external_reference="A-1")

    found = [len(system.get(LIST, {name: value}).json()["results"]) for value in (fits, misses)]

    assert found == [1, 0]


# --- create, change, put --------------------------------------------------------------------------------------


def test_system_creates_a_draft(system, draft_body):
    answer = system.post(LIST, draft_body | {"external_reference": "SICANTIK-1"})

    found = answer.json()
    row = Application.objects.get(number=found["number"])
    assert (answer.status_code, found["state"], found["version"]) == (201, "draft", 1)
    assert answer.headers["Location"] == f"{LIST}{row.number}/"
    assert (row.client_id, row.channel, row.external_reference) == ("sistem-dpmptsp", "api", "SICANTIK-1")
    assert row.answers["identity"]["phone"] == "+628000000456"
    assert found["created_at"].endswith("+07:00")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TPK, Role.HEALTH_HEAD])
def test_officers_who_file_nothing_create_nothing(role, journey, draft_body):
    answer = by_session(officer(role)).post(LIST, draft_body)

    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert not Application.objects.filter(state="draft").exists()


def test_session_without_its_form_key_changes_nothing(journey, draft_body):
    caller = APIClient(enforce_csrf_checks=True)
    caller.force_login(journey.cast.applicant.user, backend="django.contrib.auth.backends.ModelBackend")

    assert caller.post(LIST, draft_body).status_code == 403


@pytest.mark.parametrize("name", sorted({field.name for field in Application._meta.get_fields()} - {
    "type", "kind", "applicant", "place", "external_reference", "slot", "previous_licence"
}))  # fmt: skip
def test_no_other_column_can_be_written(name, system, draft_body):
    answer = system.post(LIST, draft_body | {name: "1"})

    assert (answer.status_code, codes(answer)) == (400, {f"/{name}": "unknown_field"})


def test_nik_of_ten_digits_is_pointed_at(system, draft_body):
    draft_body["applicant"]["nik"] = "9902020202"

    assert codes(system.post(LIST, draft_body)) == {"/applicant/nik": "nik_invalid"}


def test_same_key_makes_one_draft_and_another_body_is_refused(system, draft_body):
    first = system.post(LIST, draft_body, headers={"Idempotency-Key": "satu"})
    again = system.post(LIST, draft_body, headers={"Idempotency-Key": "satu"})
    other = system.post(LIST, draft_body | {"kind": "move"}, headers={"Idempotency-Key": "satu"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Location"] == first.headers["Location"]
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert Application.objects.filter(state="draft").count() == 1


def test_change_replaces_a_section_and_refuses_an_old_version(system, draft_body):
    made = system.post(LIST, draft_body).json()
    change = {"version": 1, "place": {"name": "Klinik Contoh Baru", "region": "16.74.02.1007"}}

    changed = system.patch(f"{LIST}{made['number']}/", change)
    stale = system.patch(f"{LIST}{made['number']}/", change)

    assert (changed.status_code, changed.json()["place_name"], changed.json()["version"]) == (
        200,
        "Klinik Contoh Baru",
        2,
    )
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")


def test_system_does_not_change_a_file_of_the_portal(journey, system):
    answer = system.patch(address(journey.application), {"version": journey.application.version, "statements": []})

    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


def test_file_is_put_and_waits_for_its_check(system, draft_body):
    number = system.post(LIST, draft_body).json()["number"]
    file = SimpleUploadedFile("foto.pdf", pdf("foto"), "application/pdf")

    answer = system.put(f"{LIST}{number}/documents/FOTO/", {"file": file}, format="multipart")

    assert (answer.status_code, answer.json()["state"], answer.json()["requirement"]) == (202, "pending_scan", "FOTO")


@pytest.mark.parametrize(
    ("body", "form", "refusal"),
    [
        ({"file": "satu"}, "json", (415, "unsupported_media_type")),
        ({"berkas": "satu"}, "multipart", (400, "validation_error")),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "multipart", (422, "file_unsafe")),
    ],
)
def test_file_of_the_wrong_shape_is_refused(body, form, refusal, system, draft_body):
    number = system.post(LIST, draft_body).json()["number"]

    answer = system.put(f"{LIST}{number}/documents/FOTO/", body, format=form)

    assert (answer.status_code, answer.json()["code"]) == refusal


def test_file_over_the_limit_is_413(system, draft_body):
    number = system.post(LIST, draft_body).json()["number"]
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024))

    answer = system.put(f"{LIST}{number}/documents/FOTO/", {"file": large}, format="multipart")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


# --- below one file -------------------------------------------------------------------------------------------


def test_findings_come_all_at_once_with_remedy(system, draft_body):
    number = system.post(LIST, draft_body).json()["number"]

    found = system.get(f"{LIST}{number}/eligibility/").json()

    assert {"block", "warn"} >= {row["level"] for row in found}
    assert all(row["code"] and row["detail"] and row["remedy"] for row in found)
    assert [row["level"] for row in found] == sorted(row["level"] for row in found)


def test_ledger_tells_who_moved_it_without_names(journey, system):
    rows = system.get(address(journey.application, "events/")).json()

    assert [(row["action"], row["from"], row["to"], row["actor_role"]) for row in rows] == [
        ("create", "", "draft", "applicant"),
        ("submit", "draft", "submitted", "applicant"),
    ]
    assert set(rows[0]) == {"seq", "at", "action", "from", "to", "actor_role", "client_id", "reason", "note"}


def test_clock_shows_segments_and_explains_them(journey, system):
    clocks = {row["name"]: row for row in system.get(address(journey.application, "clock/")).json()["clocks"]}

    verification = clocks["verification"]
    assert (verification["state"], verification["allowance"]) == ("running", 1.0)
    assert verification["started_at"] == "2026-01-23T15:10:00+07:00"
    assert verification["due_at"] == "2026-01-26T14:40:00+07:00"
    assert verification["segments"][0]["holder"] == "dpmptsp"
    assert sum(row["fraction"] for row in verification["explanation"] if row["kind"] in ("used", "left")) == (
        pytest.approx(1)
    )
    assert clocks["licence"]["state"] == "not_started"


def test_letters_have_an_etag(journey, system):
    first = system.get(address(journey.application, "letters/"))
    again = system.get(address(journey.application, "letters/"), headers={"If-None-Match": first.headers["ETag"]})

    assert [row["kind"] for row in first.json()] == ["TANDA_TERIMA"]
    assert (again.status_code, again.content) == (304, b"")


def test_officer_reads_by_session(journey):
    colleague = by_session(officer(Role.TECHNICAL))

    found = colleague.get(address(journey.application)).json()

    assert found["available_actions"] == ["return", "verify"]


def test_every_answer_carries_the_id_of_its_log_lines(journey, system):
    refused = system.get(f"{LIST}2026-01-000000/")

    assert refused.headers["X-Request-ID"] == refused.json()["trace_id"] != ""
