"""The real verbs, each for one demo file at one past instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from core import files
from inspections.enums import VisitConclusion
from letters.signing import Passphrase
from licensing.domain import assessing, coordinating, drafts, judging, transitions
from licensing.domain.documents import FOLDER
from licensing.domain.product_facts import product_facts
from licensing.domain.rulebook.catalogue import needed_requirements, requirements_of, requirements_on
from licensing.enums import ApplicationKind, DocumentState, Proposal, RequirementKind, Verdict
from licensing.letters import signing
from licensing.management.demo.cast import Cast
from licensing.management.demo.sample_files import sample_pdf
from licensing.models import Application, Document, Licence, Reason, Requirement
from licensing.rules import Actor

PARTNERS = {
    "provinsi": (
        "Dinas Kesehatan Provinsi Sumatera Selatan",
        "Kepala Dinas Kesehatan Provinsi Sumatera Selatan",
        "dinkesprov@contoh.example",
    ),
    "pusat": ("Kementerian Kesehatan", "Direktur terkait", "kemenkes@contoh.example"),
}
UNREADABLE = "Foto ulang dengan terang; nomor dan tanggalnya belum terbaca."
ENOUGH_SKP = 260


@dataclass(frozen=True)
class Filing:
    """What is filed, by whom, for whom."""

    reference: str
    type_code: str
    kind: ApplicationKind
    by: Actor
    applicant: User | None
    answers: Mapping[str, Mapping[str, Any]]
    previous: Licence | None = None
    slot: int = 1
    channel: str = "portal"
    facts: Mapping[str, str] = field(default_factory=dict)


class DeskFile:
    """One application on its way; each method is one verb at `at`."""

    def __init__(self, filing: Filing, cast: Cast) -> None:
        self.filing, self.cast = filing, cast
        self.application = Application()

    # --- applicant --------------------------------------------------------------------------------------------

    def create(self, at: datetime, *, whole: bool = True) -> None:
        """Fill the draft: all of it, or only the first sections."""
        filing = self.filing
        rows = requirements_on(filing.type_code, at.date(), kind=filing.kind)
        answers = dict(filing.answers)
        if whole:
            answers["statements"] = {row.code: True for row in rows if row.kind == RequirementKind.STATEMENT}
            answers["details"] = {row.code: "sesuai berkas" for row in rows if row.kind == RequirementKind.DATA}
        self.application = drafts.create_draft(
            filing.type_code,
            kind=filing.kind,
            by=filing.by,
            at=at,
            applicant=filing.applicant,
            answers=answers,
            slot=filing.slot,
            previous=filing.previous,
            external_reference=filing.reference,
            channel=filing.channel,
        )
        Application.objects.filter(pk=self.application.pk).update(is_demo=True)
        self.application.is_demo = True
        documents = [row for row in requirements_of(self.application) if _is_asked(row)]
        self._upload(documents if whole else documents[:2], at)

    def submit(self, at: datetime) -> None:
        transitions.submit(self.application, by=self.filing.by, at=at)

    def resubmit(self, at: datetime) -> None:
        open_rows = self.application.corrections.filter(answered_at__isnull=True).select_related("requirement")
        self._upload([row.requirement for row in open_rows], at, version=2)
        open_rows.update(answered_at=at)
        transitions.resubmit(self.application, by=self.filing.by, at=at)

    def withdraw(self, at: datetime) -> None:
        transitions.withdraw(self.application, by=self.filing.by, at=at, note="Pemohon pindah tugas ke kota lain.")

    def _upload(self, rows: list[Requirement], at: datetime, *, version: int = 1) -> None:
        """Store clean files; the worker that checks uploads is left out."""
        codes = [row.code for row in rows]
        current = self.application.documents.filter(requirement_code__in=codes, superseded_at__isnull=True)
        current.update(superseded_at=at)
        Document.objects.bulk_create(self._document(row, at, version) for row in rows)

    def _document(self, row: Requirement, at: datetime, version: int) -> Document:
        page = sample_pdf("CONTOH - bukan dokumen asli", row.label_id, f"{self.application.number} v{version}")
        kept = files.save(page, folder=FOLDER, suffix=".pdf")
        return Document(
            application=self.application,
            requirement_code=row.code,
            version=version,
            display_name=f"{row.code.lower()}.pdf",
            state=DocumentState.CLEAN,
            content_type="application/pdf",
            size=kept.size,
            pages=1,
            stored_name=kept.name,
            sha256=kept.sha256,
            original_sha256=kept.sha256,
            unscanned=True,
            uploaded_by=self.filing.by.user,
            uploaded_at=at,
        )

    # --- DPMPTSP ----------------------------------------------------------------------------------------------

    def send_back_to_applicant(self, at: datetime) -> None:
        """Return the file for one unreadable document."""
        gap = next(row for row in needed_requirements(self.application) if _is_asked(row))
        self._judge(at, gap)
        transitions.return_for_correction(self.application, by=self.cast.technical, at=at)

    def verify(self, at: datetime) -> None:
        self._judge(at, None)
        transitions.verify(self.application, by=self.cast.technical, at=at)

    def _judge(self, at: datetime, gap: Requirement | None) -> None:
        inputs = [
            judging.VerdictInput(row.pk, Verdict.NEEDS_FIX, "RET_DOC_UNREADABLE", UNREADABLE)
            if gap is not None and row.pk == gap.pk
            else judging.VerdictInput(row.pk, Verdict.FITS)
            for row in needed_requirements(self.application)
        ]
        judging.judge(self.application, inputs, by=self.cast.technical, at=at)

    # --- health office ----------------------------------------------------------------------------------------

    def register(self, at: datetime) -> None:
        transitions.register(self.application, by=self.cast.clerk, at=at)

    def start(self, at: datetime) -> None:
        transitions.start_assessment(self.application, by=self.cast.tpk, at=at)

    def plan_visit(self, at: datetime) -> None:
        running = self.application.pk % 9_000 + 1
        plan = assessing.VisitPlan(
            surat_tugas_number=f"400.7.22/{running:04d}/ST/DINKES/{at.year}",
            surat_tugas_date=at.date(),
            scheduled_at=at + timedelta(hours=1),
        )
        assessing.request_visit(self.application, plan, by=self.cast.tpk, at=at)

    def hold_visit(self, at: datetime) -> None:
        self._record_visit(at, VisitConclusion.FIT)

    def find_faults(self, at: datetime) -> None:
        self._record_visit(at, VisitConclusion.FIT_WITH_REPAIR)

    def _record_visit(self, at: datetime, conclusion: VisitConclusion) -> None:
        faults = [{"text": "Tempat cuci tangan belum bersabun.", "rule": "Permenkes 17/2024", "repair_by": ""}]
        running = self.application.pk % 9_000 + 1
        result = assessing.VisitResult(
            held_at=at,
            conclusion=conclusion,
            berita_acara_number=f"400.7.22/{running:04d}/BA/DINKES/{at.year}",
            met_name=self.application.applicant_name,
            met_position="Penanggung jawab",
            score=88 if conclusion == VisitConclusion.FIT else 74,
            findings=faults if conclusion == VisitConclusion.FIT_WITH_REPAIR else (),
        )
        visit = self.application.visit_links.select_related("visit").latest("id").visit
        assessing.record_visit(self.application, visit, result, by=self.cast.tpk, at=at)

    def ask_repair(self, at: datetime) -> None:
        assessing.require_repair(
            self.application,
            by=self.cast.tpk,
            at=at,
            items=["Sediakan sabun di tempat cuci tangan dan kirim fotonya."],
            repair_by=at.date() + timedelta(days=21),
        )

    def ask_partner(self, at: datetime) -> None:
        name, title, email = PARTNERS[self.application.type.coordination]
        question = coordinating.Question(name, title, email, ["Apakah permohonan ini dapat didukung?"])
        coordinating.request_coordination(self.application, question, by=self.cast.tpk, at=at)

    def take_answer(self, at: datetime) -> None:
        given = coordinating.Answer(
            "Pada dasarnya kami tidak berkeberatan.",
            favourable=True,
            number=f"440/{self.application.pk}/{at.year}",
            on=at.date(),
            by_name="Kepala Seksi Perizinan",
        )
        asked = self.application.coordinations.latest("id")
        coordinating.answer(asked, given, by=self.cast.tpk, at=at)
        self.application.refresh_from_db()

    def assess(self, at: datetime) -> None:
        self._assess(at, Proposal.GRANT, "Seluruh persyaratan terpenuhi menurut berkas.")

    def assess_unfit(self, at: datetime) -> None:
        self._assess(at, Proposal.REFUSE, "Tempat yang diajukan belum memenuhi ketentuan yang berlaku.")

    def _assess(self, at: datetime, proposal: Proposal, summary: str) -> None:
        kind = self.application.type
        wanted = product_facts(kind.code, kind.product_letter)
        given = assessing.AssessmentInput(
            proposal=proposal,
            summary=summary,
            reason_code=REFUSAL if proposal == Proposal.REFUSE else "",
            desk_checks=[{"code": code, "label": str(label), "ok": True} for code, label in assessing.DESK_CHECKS],
            facts={row.key: self.filing.facts[row.key] for row in wanted if row.key in self.filing.facts},
        )
        assessing.assess(self.application, given, by=self.cast.tpk, at=at)

    def approve(self, at: datetime) -> None:
        transitions.approve(self.application, by=self.cast.division_head, at=at)

    def sign(self, at: datetime) -> None:
        signing.sign_recommendation(self.application, by=self.cast.health_head, passphrase=_passphrase(), at=at)

    def refuse(self, at: datetime) -> None:
        signing.sign_refusal(
            self.application,
            by=self.cast.health_head,
            passphrase=_passphrase(),
            at=at,
            reason=Reason.objects.get(pk=REFUSAL),
            note="Tempat yang diajukan belum memenuhi ketentuan; ajukan lagi setelah dilengkapi.",
        )

    def issue(self, at: datetime) -> None:
        signing.sign_licence(self.application, by=self.cast.licence_head, passphrase=_passphrase(), at=at)

    def lapse(self, at: datetime) -> None:
        transitions.lapse(self.application, at=at)


REFUSAL = "REF_FACILITY_NOT_ELIGIBLE"


def _passphrase() -> Passphrase:
    return Passphrase(settings.LOCAL_SIGNER_PASSPHRASE)


def _is_asked(row: Requirement) -> bool:
    return row.kind == RequirementKind.DOCUMENT and row.mandatory
