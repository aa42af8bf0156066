"""The main job through the API: the system's verbs by the demo client, each person's verbs under their session."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.domain.calendars import forget_calendars
from accounts.models import User
from core import audit, outbox
from licensing.management.demo import log_ins
from tests.api import ALL_SCOPES, ROOT, by_session
from tests.licensing.journey import START, pdf

pytestmark = [pytest.mark.drawn, pytest.mark.sandboxed]

APPLICANT = {
    "name": "Sari Wulandari",
    "degrees": "A.Md.Kep.",
    "nik": "9901011504940000",
    "phone": "0800 0000 123",
    "birth_place": "Prabumulih",
    "birth_date": "1994-04-15",
    "sex": "P",
    "address": "Jalan Contoh Nomor 2",
}
DRAFT = {
    "type": "SIPP-PERAWAT",
    "kind": "new",
    "external_reference": "SICANTIK-2026-0001",
    "applicant": APPLICANT,
    "practitioner": {"str_number": "AA00000000000001", "str_name": "Sari Wulandari", "str_lifetime": True},
    "place": {
        "name": "Klinik Contoh Medika",
        "kind": "klinik_pratama",
        "address": "Jalan Melati Nomor 00",
        "region": "16.74.02.1007",
        "practice_hours": [{"day": "Senin", "open": "08:00", "close": "12:00"}],
    },
}


class Story:
    """One file on its way; time passes ten minutes with every step."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller
        self.number = ""
        self.version = 0

    @property
    def system(self) -> APIClient:
        """The demo client with a token of its own for every errand; one lives a quarter of an hour."""
        body = {
            "grant_type": "client_credentials",
            "client_id": log_ins.CLIENT_ID,
            "client_secret": log_ins.CLIENT_SECRET,
            "scope": " ".join(ALL_SCOPES),
        }
        answer = APIClient().post("/oauth/token/", body, format="multipart").json()
        caller = APIClient()
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {answer['access_token']}")
        return caller

    @property
    def address(self) -> str:
        return f"{ROOT}/applications/{self.number}/"

    def person(self, mailbox: str) -> APIClient:
        return by_session(User.objects.get(email=f"{mailbox}@{log_ins.DOMAIN}"))

    def create(self) -> None:
        rows = self.system.get(f"{ROOT}/types/{DRAFT['type']}/requirements/").json()["results"]
        facts = {
            "details": {row["code"]: "sesuai berkas" for row in rows if row["kind"] == "data"},
            "statements": [row["code"] for row in rows if row["kind"] == "statement"],
        }
        self.read(self.system.post(f"{ROOT}/applications/", {**DRAFT, **facts}), 201)
        for row in rows:
            if row["kind"] == "document" and row["mandatory"]:
                self.put(row["code"])

    def put(self, code: str) -> None:
        file = SimpleUploadedFile(f"{code}.pdf", pdf(f"{self.number} {code} {self.version}"), "application/pdf")
        answer = self.system.put(f"{self.address}documents/{code}/", {"file": file}, format="multipart")
        assert answer.status_code == 202, answer.json()
        outbox.drain()

    def do(self, caller: APIClient, verb: str, **body: Any) -> dict[str, Any]:
        self.traveller.shift(600)
        answer = caller.post(f"{self.address}actions/{verb}/", {"version": self.version, **body})
        return self.read(answer, 200)

    def read(self, answer: Any, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.json()
        found: dict[str, Any] = answer.json()
        self.number, self.version = found["number"], found["version"]
        return found


@pytest.fixture
def story(reference_data: None, db: None) -> Any:
    forget_calendars()
    with time_machine.travel(START, tick=False) as traveller:
        log_ins.create(at=START)
        yield Story(traveller)
    forget_calendars()


def test_nurse_gets_a_licence_that_verifies(story):
    story.create()
    findings = story.system.get(f"{story.address}eligibility/").json()
    assert [row["code"] for row in findings if row["level"] == "block"] == []

    assert story.do(story.system, "submit")["state"] == "submitted"
    gap = {
        "requirement": "STR-SEUMUR-HIDUP",
        "reason": "RET_DOC_UNREADABLE",
        "instruction": "Unggah STR yang terbaca jelas.",
    }
    returned = story.do(story.person("timteknis"), "return", items=[gap])
    assert (returned["state"], [row["requirement"] for row in returned["corrections"]]) == (
        "needs_correction",
        ["STR-SEUMUR-HIDUP"],
    )
    story.put("STR-SEUMUR-HIDUP")
    story.do(story.system, "resubmit")
    story.do(story.person("timteknis"), "verify", all_fit=True)
    assert story.do(story.person("register"), "register")["register_number"]
    tpk = story.person("tpk")
    story.do(tpk, "start_assessment")
    checks = [{"code": code, "ok": True} for code in ("documents", "authority", "register", "law")]
    story.do(tpk, "assess", proposal="grant", summary="Seluruh persyaratan terpenuhi.", desk_checks=checks)
    story.do(story.person("kabid"), "approve")
    audit.anchor(at=START)
    secrets = {"password": log_ins.PASSWORD, "passphrase": "sejaras-demo"}
    assert story.do(story.person("kadinkes"), "sign", **secrets)["state"] == "recommended"
    licensed = story.do(story.person("dpmptsp"), "issue_licence", **secrets)
    outbox.drain()

    assert licensed["state"] == "licensed"
    assert licensed["licence"]["ends_on"] == "2031-01-23"
    clocks = {row["name"]: row for row in story.system.get(f"{story.address}clock/").json()["clocks"]}
    assert {name: row["on_time"] for name, row in clocks.items() if row["state"] == "stopped"} == dict.fromkeys(
        ("verification", "intake", "recommendation", "licence", "deemed_approval"), True
    )
    letters = {row["kind"]: row for row in story.system.get(f"{story.address}letters/").json()}
    sip = letters["SIP"]
    file = story.system.get(sip["file"])
    assert (file.status_code, file.headers["ETag"], file.content[:5]) == (200, f'"{sip["sha256"]}"', b"%PDF-")
    checked = APIClient().get(f"{ROOT}/verify/{sip['verify_code']}/").json()
    assert (checked["status"], checked["number"], checked["sha256"]) == ("valid", sip["number"], sip["sha256"])
    tracked = APIClient().post(f"{ROOT}/track/", {"number": story.number, "phone_last4": "0123"}).json()
    assert (tracked["state"], tracked["applicant"]) == ("licensed", "S••• W•••")
