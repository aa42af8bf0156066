import base64

import pytest

from accounts.enums import Role
from core.models import IdempotencyRecord
from licensing.domain import transitions
from licensing.domain.workflow import CLIENT, MOVES
from licensing.enums import Action
from licensing.models import ApplicationEvent, Judgement, Licence
from tests.api import ROOT, by_session, codes
from tests.factories.accounts import PASSWORD, UserFactory, officer
from tests.licensing.journey import Journey, anchored, pdf

pytestmark = pytest.mark.django_db

CHECKS = [{"code": code, "ok": True} for code in ("documents", "authority", "register", "law")]


@pytest.fixture
def now():
    return "2026-01-23T10:30:00+00:00"


def do(caller, application, verb, **body):
    application.refresh_from_db()
    url = f"{ROOT}/applications/{application.number}/actions/{verb}/"
    return caller.post(url, {"version": application.version, **body})


# --- what a system may ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [action for action, move in MOVES.items() if CLIENT not in move.actors])
def test_system_alone_does_no_verb_of_a_person(action, journey, system):
    answer = do(system, journey.application, action)

    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_allowed")


@pytest.mark.parametrize("action", Action.values)
def test_every_verb_on_a_file_of_another_city_is_404(action, journey, stranger):
    assert do(stranger, journey.application, action).status_code == 404


def test_unknown_verb_is_404(journey, system):
    assert do(system, journey.application, "explode").status_code == 404


@pytest.mark.parametrize("verb", ["submit", "withdraw"])
def test_system_does_not_speak_for_applicants_of_the_portal(verb, journey, system):
    assert do(system, journey.application, verb).json()["code"] == "role_not_allowed"


def test_system_verifies_for_its_office(journey, system):
    answer = do(system, journey.application, "verify", all_fit=True)

    event = ApplicationEvent.objects.get(action="verify")
    assert (answer.status_code, answer.json()["state"]) == (200, "verified")
    assert (event.actor, event.actor_role, event.client_id) == (None, "client", "sistem-dpmptsp")
    assert set(Judgement.objects.values_list("by", "verdict")) == {(None, "fits")}


def test_system_returns_with_reason_and_instruction(journey, system):
    item = {"requirement": "FOTO", "reason": "RET_DOC_UNREADABLE", "instruction": "Unggah foto yang lebih jelas."}

    answer = do(system, journey.application, "return", items=[item])

    assert (answer.status_code, answer.json()["state"]) == (200, "needs_correction")
    assert [(row["requirement"], row["instruction"]) for row in answer.json()["corrections"]] == [
        ("FOTO", "Unggah foto yang lebih jelas.")
    ]


def test_gap_that_is_no_requirement_is_pointed_at(journey, system):
    item = {"requirement": "TIDAK-ADA", "reason": "RET_DOC_UNREADABLE", "instruction": "Pindai ulang berkas Anda."}

    answer = do(system, journey.application, "return", items=[item])

    assert codes(answer) == {"/items/0/requirement": "requirement_unknown"}


def test_verify_without_verdicts_says_what_is_open(journey, system):
    answer = do(system, journey.application, "verify")

    assert (answer.status_code, answer.json()["code"], codes(answer)) == (422, "not_ready", {"": "not_judged"})


def test_old_version_is_409_and_changes_nothing(journey, system):
    url = f"{ROOT}/applications/{journey.application.number}/actions/verify/"

    answer = system.post(url, {"version": 1, "all_fit": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    journey.application.refresh_from_db()
    assert journey.application.state == "submitted"


def test_verb_in_the_wrong_state_is_409(journey, system):
    do(system, journey.application, "verify", all_fit=True)

    assert do(system, journey.application, "verify", all_fit=True).json()["code"] == "state_conflict"


def test_body_member_that_is_unknown_is_named(journey, system):
    answer = do(system, journey.application, "verify", all_fit=True, state="licensed")

    assert (answer.status_code, codes(answer)) == (400, {"/state": "unknown_field"})


def test_same_key_verifies_once(journey, system):
    url = f"{ROOT}/applications/{journey.application.number}/actions/verify/"
    body = {"version": journey.application.version, "all_fit": True}

    answers = [system.post(url, body, headers={"Idempotency-Key": "v1"}) for _n in range(2)]

    assert answers[0].json() == answers[1].json()
    assert ApplicationEvent.objects.filter(action="verify").count() == 1


# --- a licence signed elsewhere -------------------------------------------------------------------------------


@pytest.fixture
def recommended(journey: Journey) -> Journey:
    return journey.verify().assess().approve().sign()


def test_system_reports_a_licence_with_its_pdf(recommended, system):
    signed = pdf("ditandatangani di sistem lain")
    body = {"number": "503/0009/SIPP/2026", "issued_on": "2026-01-23"}

    answer = do(system, recommended.application, "issue_licence", file_base64=base64.b64encode(signed).decode(), **body)

    licence = Licence.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (200, "licensed")
    assert (licence.number, str(licence.starts_on), licence.issued_elsewhere) == (
        "503/0009/SIPP/2026",
        "2026-01-23",
        True,
    )
    letters = system.get(f"{ROOT}/applications/{recommended.application.number}/letters/").json()
    reported = next(row for row in letters if row["number"] == licence.number)
    assert system.get(reported["file"]).content == signed
    assert system.get(f"{ROOT}/verify/{reported['verify_code']}/").json()["status"] == "valid"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/number": "required", "/issued_on": "required", "/file": "required"}),
        (
            {"number": "1", "issued_on": "2026-01-23", "file_base64": "JVBERi0=", "passphrase": "x"},
            {"/passphrase": "unknown_field"},
        ),
        ({"number": "1", "issued_on": "2026-01-23", "file_base64": "***"}, {"/file_base64": "base64_invalid"}),
        ({"number": "1", "issued_on": "2026-01-23", "file_base64": "Pö"}, {"/file_base64": "base64_invalid"}),
    ],
)
def test_report_of_the_wrong_shape_is_pointed_at(body, pointers, recommended, system):
    answer = do(system, recommended.application, "issue_licence", **body)

    assert (answer.status_code, codes(answer)) == (400, pointers)


def test_reported_pdf_that_is_none_is_refused(recommended, system):
    body = {"number": "1", "issued_on": "2026-01-23", "file_base64": base64.b64encode(b"MZ program").decode()}

    answer = do(system, recommended.application, "issue_licence", **body)

    assert (answer.status_code, answer.json()["code"]) == (422, "file_unsafe")
    assert not Licence.objects.exists()


# --- persons --------------------------------------------------------------------------------------------------


def test_signing_asks_for_the_password_and_keeps_the_number(journey):
    journey.verify().assess().approve()
    anchored(journey.at)
    head = by_session(journey.cast.health_head.user)

    without = do(head, journey.application, "sign", passphrase="sejaras-demo")
    wrong = do(head, journey.application, "sign", passphrase="salah", password=PASSWORD)
    right = do(head, journey.application, "sign", passphrase="sejaras-demo")

    assert (without.status_code, wrong.json()["code"]) == (422, "passphrase_wrong")
    assert (right.status_code, right.json()["state"]) == (200, "recommended")


def test_secrets_leave_no_trace_with_the_key(journey):
    journey.verify().assess().approve()
    anchored(journey.at)
    head = by_session(journey.cast.health_head.user)
    url = f"{ROOT}/applications/{journey.application.number}/actions/sign/"
    body = {"version": journey.application.version, "password": PASSWORD}

    first = head.post(url, {**body, "passphrase": "sejaras-demo"}, headers={"Idempotency-Key": "s1"})
    again = head.post(url, {**body, "passphrase": "lain"}, headers={"Idempotency-Key": "s1"})

    assert (first.status_code, again.json()) == (200, first.json())
    assert IdempotencyRecord.objects.count() == 1


def test_head_refuses_with_reason_and_rule(journey):
    journey.verify().assess().approve()
    anchored(journey.at)
    head = by_session(journey.cast.health_head.user)

    answer = do(
        head, journey.application, "refuse", passphrase="sejaras-demo", password=PASSWORD,
        reason="REF_FACILITY_NOT_ELIGIBLE", note="Tempat praktik belum memenuhi syarat.", rule="PP 28/2024",
    )  # fmt: skip

    assert (answer.status_code, answer.json()["state"]) == (200, "refused")


def test_visit_is_planned_and_its_result_written(journey):
    journey.verify()
    tpk = by_session(journey.cast.tpk.user)
    plan = {
        "surat_tugas_number": "800/1",
        "surat_tugas_date": "2026-01-23",
        "scheduled_at": "2026-01-23T15:30:00+07:00",
    }
    result = {"held_at": "2026-01-23T15:45:00+07:00", "conclusion": "fit", "berita_acara_number": "400/1"}

    planned = do(tpk, journey.application, "request_visit", **plan)
    written = do(tpk, journey.application, "record_visit", **result)

    assert (planned.json()["state"], written.status_code) == ("assessing", 200)
    assert str(journey.application.visit_links.get().visit.conclusion) == "fit"


def test_division_head_sends_back_and_extends_nothing(journey):
    journey.verify().assess()
    head = by_session(journey.cast.division_head.user)

    refused = do(head, journey.application, "extend", clock="recommendation", days="1", note="Menunggu data pusat.")
    back = do(head, journey.application, "send_back", note="Lengkapi uraian penilaian.")

    assert (refused.status_code, back.json()["state"]) == (403, "assessing")


def test_head_of_office_extends_a_clock(journey):
    journey.verify().assess()
    head = by_session(journey.cast.health_head.user)

    answer = do(head, journey.application, "extend", clock="recommendation", days="0.5", note="Keputusan 800/1/2026.")
    clocks = head.get(f"{ROOT}/applications/{journey.application.number}/clock/").json()["clocks"]

    assert answer.status_code == 200
    assert next(row["allowance"] for row in clocks if row["name"] == "recommendation") == 1.5


def test_who_verified_does_not_sign_although_head(journey):
    journey.verify().assess().approve()
    ApplicationEvent.objects.filter(action="verify").update(actor=journey.cast.health_head.user)
    head = by_session(journey.cast.health_head.user)

    answer = do(head, journey.application, "sign", passphrase="sejaras-demo", password=PASSWORD)

    assert (answer.status_code, answer.json()["code"]) == (403, "separation_of_duties")


def test_applicant_withdraws_by_session_and_a_stranger_sees_nothing(journey):
    stranger = do(by_session(UserFactory()), journey.application, "withdraw")
    own = do(by_session(journey.cast.applicant.user), journey.application, "withdraw", note="Pindah kota.")

    assert (stranger.status_code, own.json()["state"]) == (404, "withdrawn")


@pytest.mark.parametrize("role", [Role.TECHNICAL, Role.TPK, Role.DIVISION_HEAD, Role.AUDITOR])
def test_officer_of_another_desk_does_not_register(role, journey):
    journey.judge()
    caller = by_session(officer(role))

    assert do(caller, journey.application, "register").status_code in (403, 404)


def test_applicant_answers_a_correction_of_data_and_sends_again(journey):
    journey.judge(gaps={"FORM": "Tulis nama sesuai KTP Anda."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())
    caller = by_session(journey.cast.applicant.user)
    journey.application.refresh_from_db()
    applicant = {"name": "Sari Wulandari", "nik": "9901011504940000", "phone": "+628000000123", "sex": "P"}
    rest = {"birth_date": "1994-04-15", "birth_place": "Prabumulih", "address": "Jalan Contoh Nomor 2"}
    change = {"version": journey.application.version, "applicant": {**applicant, **rest}}

    too_early = do(caller, journey.application, "resubmit")
    changed = caller.patch(f"{ROOT}/applications/{journey.application.number}/", change)
    sent = do(caller, journey.application, "resubmit")

    assert (too_early.status_code, too_early.json()["errors"][0]["code"]) == (422, "correction_open")
    assert [row["answered_at"] is not None for row in changed.json()["corrections"]] == [True]
    assert sent.json()["state"] == "submitted"
