"""The survey after completion: one invitation per finished application, one answer per invitation."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.domain.messages import tell
from accounts.models import User
from core import audit
from core.crypto import keyed_hash, keyed_hashes
from licensing.enums import State
from licensing.exceptions import SurveyAnswered
from licensing.models import Application, SurveyElement, SurveyInvitation, SurveyResponse, SurveyScore

PURPOSE = "survey"
MESSAGE = "SURVEY_INVITE"


def is_finished(application: Application) -> bool:
    """Tell whether the end product is there: the licence, or the own product of a type that is not delegated."""
    last = State.LICENSED if application.type.delegated else State.RECOMMENDED
    return application.state == last


@transaction.atomic
def invite(application: Application, *, at: datetime) -> SurveyInvitation | None:
    """Invite whoever applied, once per finished application; None when it was done or nobody can be told.

    The secret of the link goes to the channels only; the inbox leads to the same sheet after signing in.
    """
    if application.applicant is None or not is_finished(application):
        return None
    token = secrets.token_urlsafe(24)
    invitation, is_new = SurveyInvitation.objects.get_or_create(
        application=application, defaults={"token_hash": keyed_hash(token, PURPOSE), "invited_at": at}
    )
    if not is_new:
        return None
    tell(
        MESSAGE,
        user=application.applicant,
        params={"nomor": application.number},
        secret={"tautan": f"{settings.SITE_URL}/survei/{token}/"},
        dedupe_key=f"{MESSAGE}:{application.number}",
        at=at,
        link=f"/permohonan/{application.number}/survei/",
        zone=application.health_office.zone,
    )
    return invitation


def invitation_by_token(token: str) -> SurveyInvitation | None:
    """Return the invitation behind the secret of a link, answered or not, or None."""
    rows = SurveyInvitation.objects.select_related("application__type", "application__health_office")
    # Every key in use is tried, so links work while keys are being changed.
    return rows.filter(token_hash__in=keyed_hashes(token, PURPOSE)).first()


def invitation_of(application: Application) -> SurveyInvitation | None:
    """Return the invitation of an application, answered or not, or None."""
    rows = SurveyInvitation.objects.select_related("application__type", "application__health_office")
    return rows.filter(application=application).first()


@transaction.atomic
def answer(
    invitation: SurveyInvitation, *, scores: Mapping[str, int], words: str = "", at: datetime, by: User | None = None
) -> SurveyResponse:
    """Store one sheet, once per invitation; raises `SurveyAnswered` the second time.

    `scores` names every element by its code. The sheet keeps no way back to the application, and only the day.
    Neither does the audit trail say more than that a sheet came in.
    """
    elements = list(SurveyElement.objects.all())
    missing = {element.code for element in elements} ^ set(scores)
    if missing:
        msg = f"elements without a score or unknown: {sorted(missing)}"
        raise ValueError(msg)
    used = SurveyInvitation.objects.filter(pk=invitation.pk, is_answered=False).update(is_answered=True)
    if not used:
        raise SurveyAnswered
    application = invitation.application
    office = application.health_office
    response = SurveyResponse.objects.create(
        office=office,
        region_id=office.region_id,
        type_code=application.type.code,
        answered_on=at.astimezone(office.zone).date(),
        words=words or None,
    )
    SurveyScore.objects.bulk_create(
        SurveyScore(response=response, element=element, value=scores[element.code]) for element in elements
    )
    audit.record(action="survey.answer", by=None, office=office, role="public" if by is None else "applicant", at=at)
    return response
