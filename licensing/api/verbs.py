"""What each verb of the API does with its body. The rules stand in the domain; here only the words change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from inspections.enums import VisitConclusion
from letters.signing import Passphrase
from licensing.domain import assessing, coordinating, judging, transitions
from licensing.domain.licences import reported
from licensing.domain.rulebook.catalogue import needed_requirements
from licensing.enums import Action, ClockName, Proposal, Verdict
from licensing.exceptions import MoveNotPossible
from licensing.letters import signing
from licensing.models import Application, Reason
from licensing.rules import Actor


@dataclass(frozen=True)
class Call:
    """One verb called: on what, with which checked body, by whom, when."""

    application: Application
    data: Mapping[str, Any]
    by: Actor
    at: datetime

    @property
    def version(self) -> int:
        """The version the caller read."""
        return int(self.data["version"])

    @property
    def who(self) -> dict[str, Any]:
        """What every transition takes."""
        return {"by": self.by, "at": self.at, "version": self.version}


Run = Callable[[Call], object]


def submit(call: Call) -> None:
    transitions.submit(call.application, **call.who)


def resubmit(call: Call) -> None:
    transitions.resubmit(call.application, **call.who)


def withdraw(call: Call) -> None:
    transitions.withdraw(call.application, note=call.data["note"], **call.who)


@transaction.atomic
def verify(call: Call) -> None:
    """Judge what was sent, then pass the file on."""
    verdicts = _verdicts(call)
    if verdicts:
        judging.judge(call.application, verdicts, **call.who)
    transitions.verify(call.application, **call.who)


def _verdicts(call: Call) -> list[judging.VerdictInput]:
    rows = {row.code: row.pk for row in needed_requirements(call.application)}
    fit = {code: judging.VerdictInput(pk, Verdict.FITS) for code, pk in rows.items() if call.data["all_fit"]}
    sent = {
        item["requirement"]: judging.VerdictInput(
            _requirement(rows, item["requirement"], f"judgements/{index}"),
            Verdict(item["verdict"]),
            item["reason"],
            item["instruction"],
        )
        for index, item in enumerate(call.data.get("judgements", ()))
    }
    return list({**fit, **sent}.values())


def _requirement(rows: Mapping[str, int], code: str, where: str) -> int:
    if code not in rows:
        part, _slash, index = where.partition("/")
        text = ErrorDetail(_("Persyaratan ini tidak termasuk berkas ini."), code="requirement_unknown")
        raise ValidationError({part: {index: {"requirement": [text]}}})
    return rows[code]


@transaction.atomic
def return_(call: Call) -> None:
    """Judge every gap `needs_fix`, then return the file once with all of them."""
    rows = {row.code: row.pk for row in needed_requirements(call.application)}
    gaps = [
        judging.VerdictInput(
            _requirement(rows, item["requirement"], f"items/{index}"),
            Verdict.NEEDS_FIX,
            item["reason"],
            item["instruction"],
        )
        for index, item in enumerate(call.data["items"])
    ]
    judging.judge(call.application, gaps, **call.who)
    transitions.return_for_correction(call.application, new_fact=call.data["new_fact"], **call.who)


def register(call: Call) -> None:
    transitions.register(call.application, **call.who)


def start_assessment(call: Call) -> None:
    transitions.start_assessment(call.application, **call.who)


def request_visit(call: Call) -> None:
    data = call.data
    plan = assessing.VisitPlan(
        surat_tugas_number=data["surat_tugas_number"],
        surat_tugas_date=data["surat_tugas_date"],
        scheduled_at=data["scheduled_at"],
        purpose=data["purpose"],
    )
    assessing.request_visit(call.application, plan, **call.who)


def record_visit(call: Call) -> None:
    """Write the result of the newest planned visit."""
    data = call.data
    link = call.application.visit_links.select_related("visit").filter(visit__held_at__isnull=True).last()
    if link is None:
        raise MoveNotPossible(_("Tidak ada kunjungan yang menunggu hasil."))
    result = assessing.VisitResult(
        held_at=data["held_at"],
        conclusion=VisitConclusion(data["conclusion"]),
        berita_acara_number=data["berita_acara_number"],
        met_name=data["met_name"],
        met_position=data["met_position"],
        notes=data["notes"],
        score=data["score"],
        findings=[_plain(item) for item in data.get("findings", ())],
    )
    assessing.record_visit(call.application, link.visit, result, by=call.by, at=call.at)


def _plain(item: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in item.items()}


def require_repair(call: Call) -> None:
    assessing.require_repair(call.application, items=call.data["items"], repair_by=call.data["repair_by"], **call.who)


def repaired(call: Call) -> None:
    assessing.repaired(call.application, note=call.data["note"], **call.who)


def request_coordination(call: Call) -> None:
    """The secret of the link goes to the partner alone."""
    data = call.data
    question = coordinating.Question(
        data["partner_name"], data["partner_title"], data["partner_email"], data["questions"]
    )
    coordinating.request_coordination(call.application, question, **call.who)


def answer_coordination(call: Call) -> None:
    data = call.data
    asked = call.application.coordinations.filter(answered_at__isnull=True).order_by("-asked_at").first()
    if asked is None:
        raise MoveNotPossible(_("Tidak ada pertanyaan yang menunggu jawaban."))
    given = coordinating.Answer(data["answer"], data["favourable"], data["number"], data["date"], data["by_name"])
    coordinating.answer(asked, given, by=call.by, at=call.at)


def assess(call: Call) -> None:
    data = call.data
    given = assessing.AssessmentInput(
        proposal=Proposal(data["proposal"]),
        summary=data["summary"],
        reason_code=data["reason"],
        desk_checks=[dict(item) for item in data["desk_checks"]],
        conditions=[_plain(item) for item in data.get("conditions", ())],
        facts=dict(data.get("facts", {})),
    )
    assessing.assess(call.application, given, **call.who)


def approve(call: Call) -> None:
    transitions.approve(call.application, note=call.data["note"], **call.who)


def send_back(call: Call) -> None:
    reason = _reason(call.data["reason"], "send_back") if call.data["reason"] else None
    transitions.send_back(call.application, reason=reason, note=call.data["note"], **call.who)


def _reason(code: str, kind: str) -> Reason:
    found = Reason.objects.filter(pk=code, kind=kind).first()
    if found is None:
        raise ValidationError({"reason": [ErrorDetail(_("Alasan ini tidak dikenal."), code="reason_unknown")]})
    return found


def sign(call: Call) -> None:
    signing.sign_recommendation(call.application, passphrase=Passphrase(call.data["passphrase"]), **call.who)


def refuse(call: Call) -> None:
    signing.sign_refusal(
        call.application,
        passphrase=Passphrase(call.data["passphrase"]),
        reason=_reason(call.data["reason"], "refuse"),
        note=call.data["note"],
        rule=call.data["rule"],
        **call.who,
    )


def issue_licence(call: Call) -> None:
    """A person signs; a system reports what it signed."""
    if not call.by.client_id:
        signing.sign_licence(call.application, passphrase=Passphrase(call.data["passphrase"]), **call.who)
        return
    pdf = call.data["file"].read() if "file" in call.data else call.data["file_base64"]
    reported.report_licence(
        call.application, number=call.data["number"], on=call.data["issued_on"], pdf=pdf, **call.who
    )


def extend(call: Call) -> None:
    data = call.data
    transitions.extend(
        call.application, clock=ClockName(data["clock"]), days=data["days"], note=data["note"], **call.who
    )


def reopen(call: Call) -> None:
    transitions.reopen(call.application, note=call.data["note"], **call.who)


# The verb a call is judged as: writing down a visit belongs to assessing.
RECORD_VISIT = "record_visit"


def verb_of(name: str) -> Action:
    """Return the row of the move table for a name of the API."""
    return Action.ASSESS if name == RECORD_VISIT else Action(name)
