"""Reading the audit trail: the chains of the own region, and whether they are whole."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import QuerySet

from accounts.models import Office, User
from accounts.rules import viewer_of
from core import audit
from core.audit_chain import Verdict
from core.models import AuditEvent, ImportBatch, ImportTrace

IMPORTED = ("import.apply", "import.undo")


def chains_of(user: User, action: str = "audit_verify") -> list[str]:
    """Names of the chains `user` may read: offices of the own region, and what belongs to no office."""
    codes: set[str] = set()
    for scope in viewer_of(user).scopes(action):
        near = Office.objects.filter(region_id=scope.region_code)
        below = Office.objects.filter(region__code__startswith=f"{scope.region_code}.")
        codes |= set((near | below).values_list("code", flat=True))
    return sorted(codes | {audit.PORTAL}) if codes else []


def events_of(user: User, *, chain: str = "", action: str = "") -> QuerySet[AuditEvent]:
    """Events of those chains, the newest first, of one chain or one action when given."""
    rows = AuditEvent.objects.filter(chain_id__in=chains_of(user)).select_related("actor")
    if chain:
        rows = rows.filter(chain_id=chain)
    if action:
        rows = rows.filter(action=action)
    return rows.order_by("-at", "-pk")


def events_about(*objects: models.Model, limit: int = 50) -> list[AuditEvent]:
    """What happened to these rows, the newest first, for the history on a page that shows them; imports too.

    The caller has shown already that the reader may see the rows; an event says who, when, what and why.
    """
    wanted = traced = models.Q(pk__in=[])
    for obj in objects:
        wanted |= models.Q(object_type=obj._meta.label, object_id=str(obj.pk))
        traced |= models.Q(object_type=obj._meta.label, object_id=obj.pk)
    # A file of a hundred thousand rows is one event; the traces say which rows it touched.
    batches = ImportTrace.objects.filter(traced).order_by("-batch").values_list("batch", flat=True).distinct()[:limit]
    wanted |= models.Q(
        object_type=ImportBatch._meta.label, object_id__in=[str(pk) for pk in batches], action__in=IMPORTED
    )
    return list(AuditEvent.objects.filter(wanted).select_related("actor").order_by("-at", "-pk")[:limit])


@transaction.atomic
def check(user: User, *, at: datetime) -> list[Verdict]:
    """Check the user's chains link by link; that it was done is an event too."""
    found = [verdict for name in chains_of(user) for verdict in audit.verify(name)]
    verdicts = [verdict for verdict in found if verdict.length or verdict.fault]
    faults = sum(verdict.fault is not None for verdict in verdicts)
    payload = {"chains": len(verdicts), "faults": faults}
    audit.record(action="audit.verify", by=user, payload=payload, at=at)
    return verdicts
