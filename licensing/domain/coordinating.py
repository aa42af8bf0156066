"""Questions to outside bodies, answered through a limited link that opens one file only."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.crypto import keyed_hash
from core.exceptions import Finding
from core.identifiers import public_id
from licensing.domain import telling
from licensing.domain.transitions import MIN_NOTE, answer_coordination_move, locked, move_by_holder
from licensing.enums import Action, State
from licensing.exceptions import LinkExpired, NotReady
from licensing.models import Application, ApplicationEvent, Coordination, Document, Reason
from licensing.rules import Actor, partner_actor

LINK_DAYS = 60
PURPOSE = "coordination-link"


@dataclass(frozen=True)
class Question:
    """To whom, and what is asked."""

    partner_name: str
    partner_title: str
    partner_email: str
    questions: Sequence[str]


@dataclass(frozen=True)
class Answer:
    """What the outside body says."""

    text: str
    favourable: bool
    number: str
    on: date
    by_name: str
    document: Document | None = None


@transaction.atomic
def request_coordination(
    application: Application, question: Question, *, by: Actor, at: datetime, version: int | None = None
) -> tuple[Coordination, str]:
    """Ask an outside body; returns the coordination and the secret of its link, which is stored hashed only.

    Raises NotReady when addressee or question is missing, or the type knows no coordination.
    """
    wanted = [line.strip() for line in question.questions if line.strip()]
    flaws = []
    if not application.type.needs_coordination:
        flaws.append(Finding("type", _("Jenis ini tidak memerlukan pertimbangan instansi lain.")))
    if not wanted:
        flaws.append(Finding("questions", _("Tulis sedikitnya satu pertanyaan."), "/questions"))
    if not question.partner_email or not question.partner_name:
        flaws.append(Finding("partner", _("Isi nama dan pos-el instansi."), "/partner_email"))
    if flaws:
        raise NotReady(findings=flaws)
    token = secrets.token_urlsafe(24)
    key = public_id()

    def change(fresh: Application) -> None:
        Coordination.objects.create(
            public_id=key,
            application=fresh,
            partner_name=question.partner_name,
            partner_title=question.partner_title or question.partner_name,
            partner_email=question.partner_email,
            questions=wanted,
            token_hash=keyed_hash(token, PURPOSE),
            token_expires_at=at + timedelta(days=LINK_DAYS),
            asked_by_id=by.person_id,
            asked_at=at,
        )

    pause = "PAU_CENTRE" if application.type.coordination == "pusat" else "PAU_PROVINCE"
    move_by_holder(
        application,
        Action.REQUEST_COORDINATION,
        by=by,
        at=at,
        version=version,
        reason=Reason.objects.filter(pk=pause).first(),
        payload={"partner": question.partner_name, "coordination": key},
        change=change,
    )
    coordination = Coordination.objects.get(public_id=key)
    telling.ask_partner(coordination, token=token, at=at)
    return coordination, token


def coordination_by_token(token: str, *, at: datetime) -> Coordination:
    """Return the coordination a limited link opens; raises LinkExpired when unknown, too old or closed."""
    found = (
        Coordination.objects.filter(token_hash=keyed_hash(token, PURPOSE))
        .select_related("application", "application__type", "application__health_office", "application__place")
        .first()
    )
    if found is None or found.token_expires_at < at or found.application.state != State.COORDINATING:
        raise LinkExpired
    return found


@transaction.atomic
def answer(coordination: Coordination, given: Answer, *, by: Actor | None, at: datetime) -> ApplicationEvent:
    """Store the answer of the partner (`by` None) or of the TPK who enters a paper answer; the clock runs on.

    Raises LinkExpired when it was answered before, NotReady when text or number is missing.
    """
    locked(coordination.application.number)
    row = Coordination.objects.select_for_update().get(pk=coordination.pk)
    if row.answered_at is not None:
        raise LinkExpired
    flaws = answer_flaws(given)
    if flaws:
        raise NotReady(findings=flaws)
    row.answered_at = at
    row.answer, row.answer_favourable = given.text.strip(), given.favourable
    row.answer_number, row.answer_date = given.number.strip(), given.on
    row.answered_by_name, row.answer_document = given.by_name, given.document
    row.save()
    event = answer_coordination_move(
        coordination.application,
        by=by or partner_actor(row.partner_name),
        at=at,
        payload={"coordination": row.public_id, "favourable": given.favourable},
    )
    coordination.refresh_from_db()
    return event


def answer_flaws(given: Answer) -> list[Finding]:
    """What an answer still lacks."""
    flaws = []
    if len(given.text.strip()) < MIN_NOTE:
        flaws.append(Finding("text", _("Tulis jawaban sedikitnya 15 huruf."), "/text"))
    if not given.number.strip():
        flaws.append(Finding("number", _("Isi nomor surat jawaban."), "/number"))
    return flaws


def log_opening(coordination: Coordination, *, what: str, at: datetime) -> None:
    """Leave an audit row: the partner opened the file or a document of it."""
    with transaction.atomic():
        audit.record(
            action="coordination.open",
            by=None,
            obj=coordination.application,
            office=coordination.application.health_office,
            role="partner",
            payload={"number": coordination.application.number, "what": what},
            at=at,
        )
