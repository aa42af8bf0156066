"""Licences that DPMPTSP signed in its own system and reports to the portal."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.exceptions import Finding
from letters.domain import foreign
from licensing.domain.eligibility import masked_name
from licensing.domain.licences import issuing
from licensing.domain.transitions import check
from licensing.enums import Action
from licensing.exceptions import NotReady, NotYourMove
from licensing.models import Application, ApplicationLetter, Licence
from licensing.rules import Actor

# Verbs a system does for the applicants whose files it entered; the others it does for its office.
APPLICANT_VERBS = frozenset({Action.SUBMIT, Action.RESUBMIT, Action.WITHDRAW})


def require_right_system(application: Application, action: Action, *, client_id: str, office_id: int) -> None:
    """Raise NotYourMove unless the system entered this file, or speaks for the office whose verb it is."""
    entered = application.client_id == client_id
    speaks = application.licensing_office_id == office_id
    if not (entered if action in APPLICANT_VERBS else speaks):
        raise NotYourMove(params={"action": action.label})


def report_licence(
    application: Application, *, by: Actor, at: datetime, number: str, on: date, pdf: bytes, version: int
) -> Licence:
    """Take number, date and signed PDF of a licence; the file moves to `licensed` and the licence begins.

    Raises what the move table refuses, UnsafeFile, NumberTaken, and NotReady for a day to come.
    """
    check(application, Action.ISSUE_LICENCE, by=by, version=version)
    if on > at.astimezone(application.licensing_office.zone).date():
        raise NotReady(findings=[Finding("issued_on", _("Tanggal izin tidak boleh di masa depan."), "/issued_on")])
    term = issuing.term_of(application, on)
    safe = foreign.inspected(pdf)
    paper = foreign.ForeignPaper(
        kind=application.type.product_letter,
        number=number,
        on=on,
        subject=application.type.name,
        holder=masked_name(application.applicant_name),
        place=application.place_name,
        valid_from=term.starts_on,
        valid_until=term.ends_on,
    )
    with transaction.atomic():
        letter = foreign.keep(
            paper, safe, office=application.licensing_office, key=f"reported:{application.number}", at=at
        )
        licence = issuing.issue(
            application, by=by, at=at, number=number, on=on, letter=letter, version=version, elsewhere=True
        )
        event = application.events.order_by("-seq").first()
        ApplicationLetter.objects.create(application=application, letter=letter, event=event)
    return licence
