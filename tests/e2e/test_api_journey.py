"""The main job through the API, by a client generated from the committed document against a live server.

The system's verbs by the demo client with its secret, each person's verbs with a token bound to them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from accounts.domain.calendars import forget_calendars
from accounts.models import Office, User
from core import audit, outbox
from licensing.management.demo import log_ins
from tests.api import ALL_SCOPES, by_token
from tests.contract.client import Generated, generate
from tests.licensing.journey import START, pdf

pytestmark = [pytest.mark.drawn, pytest.mark.sandboxed, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

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

    def __init__(self, client: Generated, traveller: Any) -> None:
        self.client = client
        self.traveller = traveller
        self.number = ""
        self.version = 0

    def system(self) -> str:
        """A token of the demo client for every errand; one lives a quarter of an hour."""
        body = {
            "grant_type": "client_credentials",
            "client_id": log_ins.CLIENT_ID,
            "client_secret": log_ins.CLIENT_SECRET,
            "scope": " ".join(ALL_SCOPES),
        }
        found: dict[str, str] = httpx.post(f"{self.client.url}/oauth/token/", data=body).raise_for_status().json()
        return found["access_token"]

    def person(self, mailbox: str) -> str:
        """A token an officer gave to the same system."""
        user = User.objects.get(email=f"{mailbox}@{log_ins.DOMAIN}")
        caller = by_token(Office.objects.get(code="DPMPTSP-1674"), client_id=log_ins.CLIENT_ID, user=user)
        return str(caller._credentials["HTTP_AUTHORIZATION"]).removeprefix("Bearer ")

    def ask(self, operation: str, *words: str, token: str = "", **given: Any) -> Any:
        """Call an operation and return what the generated client made of the answer."""
        found = self.client.call(token, operation, *words, **given).parsed
        assert type(found).__name__ != "Problem", found
        return found

    def create(self) -> None:
        rows = self.ask("types_requirements", DRAFT["type"]).results
        facts = {
            "details": {row.code: "sesuai berkas" for row in rows if row.kind == "data"},
            "statements": [row.code for row in rows if row.kind == "statement"],
        }
        self.read(self.ask("applications_create", token=self.system(), body={**DRAFT, **facts}, idempotency_key="a-1"))
        for row in rows:
            if row.kind == "document" and row.mandatory:
                self.put(row.code)

    def put(self, code: str) -> None:
        file = self.client.file(f"{code}.pdf", pdf(f"{self.number} {code} {self.version}"))
        done = self.ask("applications_documents_put", self.number, code, token=self.system(), body={"file": file})
        assert done.requirement == code, done
        outbox.drain()

    def do(self, token: str, verb: str, **body: Any) -> Any:
        self.traveller.shift(600)
        given = {"version": self.version, **body}
        return self.read(self.ask(f"applications_{verb}", self.number, token=token, body=given))

    def read(self, found: Any) -> Any:
        self.number, self.version = found.number, found.version
        return found


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The client, written once and without a complaint of the generator."""
    folder = tmp_path_factory.mktemp("generated")
    assert generate(folder) == ""
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture
def story(package: Path, live_server: LiveServer) -> Iterator[Story]:
    forget_calendars()
    with time_machine.travel(START, tick=False) as traveller:
        call_command("load_reference_data", verbosity=0)
        log_ins.create(at=START)
        yield Story(Generated(live_server.url), traveller)
    forget_calendars()


def test_nurse_gets_a_licence_that_verifies(story: Story) -> None:
    story.create()
    findings = story.ask("applications_eligibility", story.number, token=story.system())
    assert [row.code for row in findings if row.level == "block"] == []

    assert story.do(story.system(), "submit").state == "submitted"
    gap = {
        "requirement": "STR-SEUMUR-HIDUP",
        "reason": "RET_DOC_UNREADABLE",
        "instruction": "Unggah STR yang terbaca jelas.",
    }
    returned = story.do(story.person("timteknis"), "return", items=[gap])
    assert (returned.state, [row.requirement for row in returned.corrections]) == (
        "needs_correction",
        ["STR-SEUMUR-HIDUP"],
    )
    story.put("STR-SEUMUR-HIDUP")
    story.do(story.system(), "resubmit")
    story.do(story.person("timteknis"), "verify", all_fit=True)
    assert story.do(story.person("register"), "register").register_number
    story.do(story.person("tpk"), "start_assessment")
    checks = [{"code": code, "ok": True} for code in ("documents", "authority", "register", "law")]
    words = {"proposal": "grant", "summary": "Seluruh persyaratan terpenuhi."}
    story.do(story.person("tpk"), "assess", desk_checks=checks, **words)
    story.do(story.person("kabid"), "approve")
    audit.anchor(at=START)
    secrets = {"password": log_ins.PASSWORD, "passphrase": "sejaras-demo"}
    assert story.do(story.person("kadinkes"), "sign", **secrets).state == "recommended"
    licensed = story.do(story.person("dpmptsp"), "issue_licence", **secrets)
    outbox.drain()

    assert licensed.state == "licensed"
    assert licensed.licence.ends_on.isoformat() == "2031-01-23"
    system = story.system()
    clocks = {row.name: row for row in story.ask("applications_clock", story.number, token=system).clocks}
    assert {name: row.on_time for name, row in clocks.items() if row.state == "stopped"} == dict.fromkeys(
        ("verification", "intake", "recommendation", "licence", "deemed_approval"), True
    )
    letters = {row.kind: row for row in story.ask("applications_letters", story.number, token=system)}
    sip = letters["SIP"]
    file = story.client.call(system, "letters_file", sip.id)
    assert (file.status_code, file.headers["ETag"], file.content[:5]) == (200, f'"{sip.sha256}"', b"%PDF-")
    checked = story.ask("verify", sip.verify_code)
    assert (checked.status, checked.number, checked.sha256) == ("valid", sip.number, sip.sha256)
    tracked = story.ask("track", body={"number": story.number, "phone_last4": "0123"})
    assert (tracked.state, tracked.applicant) == ("licensed", "S••• W•••")
