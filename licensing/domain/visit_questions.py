"""What licensing lends to the page of a visit and the inspection report (inspections.domain.coordination_lending)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Office, User
from accounts.rules import may, viewer_of
from core.months import Month
from core.uploads.states import FileState
from inspections.domain.coordination_lending import (
    AskedBody,
    BodyTime,
    VisitCoordinations,
    register as register_lender,
)
from inspections.models import Visit
from letters.models import Letter
from licensing.domain.reports.coordination_times import (
    CoordinationTime,
    application_time,
    by_body,
    coordination_times,
    visit_time,
)
from licensing.domain.visit_coordinating import may_ask, office_of
from licensing.models import AnswerPaper, Coordination, VisitCoordination


def asked_about(visit: Visit, user: Any, at: datetime) -> VisitCoordinations:
    """Return the questions of the visit and of the application it was made for; nothing to who is no officer."""
    if not viewer_of(user).is_staff:
        return VisitCoordinations()
    office = office_of(visit)
    own = visit.coordinations.select_related("visit__facility", "letter", "answer_paper").order_by("-asked_at", "-pk")
    found = [(_asked(row, visit_time(row, office, at=at)), row.asked_at) for row in own]
    through = Coordination.objects.with_times().filter(application__visit_links__visit=visit)
    found += [(_asked(row, application_time(row, office, at=at)), row.asked_at) for row in through]
    can = isinstance(user, User) and may(user, "application_assess") and may_ask(visit, user)
    ordered = sorted(found, key=lambda pair: pair[1], reverse=True)
    url = reverse("visit_coordination", args=[visit.public_id]) if can else ""
    return VisitCoordinations(asked=tuple(row for row, _at in ordered), ask_url=url)


def _asked(row: Coordination | VisitCoordination, time: CoordinationTime) -> AskedBody:
    paper: AnswerPaper | None = getattr(row, "answer_paper", None)
    letter: Letter | None = getattr(row, "letter", None)
    is_clean = paper is not None and paper.state == FileState.CLEAN
    return AskedBody(
        body=row.partner_name,
        questions=tuple(row.questions),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        due_at=time.due_at,
        minutes=time.minutes,
        is_late=time.on_time is False,
        answer=row.answer,
        favourable=row.answer_favourable,
        reference=row.answer_number,
        paper_url=reverse("coordination_paper", args=[paper.public_id]) if paper and is_clean else "",
        letter_url=reverse("letter_file", args=[letter.public_id]) if letter and letter.is_issued else "",
    )


def times_of_month(office: Office, year: int, month: int, at: datetime) -> tuple[BodyTime, ...]:
    """Return each body asked in a month, about a visit or an application, with the address of its questions."""
    rows = by_body(coordination_times(office, Month(year, month, office.zone), at=at))
    page = reverse("coordination_times")
    return tuple(
        BodyTime(**asdict(row), url=f"{page}?{urlencode({'bulan': f'{year:04d}-{month:02d}', 'instansi': row.body})}")
        for row in rows
    )


def register() -> None:
    """Lend the questions and their times; called once the apps are ready."""
    register_lender(asked_about, times_of_month)
