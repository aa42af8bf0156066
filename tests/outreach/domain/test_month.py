"""A simulated month at a Puskesmas of the seed's size, recounted with nothing but plain Python.

Register and numbers are the seed's (002): 1,666 families, 62 pregnant women, 102 children under five, 69 older people
living alone. The register is written in bulk; the calls go through the verbs.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Office, User
from accounts.signals import figures_ready
from core.months import Month
from outreach.domain import dispatch, watching
from outreach.domain.figures import facts_of, month_figures, send_feed
from outreach.domain.reporting import Call, report
from outreach.enums import Need, PickupChannel, PickupKind
from outreach.models import Compensation, Household, Member, Pickup, ServiceArea
from tests.factories.outreach import staff
from tests.standing_rows import standing_rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FAMILIES = 1666
GROUPS = {Need.PREGNANT: 62, Need.UNDER_FIVE: 102, Need.OLDER_ALONE: 69}
CALLS = 60
SEED = 20260101
FIRST = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)  # 1 January 2026, 00.00 WIB
END = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)


@dataclass
class Told:
    """What the simulation did, kept apart from the database."""

    pk: int
    reported: datetime
    arrived: datetime
    region: str
    need: str
    household: int


@dataclass
class Simulated:
    office: Office
    driver: User
    head: User
    told: list[Told]


@pytest.fixture(scope="module")
def month(django_db_setup: None, django_db_blocker: Any) -> Iterator[Simulated]:
    made: list[Simulated] = []

    def load() -> None:
        call_command("load_reference_data", verbosity=0)
        made.append(simulate())

    with standing_rows(django_db_blocker, load):
        yield made[0]


def simulate() -> Simulated:
    dice = random.Random(SEED)  # noqa: S311  # a fixed seed is the point
    office = Office.objects.get(code="PKM-01-1674")
    driver, head = staff(Role.DRIVER, office=office), staff(Role.PUSKESMAS_HEAD, office=office)
    households = register(office, dice)
    told = []
    for _ in range(CALLS):
        household = dice.choice(households)
        reported = FIRST + timedelta(seconds=dice.randrange(int((END - FIRST).total_seconds()) - 40_000))
        span = timedelta(seconds=dice.choice((dice.randrange(600, 14_400), dice.randrange(10_000, 20_000))))
        told.append(answer(household, reported, span, driver))
    return Simulated(office, driver, head, told)


def register(office: Office, dice: random.Random) -> list[Household]:
    villages = list(ServiceArea.objects.filter(office=office).values_list("region_id", flat=True))
    rows = Household.objects.bulk_create(
        Household(
            office=office, region_id=dice.choice(villages), head_name=f"Keluarga {n}", address="RT 01",
            consent_on=date(2025, 6, 1),
        )
        for n in range(FAMILIES)
    )  # fmt: skip
    needs = [need for need, count in GROUPS.items() for _ in range(count)]
    Member.objects.bulk_create(
        Member(household=row, need=need) for row, need in zip(dice.sample(rows, len(needs)), needs, strict=True)
    )
    return rows


def answer(household: Household, reported: datetime, span: timedelta, driver: User) -> Told:
    member = household.members.first()
    need = Need(member.need) if member else Need.OTHER
    call = Call(
        kind=PickupKind.PICK_UP, need=need, region=household.region_id, place=f"RT 01, {household.pk}",
        channel=PickupChannel.KENTHONGAN, household=household,
    )  # fmt: skip
    pickup = report(call, at=reported).pickup
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=reported + span / 3)
    dispatch.depart(pickup, by=driver, at=reported + span / 2)
    dispatch.arrive(pickup, by=driver, at=reported + span)
    return Told(pickup.pk, reported, reported + span, household.region_id, need.value, household.pk)


def figures(month: Simulated):
    rows = Pickup.objects.filter(office=month.office)
    return month_figures(rows, Q(office=month.office), Month(2026, 1, month.office.zone), at=END)


def test_register_has_the_size_of_the_seed(month):
    counts = Counter(Member.objects.values_list("need", flat=True))

    assert Household.objects.current().count() == 1666
    assert counts == {"pregnant": 62, "under_five": 102, "older_alone": 69}


def test_every_response_time_equals_a_plain_recount(month):
    stored = {row.pk: row.arrived_at - row.reported_at for row in Pickup.objects.all()}
    owed = set(Compensation.objects.values_list("pickup_id", flat=True))

    assert stored == {row.pk: row.arrived - row.reported for row in month.told}
    assert owed == {row.pk for row in month.told if row.arrived - row.reported > timedelta(hours=4)}
    assert 0 < len(owed) < CALLS


def test_sweep_finds_only_rice_that_is_late_as_well(month):
    limit = timedelta(hours=4)
    late = [row for row in month.told if row.arrived - row.reported > limit and row.reported + limit * 19 < END]

    assert watching.give_warnings(at=END) == len(late)


def test_board_shows_the_recounted_response_times(month):
    browser = Client()
    browser.force_login(month.driver, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(END, tick=False):
        cards = browser.get(reverse("pickup_board")).context["cards"]

    wanted = {row.pk: row.arrived - row.reported for row in month.told}
    shown = {Pickup.objects.get(number=card.number).pk: card.figure for card in cards}
    assert len(cards) == CALLS
    assert shown == {pk: words(span) for pk, span in wanted.items()}


def words(span: timedelta) -> str:
    hours, rest = divmod(int(span.total_seconds()) // 60, 60)
    parts = [f"{hours} jam"] if hours else []
    return " ".join([*parts, f"{rest} menit"] if rest or not hours else parts)


def test_figures_equal_a_plain_recount(month):
    found = figures(month)

    spans = sorted(row.arrived - row.reported for row in month.told)
    in_time = [span for span in spans if span <= timedelta(hours=4)]
    total = found.total
    assert (total.reported, total.arrived, total.on_time) == (CALLS, CALLS, len(in_time))
    assert (total.missed, total.owed, total.waiting) == (CALLS - len(in_time), CALLS - len(in_time), 0)
    assert total.median == median(spans)
    assert total.ninetieth == spans[53]  # the 54th of 60
    assert {code: row.reported for code, row in found.by_region.items()} == Counter(row.region for row in month.told)
    assert {need: row.reported for need, row in found.by_need.items()} == Counter(row.need for row in month.told)
    assert (found.coverage.registered, found.coverage.served) == (1666, len({row.household for row in month.told}))
    assert [row.reported for _month, row in found.trend] == [0, 0, 0, 0, 0, CALLS]


def test_each_figure_is_the_length_of_its_list(month):
    browser = Client()
    browser.force_login(month.head, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(END, tick=False):
        page = browser.get(reverse("pickup_figures"), {"bulan": "2026-01"})
        shown = [*page.context["kpis"], page.context["served"]]
        counts = {kpi.name: browser.get(kpi.url).context["count"] for kpi in shown}
        cells = [
            (int(cell.text), browser.get(cell.url).context["count"])
            for row in page.context["by_need"].rows
            for cell in row.cells[1:]
            if cell.url
        ]
        book = browser.get(reverse("pickup_workbook"), {"bulan": "2026-01"})

    found = figures(month)
    total = found.total
    assert counts == {
        "reported": total.reported, "on-time": total.on_time, "response": total.arrived, "missed": total.missed,
        "served": found.coverage.served,
    }  # fmt: skip
    assert cells
    assert [count for count, _listed in cells] == [listed for _count, listed in cells]
    assert (book.status_code, book["Content-Disposition"]) == (200, 'attachment; filename="jemput-2026-01.xlsx"')


def test_feed_tells_served_of_registered(month):
    heard = []

    def listen(**news):
        heard.append((news["sender"], news["starts_on"], news["figures"]["poor_families_served"]))

    figures_ready.connect(listen)
    try:
        send_feed(month.office, Month(2026, 1, month.office.zone), at=END)
    finally:
        figures_ready.disconnect(listen)

    assert heard == [("outreach", date(2026, 1, 1), (len({row.household for row in month.told}), 1666))]


def test_facts_hold_nothing_personal(month):
    assert set(facts_of(Pickup.objects.all())[0].__dataclass_fields__) == {
        "region", "need", "cancelled", "reported_at", "due_at", "arrived_at", "owed", "handed", "confirmed",
    }  # fmt: skip
