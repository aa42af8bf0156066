"""Signing in two transactions (DECISIONS 16): number and date first, sign outside any lock, then store and move.

A failed signature keeps its number for the next try. The passphrase lives for one call only.
"""

import dataclasses
from datetime import date, datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.domain.calendars import work_calendar
from accounts.domain.officials import Signatory, signatories, signatory_of
from accounts.enums import Position
from accounts.models import Office, User
from letters.domain import issuing as letters
from letters.models import Letter
from letters.signing import Passphrase
from letters.wording import long_date
from licensing.domain import transitions
from licensing.domain.licences import issuing
from licensing.domain.status_lines import OBJECTION_DAYS
from licensing.domain.transitions import check
from licensing.enums import Action, State
from licensing.exceptions import MoveNotPossible, NoSignatory, NoteMissing
from licensing.letters.notices import link
from licensing.letters.particulars import seal_of
from licensing.letters.products import Product, end_product, recommendation, refusal
from licensing.models import Application, ApplicationEvent, Licence, Reason
from licensing.rules import Actor

# Printed on the licence and said by the check page (PRODUCT 3).
BY_SILENCE = "Terbit karena batas waktu. Pemegang izin ini akan diperiksa susulan oleh Dinas Kesehatan."


def require_signatory(by: Actor, office: Office, position: Position, on: date) -> Signatory:
    """Return how the person may sign for the post on a day: holder or acting; raises NoSignatory."""
    who = signatory_of(by.person_id, office, position, on)
    if who is None:
        raise NoSignatory(params={"date": long_date(on)})
    return who


def preview(application: Application, *, at: datetime) -> bytes:
    """Return the letter about to be signed, marked as a concept; equal but for number, date and signature."""
    office, position = _desk(application)
    on = at.astimezone(office.zone).date()
    usual = signatories(office, position, on)
    if not usual:
        raise NoSignatory(params={"date": long_date(on)})
    return letters.preview(_product(application, usual[0], on).content, office=office, at=at)


def preview_refusal(application: Application, *, reason: Reason, note: str, at: datetime) -> bytes:
    """Return the refusal as it would read with the TPK's reason and words, marked as a concept."""
    office = application.health_office
    on = at.astimezone(office.zone).date()
    usual = signatories(office, Position.HEALTH_HEAD, on)
    if not usual:
        raise NoSignatory(params={"date": long_date(on)})
    until = work_calendar(office).outer_limit(at, OBJECTION_DAYS).date()
    product = refusal(application, usual[0], reason=reason, note=note, rule="", objection_until=until)
    return letters.preview(product.content, office=office, at=at)


def _desk(application: Application) -> tuple[Office, Position]:
    if application.state in (State.RECOMMENDED, State.LICENSED) and application.type.delegated:
        return application.licensing_office, Position.LICENCE_HEAD
    return application.health_office, Position.HEALTH_HEAD


def _product(application: Application, who: Signatory, on: date) -> Product:
    if application.state == State.RECOMMENDED or not application.type.delegated:
        return end_product(application, who, on=on)
    return recommendation(application, who, on=on)


def reserve(application: Application, product: Product, *, what: str, by: User, office: Office, at: datetime) -> Letter:
    """Transaction 1: number and date; the same try again finds the same number."""
    return letters.reserve(
        product.content,
        office=office,
        key=f"{what}:{application.number}:{application.events.count()}" if what != "sign" else _sign_key(application),
        at=at,
        by=by,
        number_parts=product.number_parts,
        series=product.series,
    )


def _sign_key(application: Application) -> str:
    approvals = application.events.filter(action=Action.APPROVE).count()
    return f"sign:{application.number}:{approvals}"


@sensitive_variables("passphrase")
def sign_recommendation(
    application: Application, *, by: Actor, passphrase: Passphrase, at: datetime, version: int | None = None
) -> ApplicationEvent:
    """Head of the health office signs: the recommendation, or the office's own product for types not delegated.

    Raises what `transitions.check` raises, NoSignatory, and the signer's own errors (wrong passphrase, away).
    """
    check(application, Action.SIGN, by=by, version=version)
    office = application.health_office
    on = at.astimezone(office.zone).date()
    who = require_signatory(by, office, Position.HEALTH_HEAD, on)
    product = _product(application, who, on)
    letter = reserve(application, product, what="sign", by=by.user, office=office, at=at)
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        event = transitions.sign(
            application,
            by=by,
            at=at,
            version=version,
            payload={"letter": letter.public_id, "letter_number": letter.number, "acting": who.acting},
        )
        stored = letters.store(letter, signed=signed, at=at)
        link(application, stored, event)
        if not application.type.delegated:
            issuing.create_licence(
                application, term=issuing.term_of(application, on), number=stored.number, letter=stored, by=by, at=at
            )
    return event


@sensitive_variables("passphrase")
def sign_refusal(
    application: Application,
    *,
    by: Actor,
    passphrase: Passphrase,
    at: datetime,
    reason: Reason,
    note: str,
    rule: str = "",
    version: int | None = None,
) -> ApplicationEvent:
    """Head of the health office refuses with reason, rule and way of appeal."""
    check(application, Action.REFUSE, by=by, version=version, note=note)
    if not (rule or reason.rule_hint):
        raise NoteMissing(params={"length": transitions.MIN_NOTE})
    office = application.health_office
    on = at.astimezone(office.zone).date()
    who = require_signatory(by, office, Position.HEALTH_HEAD, on)
    until = work_calendar(office).outer_limit(at, OBJECTION_DAYS).date()
    product = refusal(application, who, reason=reason, note=note, rule=rule, objection_until=until)
    letter = reserve(application, product, what="refuse", by=by.user, office=office, at=at)
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        event = transitions.refuse(
            application,
            by=by,
            at=at,
            reason=reason,
            note=note,
            version=version,
            payload={
                "letter": letter.public_id,
                "letter_number": letter.number,
                "rule": rule or reason.rule_hint,
                "objection_until": until.isoformat(),
            },
        )
        link(application, letters.store(letter, signed=signed, at=at), event)
    return event


@sensitive_variables("passphrase")
def sign_licence(
    application: Application, *, by: Actor, passphrase: Passphrase, at: datetime, version: int | None = None
) -> Licence:
    """Head of DPMPTSP signs the licence; number, first and last day come with it (DECISIONS 29)."""
    check(application, Action.ISSUE_LICENCE, by=by, version=version)
    office = application.licensing_office
    on = at.astimezone(office.zone).date()
    who = require_signatory(by, office, Position.LICENCE_HEAD, on)
    product = end_product(application, who, on=on)
    letter = reserve(application, product, what="licence", by=by.user, office=office, at=at)
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored = letters.store(letter, signed=signed, at=at)
        licence = issuing.issue(application, by=by, at=at, number=stored.number, on=on, letter=stored, version=version)
        link(application, stored, application.events.order_by("-seq").first())
    return licence


@transaction.atomic
def issue_by_silence(application: Application, *, at: datetime) -> Licence:
    """At the deemed limit: number and licence now, the paper sealed by the portal, a post-check owed."""
    if not application.type.delegated:
        raise MoveNotPossible(params={"state": State(application.state).label})
    office = application.licensing_office
    on = at.astimezone(office.zone).date()
    who = next(iter(signatories(office, Position.LICENCE_HEAD, on)), None)
    if who is None:
        raise NoSignatory(params={"date": long_date(on)})
    product = end_product(application, who, on=on)
    content = dataclasses.replace(product.content, ttd=seal_of(office), tanda=BY_SILENCE)
    letter = letters.queue(
        content, office=office, key=f"deemed:{application.number}", at=at, number_parts=product.number_parts
    )
    licence = issuing.deem(application, at=at, number=letter.number, on=on, letter=letter)
    link(application, letter, application.events.order_by("-seq").first())
    return licence
