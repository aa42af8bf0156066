"""Questions to outside bodies about a visit: asked by its inspectors, answered by a limited link of their own.

A visit made for an application under assessment asks as the application, so that the promise stands still.
"""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.calendars import newest_version, work_calendar
from accounts.domain.messages import tell
from accounts.domain.offices import home_office
from accounts.enums import Channel
from accounts.models import Office, User
from core import audit, files, outbox
from core.crypto import keyed_hash
from core.exceptions import Finding, NotAllowed
from core.uploads import clean_display_name, receive
from core.uploads.states import FileState
from inspections.domain.concluding import local_day
from inspections.domain.guards import require_card
from inspections.domain.pictures import QUARANTINE, judge
from inspections.enums import VisitState
from inspections.models import Visit
from licensing.domain import coordinating
from licensing.domain.coordinating import LINK_DAYS, Answer, Question
from licensing.domain.visit_results import application_of, inspector
from licensing.enums import State
from licensing.exceptions import LinkExpired, NotReady
from licensing.models import AnswerPaper, Application, Coordination, CoordinationBody, VisitCoordination
from licensing.signals import visit_coordination_asked

PURPOSE = "visit-coordination-link"
CHECK_JOB = "coordination.paper"


@dataclass(frozen=True)
class VisitQuestion:
    """Which body, at which address, is asked what."""

    body: CoordinationBody
    email: str
    questions: tuple[str, ...]
    official: str = ""


@dataclass(frozen=True)
class Upload:
    """The scan of an answer as the browser sent it."""

    name: str
    chunks: Iterable[bytes]


def office_of(visit: Visit) -> Office:
    """The health office whose visit it is, with its calendar."""
    return visit.office or home_office()


def may_ask(visit: Visit, user: User) -> bool:
    """Tell whether `user` leads or accompanies the visit, and it was not called off."""
    return visit.state != VisitState.CANCELLED and Visit.objects.led_by(user.pk).filter(pk=visit.pk).exists()


def pausing_application(visit: Visit, user: User) -> Application | None:
    """The application that asks in the visit's place, so that its promise pauses; None when none can."""
    application = application_of(visit)
    if application is None or not application.type.needs_coordination or application.state != State.ASSESSING:
        return None
    return application if application.handler_id in (None, user.pk) else None


@transaction.atomic
def ask(visit: Visit, question: VisitQuestion, *, by: User, at: datetime) -> VisitCoordination | Coordination:
    """Ask an outside body about a visit; letter and limited link leave with it.

    Raises NotAllowed for who is not on the visit, NoCard, NotReady without a question or while that body is asked.
    """
    fresh = Visit.objects.select_for_update(of=("self",)).select_related("office", "facility").get(pk=visit.pk)
    if not may_ask(fresh, by):
        raise NotAllowed
    require_card(by, local_day(fresh, at))
    wanted = [line.strip() for line in question.questions if line.strip()]
    if not wanted:
        raise NotReady(findings=[Finding("questions", _("Tulis sedikitnya satu pertanyaan."), "/questions")])
    official = question.official.strip() or question.body.official
    application = pausing_application(fresh, by)
    if application is not None:
        asked = Question(question.body.name, official, question.email, wanted)
        return coordinating.request_coordination(application, asked, by=inspector(by), at=at)[0]
    if VisitCoordination.objects.filter(visit=fresh, body=question.body, answered_at__isnull=True).exists():
        text = _("Instansi ini sudah ditanya dan belum menjawab.")
        raise NotReady(findings=[Finding("body", text, "/body")])
    return _store(fresh, question, official, wanted, by=by, at=at)


def _store(
    visit: Visit, question: VisitQuestion, official: str, wanted: list[str], *, by: User, at: datetime
) -> VisitCoordination:
    token, office = secrets.token_urlsafe(24), office_of(visit)
    row = VisitCoordination.objects.create(
        visit=visit,
        body=question.body,
        partner_name=question.body.name,
        partner_title=official,
        partner_email=question.email,
        questions=wanted,
        token_hash=keyed_hash(token, PURPOSE),
        token_expires_at=at + timedelta(days=LINK_DAYS),
        asked_by=by,
        asked_at=at,
        working_days=question.body.working_days,
        due_at=work_calendar(office).add(at, question.body.working_days),
    )
    _record("ask", row, by=by, at=at)
    tell(
        "COORD_REQUEST",
        user=None,
        params={
            "nomor": reference_of(visit),
            "instansi_pengirim": office.name,
            "tanggal": row.due_at.astimezone(office.zone).date(),
        },
        secret={"tautan": f"{settings.SITE_URL}/koordinasi/kunjungan/{token}/"},
        recipients={Channel.EMAIL: row.partner_email},
        dedupe_key=f"COORD_REQUEST:{row.public_id}",
        at=at,
        zone=office.zone,
    )
    visit_coordination_asked.send(sender=VisitCoordination, coordination=row, at=at)
    return row


def reference_of(visit: Visit) -> str:
    """The number the other side may quote: berita acara, else surat tugas, else the place."""
    return visit.berita_acara_number or visit.surat_tugas_number or visit.place_name


def by_token(token: str, *, at: datetime) -> VisitCoordination:
    """Return what a limited link opens. Raises LinkExpired when unknown, too old or answered."""
    found = (
        VisitCoordination.objects.filter(token_hash=keyed_hash(token, PURPOSE))
        .select_related("visit__facility__region", "visit__office", "visit__inspector")
        .first()
    )
    if found is None or found.token_expires_at < at or found.answered_at is not None:
        raise LinkExpired
    return found


def answer(coordination: VisitCoordination, given: Answer, upload: Upload | None, *, at: datetime) -> VisitCoordination:
    """Store the answer of the body; its clock stops. Raises LinkExpired when answered before, NotReady, UnsafeFile."""
    flaws = coordinating.answer_flaws(given)
    if flaws:
        raise NotReady(findings=flaws)
    stored = receive(upload.chunks, folder=QUARANTINE) if upload else None
    try:
        with transaction.atomic():
            row = _answered(coordination, given, at=at)
            if upload is not None and stored is not None:
                _keep_paper(row, upload.name, stored)
    except BaseException:
        if stored is not None:
            files.delete(stored.name)
        raise
    return row


def _answered(coordination: VisitCoordination, given: Answer, *, at: datetime) -> VisitCoordination:
    row = VisitCoordination.objects.select_for_update(of=("self",)).get(pk=coordination.pk)
    if row.answered_at is not None:
        raise LinkExpired
    row.answered_at = at
    row.answer, row.answer_favourable = given.text.strip(), given.favourable
    row.answer_number, row.answer_date = given.number.strip(), given.on
    row.answered_by_name = given.by_name
    row.calendar_version = newest_version(office_of(row.visit))
    row.save()
    _record("answer", row, by=None, at=at)
    tell(
        "COORD_VISIT_ANSWERED",
        user=row.asked_by,
        params={"instansi": row.partner_name, "nomor": reference_of(row.visit)},
        link=f"/kunjungan/{row.visit.public_id}/",
        dedupe_key=f"COORD_VISIT_ANSWERED:{row.public_id}",
        at=at,
    )
    return row


def _keep_paper(row: VisitCoordination, name: str, stored: files.StoredFile) -> None:
    paper = AnswerPaper.objects.create(
        coordination=row,
        display_name=clean_display_name(name),
        stored_name=stored.name,
        size=stored.size,
        original_sha256=stored.sha256,
    )
    outbox.enqueue(CHECK_JOB, key=f"{CHECK_JOB}:{paper.public_id}", payload={"paper": paper.pk})


def settle_paper(paper_id: int) -> AnswerPaper:
    """Rebuild and scan one scan; twice settles once. Raises core.uploads.InspectionUnavailable."""
    paper = AnswerPaper.objects.get(pk=paper_id)
    if paper.state != FileState.PENDING_SCAN:
        return paper
    quarantined = paper.stored_name
    judged = judge(quarantined, declared_name=paper.display_name)
    with transaction.atomic():
        AnswerPaper.objects.filter(pk=paper.pk, state=FileState.PENDING_SCAN).update(**asdict(judged))
        transaction.on_commit(partial(files.delete, quarantined))
    paper.refresh_from_db()
    return paper


def tell_overdue(*, at: datetime) -> int:
    """Tell whoever asked, once, that a body has not answered by its day; returns how many are overdue."""
    rows = VisitCoordination.objects.filter(answered_at__isnull=True, due_at__lt=at)
    found = list(rows.select_related("visit__facility", "visit__office", "asked_by"))
    for row in found:
        office = office_of(row.visit)
        tell(
            "COORD_OVERDUE",
            user=row.asked_by,
            params={
                "instansi": row.partner_name,
                "nomor": reference_of(row.visit),
                "tanggal": row.due_at.astimezone(office.zone).date(),
            },
            link=f"/kunjungan/{row.visit.public_id}/",
            dedupe_key=f"COORD_OVERDUE:{row.public_id}",
            at=at,
            zone=office.zone,
        )
    return len(found)


def log_opening(coordination: VisitCoordination, *, at: datetime) -> None:
    """Leave an audit row: the body opened the page."""
    with transaction.atomic():
        _record("open", coordination, by=None, at=at)


def _record(what: str, row: VisitCoordination, *, by: User | None, at: datetime) -> None:
    audit.record(
        action=f"visit_coordination.{what}",
        by=by,
        obj=row.visit,
        office=office_of(row.visit),
        role="" if by else "partner",
        payload={"visit": row.visit.public_id, "coordination": row.public_id, "body": row.body_id},
        at=at,
    )
