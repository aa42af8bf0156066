"""What is new or changed goes to SATUSEHAT, one row a job: looked up there first, then created or written over."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.domain.offices import home_office
from core import audit, outbox
from core.audit_chain import canonical_json
from core.models import OutboxJob
from core.outbox import Permanent, Policy, Postponed
from core.redaction import redact
from facilities.domain import kinds
from facilities.models import Facility
from licensing.domain.satusehat import connecting, resources
from licensing.enums import SatusehatKind, SatusehatState
from licensing.models import SatusehatLink
from workforce.models import Placement, Practitioner

JOB, QUEUE = "satusehat.send", "webhooks"
POLICY = Policy(max_attempts=8, longest_delay=timedelta(hours=3), neighbour=connecting.NEIGHBOUR)
MOST_AT_ONCE = 200
ASK_AGAIN = timedelta(days=30)
OWNER_WAIT = timedelta(minutes=10)
KEPT_ERROR = 300
FHIR_NAMES = {SatusehatKind.ORGANIZATION: "Organization", SatusehatKind.LOCATION: "Location"}


# --- choosing -------------------------------------------------------------------------------------------------


def queue_changed(*, at: datetime) -> int:
    """Queue rows that changed since they were queued last, at most 200 of a kind; returns how many. Off: none."""
    if not connecting.is_on():
        return 0
    return sum(_queue(kind, at=at) for kind in SatusehatKind if kind in settings.SATUSEHAT_KINDS)


def _queue(kind: SatusehatKind, *, at: datetime) -> int:
    field = "practitioner" if kind == SatusehatKind.PRACTITIONER else "facility"
    own = SatusehatLink.objects.filter(kind=kind, **{field: OuterRef("pk")})
    rows: QuerySet[Any] = _practitioners() if kind == SatusehatKind.PRACTITIONER else _facilities()
    rows = rows.annotate(queued_at=Subquery(own.values("source_at")[:1]))
    changed = Q(queued_at__isnull=True) | Q(updated_at__gt=F("queued_at"))
    if kind == SatusehatKind.PRACTITIONER:
        # Only the look-up counts, so a change of ours is no reason to ask; that nobody was found is, after a while.
        changed = Q(queued_at__isnull=True) | Q(
            satusehat_links__state=SatusehatState.ABSENT, satusehat_links__asked_at__lte=at - ASK_AGAIN
        )
    found = list(rows.filter(changed).order_by("pk")[:MOST_AT_ONCE])
    for row in found:
        with transaction.atomic():
            queue(kind, row)
    return len(found)


def _facilities() -> QuerySet[Facility]:
    return Facility.objects.inside(home_office().region_id)


def _practitioners() -> QuerySet[Practitioner]:
    """Those placed in the city, with a NIK."""
    here = Placement.objects.in_force(timezone.localdate()).filter(facility__in=_facilities())
    rows = Practitioner.objects.current().filter(person__identity_kind="nik")
    return rows.filter(pk__in=here.values("practitioner"))


def queue(kind: SatusehatKind, row: Facility | Practitioner) -> SatusehatLink:
    """Write the link of a row and its job, in the caller's transaction."""
    subject = {"practitioner": row} if isinstance(row, Practitioner) else {"facility": row}
    link, is_new = SatusehatLink.objects.select_for_update().get_or_create(
        kind=kind, **subject, defaults={"source_at": row.updated_at}
    )
    if not is_new:
        link.turn += 1
        link.source_at, link.state, link.last_error = row.updated_at, SatusehatState.WAITING, ""
    link.job = outbox.enqueue(JOB, key=f"satusehat:{link.pk}:{link.turn}", payload={"link": link.pk}, queue=QUEUE)
    link.save()
    return link


# --- sending --------------------------------------------------------------------------------------------------


def run(job: OutboxJob, *, at: datetime) -> None:
    """Bring one row up to date there; running twice sends nothing twice. Raises as outbox handlers do."""
    link = SatusehatLink.objects.select_related("facility__region", "facility__parent", "practitioner__person").get(
        pk=job.payload["link"]
    )
    if not connecting.is_on():
        raise Permanent("switched off")
    try:
        if link.kind == SatusehatKind.PRACTITIONER:
            _look_up(link, at=at)
        else:
            _send(link, at=at)
    except connecting.RefusedThere as refused:
        why = redact(str(refused))[:KEPT_ERROR]
        SatusehatLink.objects.filter(pk=link.pk).update(state=SatusehatState.DEAD, last_error=why, asked_at=at)
        raise Permanent(why) from None


def _look_up(link: SatusehatLink, *, at: datetime) -> None:
    """Ask for the number of a practitioner by NIK; it is kept, nothing else of the answer is."""
    assert link.practitioner is not None  # noqa: S101  a constraint of the table
    number = link.practitioner.person.identity_number
    found = connecting.find("Practitioner", identifier=f"{resources.NIK}|{number}")
    remote_id = str(found[0].get("id", "")) if len(found) == 1 else ""
    state = SatusehatState.KNOWN if remote_id else SatusehatState.ABSENT
    _keep(link, at=at, state=state, remote_id=remote_id)


def _send(link: SatusehatLink, *, at: datetime) -> None:
    resource = _resource(link, on=at.astimezone(home_office().zone).date())
    digest = hashlib.sha256(canonical_json(_exact(resource)).encode()).hexdigest()
    if link.remote_id and link.sent_hash == digest:
        _keep(link, at=at, state=SatusehatState.KNOWN)
        return
    remote_id = link.remote_id or _known(link, resource)
    if not remote_id or not connecting.replace(resource, remote_id):
        remote_id = connecting.create(resource)
    _keep(link, at=at, state=SatusehatState.KNOWN, remote_id=remote_id, sent_hash=digest)


def _exact(value: Any) -> Any:
    """The same with numbers as text: a hash is of what is written."""
    if isinstance(value, dict):
        return {name: _exact(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_exact(each) for each in value]
    return str(value) if isinstance(value, float) else value


def _resource(link: SatusehatLink, *, on: date) -> dict[str, Any]:
    row = link.facility
    assert row is not None  # noqa: S101  a constraint of the table
    label = kinds.labels().get(row.kind, row.kind)
    if link.kind == SatusehatKind.ORGANIZATION:
        above = _remote(row.parent) if row.parent is not None else ""
        return resources.organization(row, on=on, kind=label, parent=above or settings.SATUSEHAT_ORGANIZATION)
    owner = _remote(row)
    if not owner and SatusehatKind.ORGANIZATION in settings.SATUSEHAT_KINDS:
        raise Postponed(timezone.now() + OWNER_WAIT)
    return resources.location(row, on=on, kind=label, owner=owner or settings.SATUSEHAT_ORGANIZATION)


def _remote(row: Facility) -> str:
    links = SatusehatLink.objects.filter(facility=row, kind=SatusehatKind.ORGANIZATION)
    return links.values_list("remote_id", flat=True).first() or ""


def _known(link: SatusehatLink, resource: dict[str, Any]) -> str:
    """Their id of a row that somebody entered there before, by our code; empty when there is none.

    Locations are found by identifier, organisations by name below the one above: so their documentation has it.
    """
    (own,) = resource["identifier"]
    if link.kind == SatusehatKind.LOCATION:
        found = connecting.find("Location", identifier=f"{own['system']}|{own['value']}")
    else:
        above = resource["partOf"]["reference"].rpartition("/")[2]
        found = connecting.find("Organization", name=resource["name"], partof=above)
    return next((str(each["id"]) for each in found if _has(each.get("identifier", []), own)), "")


def _has(identifiers: Iterable[Any], own: dict[str, str]) -> bool:
    return any(each.get("system") == own["system"] and each.get("value") == own["value"] for each in identifiers)


@transaction.atomic
def _keep(link: SatusehatLink, *, at: datetime, **values: Any) -> None:
    """Note the outcome; that data of this row left the portal stands in the trail."""
    SatusehatLink.objects.filter(pk=link.pk).update(asked_at=at, last_error="", **values)
    audit.record(
        action="satusehat.exchange",
        by=None,
        obj=link.facility or link.practitioner,
        office=home_office(),
        payload={"kind": link.kind, "state": str(values["state"])},
        at=at,
    )
