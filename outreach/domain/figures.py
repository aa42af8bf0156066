"""The monthly figures of one Puskesmas or a region, and their way to whoever feeds on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Office
from accounts.signals import figures_ready
from core.months import Month
from outreach.domain.summary import PickupFact, Summary, grouped, summarize
from outreach.enums import PickupState
from outreach.models import Household, Pickup
from outreach.querysets import HouseholdQuerySet, PickupQuerySet

TREND = 6
SOURCE = "outreach"


@dataclass(frozen=True)
class Coverage:
    """Registered households, and those of them that somebody came to in the period."""

    registered: int
    served: int


@dataclass(frozen=True)
class MonthFigures:
    """A month with its groups and the months before it."""

    month: Month
    total: Summary
    by_region: dict[str, Summary]
    by_need: dict[str, Summary]
    trend: list[tuple[Month, Summary]]
    coverage: Coverage


def facts_of(rows: PickupQuerySet) -> list[PickupFact]:
    """Facts of pickups; a merged call is counted with the one it was merged into."""
    columns = (
        "region_id", "need", "state", "reported_at", "due_at", "arrived_at",
        "compensation__owed_at", "compensation__handed_at", "compensation__confirmed_at",
    )  # fmt: skip
    return [
        PickupFact(
            region=region,
            need=need,
            cancelled=state == PickupState.CANCELLED,
            reported_at=reported,
            due_at=due,
            arrived_at=arrived,
            owed=owed is not None,
            handed=handed is not None,
            confirmed=confirmed is not None,
        )
        for region, need, state, reported, due, arrived, owed, handed, confirmed in rows.exclude(
            state=PickupState.MERGED
        ).values_list(*columns)
    ]


def month_figures(pickups: PickupQuerySet, households: Q, month: Month, *, at: datetime) -> MonthFigures:
    """Figures of the pickups reported in `month`, of these rows. `households` says which register they stand for."""
    since = month.shifted(1 - TREND)
    rows = facts_of(pickups.filter(reported_at__gte=since.start, reported_at__lt=month.end))
    by_month: dict[Month, list[PickupFact]] = {month.shifted(-n): [] for n in reversed(range(TREND))}
    for row in rows:
        by_month[Month.of(row.reported_at, month.zone)].append(row)
    own = by_month[month]
    return MonthFigures(
        month=month,
        total=summarize(own, at),
        by_region=grouped(own, lambda row: row.region, at),
        by_need=grouped(own, lambda row: row.need, at),
        trend=[(name, summarize(members, at)) for name, members in by_month.items()],
        coverage=coverage_of(households, month),
    )


def coverage_of(condition: Q, month: Month) -> Coverage:
    """Households on the register at the end of the month, and those served in it."""
    rows = registered_in(Household.objects.filter(condition), month)
    return Coverage(registered=rows.count(), served=served_in(rows, month).count())


def registered_in(rows: HouseholdQuerySet, month: Month) -> HouseholdQuerySet:
    """Those of `rows` that were on the register at the end of the month."""
    last = month.end.date()
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=last), consent_on__lt=last)


def served_in(rows: HouseholdQuerySet, month: Month) -> HouseholdQuerySet:
    """Those of `rows` that somebody came to in the month."""
    came = Pickup.objects.filter(household=OuterRef("pk"), arrived_at__gte=month.start, arrived_at__lt=month.end)
    return rows.filter(Exists(came))


def send_feed(office: Office, month: Month, *, at: datetime) -> Sequence[object]:
    """Tell whoever counts services (SPM, ILP) what the month gave; nothing personal leaves."""
    pickups = Pickup.objects.filter(office=office)
    found = month_figures(pickups, Q(office=office), month, at=at)
    return figures_ready.send(
        sender=SOURCE,
        office=office,
        starts_on=month.start.date(),
        ends_on=month.end.date(),
        figures={
            "poor_families_served": (found.coverage.served, found.coverage.registered),
            "pickups_on_time": (found.total.on_time, found.total.arrived),
            "pickups_missed": (found.total.missed, found.total.reported),
        },
        at=at,
    )
