"""What licensing lends to the risk score of a place: licence end, complaints, staff without SIP (DECISIONS 2)."""

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from accounts.domain.offices import home_office
from facilities.models import Facility
from inspections.domain import risk
from inspections.domain.risk import Lent
from inspections.models import RiskScore
from licensing.domain.coverage.counting import Cut, placed
from licensing.domain.licences.register_facts import placement_licensed
from licensing.enums import ReportKind, SanctionState
from licensing.models import Licence, PublicReport, Sanction


def push(facility: Facility, *, at: datetime) -> RiskScore:
    """Push the facts of one place down; call it in the transaction that changed one of them."""
    return _push(Facility.objects.filter(pk=facility.pk), at=at)[0]


def push_all(*, at: datetime) -> list[RiskScore]:
    """Push the facts of every place that is open; imported licences, and ends that drew near, come in here."""
    return _push(Facility.objects.active(at.astimezone(home_office().zone).date()), at=at)


def _push(places: QuerySet[Facility], *, at: datetime) -> list[RiskScore]:
    """Four counts over all of them, then one write."""
    on = at.astimezone(home_office().zone).date()
    ids = places.values("pk")
    licences = Licence.objects.filter(holder_facility__in=ids, ends_on__isnull=False).order_by()
    ends = dict(licences.values("holder_facility").annotate(last=Max("ends_on")).values_list("holder_facility", "last"))
    reports = PublicReport.objects.filter(application__place__in=ids, kind=ReportKind.COMPLAINT).order_by()
    waiting = dict(
        reports.filter(answered_at__isnull=True)
        .values("application__place")
        .annotate(n=Count("pk"))
        .values_list("application__place", "n")
    )
    steps = Sanction.objects.filter(licence__holder_facility__in=ids, state=SanctionState.DONE)
    open_steps = steps.filter(repaired_at__isnull=True, repair_by__isnull=False)
    sanctioned = set(open_steps.values_list("licence__holder_facility", flat=True))
    unlicensed = placed(Cut(on)).filter(Q(facility__in=ids), ~Q(placement_licensed(on)))
    lacking = dict(unlicensed.values("facility").annotate(n=Count("pk")).values_list("facility", "n"))
    lent = {
        pk: Lent(
            complaints_open=waiting.get(pk, 0),
            licence_ends_on=ends.get(pk),
            staff_without_sip=lacking.get(pk, 0),
            under_sanction=pk in sanctioned,
        )
        for pk in places.values_list("pk", flat=True)
    }
    return risk.push_many(lent, at=at)
