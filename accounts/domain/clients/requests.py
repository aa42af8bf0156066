"""An office asks for a client for a system; another person of the region approves, with fewer scopes maybe, or refuses.

Approving makes the client with a secret nobody knows: the office takes one of its own (`secrets.take`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from oauth2_provider.models import get_application_model

from accounts.domain.clients.reach import DECIDE, decided_on_by, offices_of, requests_of
from accounts.domain.messages import tell
from accounts.enums import Channel, ClientRequestState, Role
from accounts.exceptions import AlreadyDecided, ClientScopeRefused, ClientTooMany, SecondPersonNeeded
from accounts.models import ApiClient, ClientRequest, Membership, Office, User
from accounts.rules import matrix
from core import audit
from core.exceptions import NotAllowed, NotFound
from core.identifiers import public_id

MOST_WAITING = 10
SECRET_LETTERS = 64


@transaction.atomic
def ask(
    *,
    office: Office,
    name: str,
    organisation: str,
    purpose: str,
    scopes: Sequence[str],
    contact_name: str,
    contact_email: str,
    by: User,
    at: datetime,
) -> ClientRequest:
    """Ask for a client bound to `office` and its region, and tell who may decide.

    Raises NotAllowed for another office, ClientScopeRefused, or ClientTooMany with ten open requests of the office.
    """
    if not offices_of(by).filter(pk=office.pk).exists():
        raise NotAllowed
    wanted = _known_scopes(scopes)
    if ClientRequest.objects.filter(office=office, state=ClientRequestState.WAITING).count() >= MOST_WAITING:
        raise ClientTooMany(params={"most": MOST_WAITING})
    row = ClientRequest.objects.create(
        office=office,
        name=name,
        organisation=organisation,
        purpose=purpose,
        scopes=wanted,
        contact_name=contact_name,
        contact_email=contact_email.lower(),
        requested_by=by,
        requested_at=at,
    )
    _record("ask", row, by=by, at=at, scopes=wanted)
    for head in _who_may_decide(row, at=at):
        tell(
            "API_CLIENT_WAITING",
            user=head,
            params={"sistem": row.name, "unit": office.short_name},
            link=reverse("client_request_detail", args=[row.public_id]),
            dedupe_key=f"client-request:{row.pk}:{head.pk}",
            at=at,
        )
    return row


@transaction.atomic
def take_back(request_id: str, *, by: User, at: datetime) -> ClientRequest:
    """The one who asked no longer wants it. Raises NotFound or AlreadyDecided."""
    row = _locked(request_id, by)
    if row.requested_by_id != by.pk:
        raise NotFound
    return _decide(row, ClientRequestState.TAKEN_BACK, "take_back", by=by, at=at)


def may_decide(row: ClientRequest, by: User) -> bool:
    """Tell whether `by` is the second person this request waits for."""
    return row.is_waiting and row.requested_by_id != by.pk and _decides(row, by)


@transaction.atomic
def approve(request_id: str, *, scopes: Sequence[str], by: User, at: datetime) -> ClientRequest:
    """Make the client, with `scopes` out of those asked for, and tell the asker and the contact.

    Raises NotFound, SecondPersonNeeded, AlreadyDecided or ClientScopeRefused.
    """
    row = _for_decision(request_id, by)
    given = _known_scopes(scopes)
    if more := sorted(set(given) - set(row.scopes)):
        raise ClientScopeRefused(params={"scopes": ", ".join(more)})
    row.client = _client(row, given)
    _decide(row, ClientRequestState.APPROVED, "approve", by=by, at=at, client=row.client.client_id, scopes=given)
    _tell_answer("API_CLIENT_APPROVED", row, link=reverse("client_detail", args=[row.client.client_id]), at=at)
    return row


@transaction.atomic
def refuse(request_id: str, *, reason: str, by: User, at: datetime) -> ClientRequest:
    """Say no, and why; asker and contact are told. Raises NotFound, SecondPersonNeeded or AlreadyDecided."""
    row = _for_decision(request_id, by)
    row.reason = reason
    _decide(row, ClientRequestState.REFUSED, "refuse", by=by, at=at)
    _tell_answer("API_CLIENT_REFUSED", row, link=reverse("client_list"), at=at)
    return row


def _client(row: ClientRequest, scopes: list[str]) -> ApiClient:
    """The client and its OAuth application; the first secret is thrown away unseen."""
    model = get_application_model()
    application = model.objects.create(
        client_id=public_id(),
        client_secret=get_random_string(SECRET_LETTERS),
        name=row.name,
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
    )
    return ApiClient.objects.create(client_id=application.client_id, name=row.name, office=row.office, scopes=scopes)


def _known_scopes(scopes: Sequence[str]) -> list[str]:
    unknown = sorted(set(scopes) - set(settings.SCOPES))
    if unknown or not scopes:
        raise ClientScopeRefused(params={"scopes": ", ".join(unknown) or "–"})
    return [scope for scope in settings.SCOPES if scope in scopes]


def _locked(request_id: str, by: User) -> ClientRequest:
    seen = requests_of(by).filter(public_id=request_id).values("pk")
    rows = ClientRequest.objects.select_for_update(of=("self",)).filter(pk__in=seen)
    row = rows.select_related("office", "requested_by").first()
    if row is None:
        raise NotFound
    return row


def _for_decision(request_id: str, by: User) -> ClientRequest:
    row = _locked(request_id, by)
    if not _decides(row, by):
        raise NotFound
    if row.requested_by_id == by.pk:
        raise SecondPersonNeeded
    return row


def _decides(row: ClientRequest, by: User) -> bool:
    return ClientRequest.objects.filter(decided_on_by(by), pk=row.pk).exists()


def _decide(
    row: ClientRequest, state: ClientRequestState, verb: str, *, by: User, at: datetime, **facts: object
) -> ClientRequest:
    if not row.is_waiting:
        raise AlreadyDecided
    row.state, row.decided_by, row.decided_at = state, by, at
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "client"])
    _record(verb, row, by=by, at=at, reason=row.reason, **facts)
    return row


def _who_may_decide(row: ClientRequest, *, at: datetime) -> list[User]:
    roles = [role for role, cell in matrix()[DECIDE].items() if cell.scope == "D" and role in Role.values]
    held = Membership.objects.in_force(timezone.localdate(at)).of_role(*roles)
    near = held.filter(office__region_id=row.office.region_id)
    return list(User.objects.filter(pk__in=near.values("user")).exclude(pk=row.requested_by_id))


def _tell_answer(code: str, row: ClientRequest, *, link: str, at: datetime) -> None:
    """The asker by inbox, the contact, who has no account, by e-mail."""
    params = {"sistem": row.name, "unit": row.office.short_name}
    key = f"client-answer:{row.pk}"
    tell(code, user=row.requested_by, params=params, link=link, dedupe_key=key, at=at)
    contact = {Channel.EMAIL: row.contact_email}
    params = {**params, "petugas": row.requested_by.name}
    tell(f"{code}_CONTACT", user=None, params=params, recipients=contact, dedupe_key=f"{key}:contact", at=at)


def _record(verb: str, row: ClientRequest, *, by: User, at: datetime, reason: str = "", **facts: object) -> None:
    payload = {"request": row.public_id, **facts}
    audit.record(action=f"api_client.{verb}", by=by, obj=row, office=row.office, reason=reason, payload=payload, at=at)
