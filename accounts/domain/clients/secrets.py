"""What keeps a system's access: its secret, shown once and kept hashed; off and on again; when it was last used."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import get_random_string
from oauth2_provider.models import get_access_token_model, get_application_model

from accounts.domain.clients.reach import decided_on_by, owned, systems_of
from accounts.domain.messages import tell
from accounts.exceptions import ClientOff, SecondPersonNeeded
from accounts.models import ApiClient, User
from core import audit
from core.exceptions import NotFound

LETTERS = 48
NOTED_EVERY = timedelta(minutes=1)


def may_take(client: ApiClient, by: User) -> bool:
    """Tell whether `by` may see a new secret: a person of the system's office who did not approve it."""
    return ApiClient.objects.filter(owned(by), pk=client.pk).exists() and not _approved_by(client, by)


@transaction.atomic
def take(client: ApiClient, *, by: User, at: datetime) -> str:
    """Make a new secret and return it, the only time; the old one opens nothing any more.

    Tokens in hand last their quarter of an hour. Raises NotFound, SecondPersonNeeded or ClientOff.
    """
    row = _locked(client, by)
    if not ApiClient.objects.filter(owned(by), pk=row.pk).exists():
        raise NotFound
    if _approved_by(row, by):
        raise SecondPersonNeeded
    if not row.is_active:
        raise ClientOff
    application = get_application_model().objects.select_for_update().filter(client_id=row.client_id).first()
    if application is None:
        raise NotFound
    secret = get_random_string(LETTERS)
    application.client_secret = secret  # hashed when saved
    application.save(update_fields=["client_secret", "updated"])
    verb = "rotate" if row.secret_at else "take_secret"
    row.secret_at = at
    row.save(update_fields=["secret_at"])
    _record(verb, row, by=by, at=at)
    _tell_others("API_CLIENT_SECRET", row, by=by, at=at)
    return secret


@transaction.atomic
def switch_off(client: ApiClient, *, reason: str, by: User, at: datetime) -> None:
    """Stop a system at once: no token is given, none holds, no webhook goes out. Raises NotFound or ClientOff."""
    row = _locked(client, by)
    if not row.is_active:
        raise ClientOff
    row.is_active, row.off_reason = False, reason
    row.save(update_fields=["is_active", "off_reason"])
    get_access_token_model().objects.filter(application__client_id=row.client_id).delete()
    _record("switch_off", row, by=by, at=at, reason=reason)
    _tell_others("API_CLIENT_OFF", row, by=by, at=at)


@transaction.atomic
def switch_on(client: ApiClient, *, by: User, at: datetime) -> None:
    """Let a system in again, with the secret it had; only by who decides on clients. Raises NotFound."""
    row = _locked(client, by)
    if not ApiClient.objects.filter(decided_on_by(by), pk=row.pk).exists():
        raise NotFound
    row.is_active, row.off_reason = True, ""
    row.save(update_fields=["is_active", "off_reason"])
    _record("switch_on", row, by=by, at=at)


def note_use(client_id: str, *, at: datetime) -> None:
    """Remember that a token was given; at most once a minute, so that a busy system locks no row."""
    rows = ApiClient.objects.filter(client_id=client_id).exclude(last_token_at__gt=at - NOTED_EVERY)
    rows.update(last_token_at=at)


def _approved_by(client: ApiClient, by: User) -> bool:
    request = getattr(client, "request", None)
    return request is not None and request.decided_by_id == by.pk


def _locked(client: ApiClient, by: User) -> ApiClient:
    seen = systems_of(by).filter(pk=client.pk).values("pk")
    row = ApiClient.objects.select_for_update(of=("self",)).filter(pk__in=seen).first()
    if row is None:
        raise NotFound
    row.office = client.office
    return row


def _tell_others(code: str, row: ApiClient, *, by: User, at: datetime) -> None:
    """Who asked for the system and who approved it, unless they did it themselves."""
    request = getattr(row, "request", None)
    for person in {request.requested_by, request.decided_by} - {by, None} if request else ():
        tell(
            code,
            user=person,
            params={"sistem": row.name, "petugas": by.name, "waktu": at},
            link=reverse("client_detail", args=[row.client_id]),
            dedupe_key=f"client:{row.pk}:{code}:{at.timestamp():.6f}:{person.pk}",
            zone=row.office.zone,
            at=at,
        )


def _record(verb: str, row: ApiClient, *, by: User, at: datetime, reason: str = "") -> None:
    payload = {"client": row.client_id}
    audit.record(action=f"api_client.{verb}", by=by, obj=row, office=row.office, reason=reason, payload=payload, at=at)
