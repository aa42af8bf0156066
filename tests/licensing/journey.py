"""One application from draft to end product through the real verbs, for any of the 75 types.

The cast is one office pair with an officer per desk. Files are one-page PDFs that pass the real pipeline.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from string import ascii_uppercase
from typing import Any

import pikepdf

from accounts.enums import Position, Role
from accounts.models import Membership, Official, User
from core import audit, outbox
from letters.signing import Passphrase
from licensing.domain import assessing, coordinating, documents, drafts, judging, transitions
from licensing.domain.guards import needs_visit
from licensing.domain.product_facts import product_facts
from licensing.domain.rulebook.catalogue import needed_requirements, requirements_of, sections_of
from licensing.enums import ApplicationKind, Proposal, RequirementKind, State, Subject, Verdict
from licensing.letters import signing
from licensing.models import Application, Licence
from licensing.rules import Actor
from tests.factories.accounts import CITY, LicensingOfficeFactory, OfficeFactory, UserFactory

START = datetime(2026, 1, 23, 8, 0, tzinfo=UTC)  # Friday 15.00 WIB
NIK = "9901011504940000"
PASSPHRASE = Passphrase("sejaras-demo")


def actor(user: User, *roles: Role) -> Actor:
    """A person in the given roles."""
    return Actor(user=user, roles=frozenset(role.value for role in roles), label=user.name)


@dataclass
class Cast:
    """Who takes part, each at one desk."""

    applicant: Actor
    technical: Actor
    clerk: Actor
    tpk: Actor
    division_head: Actor
    health_head: Actor
    licence_head: Actor


def make_cast() -> Cast:
    """Create both offices and one officer per desk, with posts and appointments."""
    health, licensing = OfficeFactory(), LicensingOfficeFactory()
    Official.objects.all().delete()

    def officer(role: Role, office: Any, **extra: Any) -> Actor:
        user = UserFactory(name=str(role.label))
        Membership.objects.create(
            user=user, role=role, office=office, starts_on="2020-01-01", decree_number="800/1", **extra
        )
        return actor(user, role)

    cast = Cast(
        applicant=actor(
            UserFactory(name="Sari Wulandari", phone="+628000000123", phone_verified_at=START), Role.APPLICANT
        ),
        technical=officer(Role.TECHNICAL, licensing),
        clerk=officer(Role.REGISTER_CLERK, health),
        tpk=officer(Role.TPK, health, card_number="TPK-0001"),
        division_head=officer(Role.DIVISION_HEAD, health),
        health_head=officer(Role.HEALTH_HEAD, health),
        licence_head=officer(Role.LICENCE_HEAD, licensing),
    )
    for office, position, holder, title in (
        (health, Position.HEALTH_HEAD, cast.health_head, "Kepala Dinas Kesehatan Kota Prabumulih"),
        (
            licensing,
            Position.LICENCE_HEAD,
            cast.licence_head,
            "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Prabumulih",
        ),
    ):
        Official.objects.create(
            office=office,
            position=position,
            user=holder.user,
            title=title,
            name_with_degrees=f"{holder.user.name}, M.Kes.",
            rank="Pembina Utama Muda (IV/c)",
            nip="00000000 000000 0 000",
            starts_on="2020-01-01",
        )
    return cast


@lru_cache(maxsize=64)
def pdf(mark: str) -> bytes:
    """A one-page PDF that differs by `mark`."""
    made = pikepdf.Pdf.new()
    made.add_blank_page(page_size=(200, 200))
    made.pages[0].Contents = made.make_stream(f"% {mark}".encode())
    out = BytesIO()
    made.save(out)
    return out.getvalue()


ANSWERS: dict[str, dict[str, Any]] = {
    "identity": {
        "name": "Sari Wulandari",
        "degrees": "A.Md.Kep.",
        "identity_kind": "nik",
        "identity_number": NIK,
        "birth_place": "Prabumulih",
        "birth_date": "1994-04-15",
        "sex": "P",
        "address": "Jalan Contoh Nomor 2",
        "phone": "+628000000123",
        "email": "",
    },
    "profession": {"str_number": "AA00000000000001", "str_name": "Sari Wulandari", "str_lifetime": True},
    "place": {
        "name": "Klinik Contoh Medika",
        "address": "Jalan Melati Nomor 00",
        "region": f"{CITY}.02.1007",
        "kind": "klinik_pratama",
        "practice_hours": [{"day": "Senin", "open": "08:00", "close": "12:00"}],
    },
    "business": {
        "owner_name": "Sari Wulandari",
        "responsible_name": "Sari Wulandari",
        "responsible_sip": "503/0001/SIP/2024",
        "nib": "9912345678900",
        "service_kind": "pelayanan dasar",
        "product": "Keripik singkong",
        "trade_name": "Contoh Renyah",
        "packaging": "plastik",
        "food_class": "A1",
    },
}

FACTS: dict[str, str] = {
    "held_on": "2026-01-20",
    "held_at_place": "Aula Dinas Kesehatan",
    "hours": "8",
    "score": "90",
    "subjects": "Cara produksi pangan | 2\nHigiene perorangan | 2",
    "pirt_number": "206167401000131",
    "activity": "bakti sosial pengobatan umum",
    "starts_on": "2026-02-02",
    "ends_on": "2026-02-03",
    "activity_place": "Lapangan Contoh",
    "terms": "tenaga yang bertugas memiliki SIP\nhasil kegiatan dilaporkan",
    "test_result": "memenuhi baku mutu",
    "test_date": "2026-01-10",
}


@dataclass
class Journey:
    """Drives one application; each step advances the clock by ten minutes."""

    cast: Cast
    type_code: str = "SIPP-PERAWAT"
    kind: ApplicationKind = ApplicationKind.NEW
    at: datetime = START
    application: Application = field(init=False)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def tick(self, minutes: int = 10) -> datetime:
        """Let time pass and return the new moment."""
        self.at += timedelta(minutes=minutes)
        return self.at

    def draft(self) -> "Journey":
        """Create the draft and fill it."""
        self.application = drafts.create_draft(
            self.type_code, kind=self.kind, by=self.cast.applicant, at=self.at, applicant=self.cast.applicant.user
        )
        return self.fill()

    def fill(self) -> "Journey":
        """Fill every section and data row of the draft."""
        for name in sections_of(self.application):
            values = {**ANSWERS.get(name, {}), **self.answers.get(name, {})}
            if values:
                drafts.save_section(self.application, name, values, by=self.cast.applicant, at=self.at)
        rows = requirements_of(self.application)
        statements = {row.code: True for row in rows if row.kind == RequirementKind.STATEMENT}
        details = {row.code: "sesuai berkas" for row in rows if row.kind == RequirementKind.DATA}
        drafts.save_section(self.application, "statements", statements, by=self.cast.applicant, at=self.at)
        drafts.save_section(self.application, "details", details, by=self.cast.applicant, at=self.at)
        return self

    def upload(self, *, codes: set[str] | None = None) -> "Journey":
        """Upload every mandatory document (or `codes`) and let the worker settle it."""
        for row in requirements_of(self.application):
            wanted = row.code in codes if codes is not None else row.mandatory
            if row.kind == RequirementKind.DOCUMENT and wanted:
                mark = f"{self.application.number} {row.code} {self.at}"
                document = documents.put_document(
                    self.application,
                    row.code,
                    chunks=[pdf(mark)],
                    name=f"{row.code}.pdf",
                    by=self.cast.applicant,
                    at=self.at,
                )
                documents.settle(document.pk, at=self.at)
        return self

    def submit(self) -> "Journey":
        """Send the application."""
        transitions.submit(self.application, by=self.cast.applicant, at=self.tick())
        return self

    def judge(self, *, gaps: dict[str, str] | None = None) -> "Journey":
        """Judge every requirement; `gaps` maps requirement codes to the officer's words."""
        wrong = gaps or {}
        inputs = [
            judging.VerdictInput(
                row.pk,
                Verdict.NEEDS_FIX if row.code in wrong else Verdict.FITS,
                "RET_DOC_UNREADABLE" if row.code in wrong else "",
                wrong.get(row.code, ""),
            )
            for row in needed_requirements(self.application)
        ]
        judging.judge(self.application, inputs, by=self.cast.technical, at=self.tick())
        return self

    def verify(self) -> "Journey":
        """Judge all and pass the file on; the clerk registers where registration is by hand."""
        self.judge()
        transitions.verify(self.application, by=self.cast.technical, at=self.tick())
        if self.application.state == State.VERIFIED:
            transitions.register(self.application, by=self.cast.clerk, at=self.tick())
        return self

    def assess(self, proposal: Proposal = Proposal.GRANT) -> "Journey":
        """Start, visit and coordinate where needed, and conclude."""
        transitions.start_assessment(self.application, by=self.cast.tpk, at=self.tick())
        if needs_visit(self.application):
            self.visit()
        if self.application.type.needs_coordination:
            self.coordinate()
        facts = product_facts(self.application.type.code, self.application.type.product_letter)
        assessing.assess(
            self.application,
            assessing.AssessmentInput(
                proposal=proposal,
                summary="Seluruh persyaratan terpenuhi menurut berkas.",
                reason_code="REF_FACILITY_NOT_ELIGIBLE" if proposal == Proposal.REFUSE else "",
                desk_checks=[{"code": code, "ok": True} for code, _label in assessing.DESK_CHECKS],
                facts={row.key: FACTS[row.key] for row in facts},
            ),
            by=self.cast.tpk,
            at=self.tick(),
        )
        return self

    def visit(self) -> "Journey":
        """Plan a visit, hold it and write down a favourable result."""
        plan = assessing.VisitPlan(
            surat_tugas_number="800/0007/ST/DINKES/2026",
            surat_tugas_date=self.at.date(),
            scheduled_at=self.at + timedelta(minutes=5),
        )
        assessing.request_visit(self.application, plan, by=self.cast.tpk, at=self.tick(1))
        link = self.application.visit_links.get()
        self.tick()
        result = assessing.VisitResult(
            held_at=self.at,
            conclusion=assessing.VisitConclusion.FIT,
            berita_acara_number="400.7.22/0003/BA/DINKES/2026",
            score=88,
        )
        assessing.record_visit(self.application, link.visit, result, by=self.cast.tpk, at=self.tick())
        return self

    def coordinate(self) -> "Journey":
        """Ask the outside body and take its favourable answer through the limited link."""
        question = coordinating.Question(
            "Dinas Kesehatan Provinsi", "Kepala Dinas Kesehatan Provinsi", "dinkesprov@contoh.example", ["Layakkah?"]
        )
        asked, _token = coordinating.request_coordination(self.application, question, by=self.cast.tpk, at=self.tick())
        given = coordinating.Answer(
            "Kami tidak berkeberatan.", favourable=True, number="440/1", on=self.at.date(), by_name="Kepala Seksi"
        )
        coordinating.answer(asked, given, by=None, at=self.tick())
        self.application.refresh_from_db()
        return self

    def approve(self) -> "Journey":
        """Head of division agrees."""
        transitions.approve(self.application, by=self.cast.division_head, at=self.tick())
        return self

    def sign(self) -> "Journey":
        """Head of office signs."""
        anchored(self.at)
        signing.sign_recommendation(self.application, by=self.cast.health_head, passphrase=PASSPHRASE, at=self.tick())
        return self

    def issue(self) -> Licence:
        """Head of DPMPTSP signs the licence."""
        return signing.sign_licence(self.application, by=self.cast.licence_head, passphrase=PASSPHRASE, at=self.tick())

    def to_end(self) -> "Journey":
        """Go the whole way to the end product."""
        self.draft().upload().submit().verify().assess().approve().sign()
        if self.application.type.delegated:
            self.issue()
        return self


def anchored(at: datetime) -> None:
    """Anchor the audit chains, without which nobody signs."""
    audit.anchor(at=at)


def work() -> int:
    """Let the outbox do everything that is due."""
    return outbox.drain()


def is_person(application: Application) -> bool:
    """True when the type is for a person."""
    return application.type.subject == Subject.PRACTITIONER


def assessed(cast: Cast, place: int, *, at: datetime) -> Journey:
    """A nurse's file that lies before the head of division; another person for every `place` below 100."""
    name = f"Perawat {ascii_uppercase[place // 26]}{ascii_uppercase[place % 26]}"
    answers = {
        "identity": {"name": name, "identity_number": f"99010115049400{place:02}"},
        "profession": {"str_name": name, "str_number": f"AA000000000001{place:02}"},
    }
    return Journey(cast, at=at, answers=answers).draft().upload().submit().verify().assess()
