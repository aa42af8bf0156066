"""The shipped panels: all of them loaded, all of them summing, and one more by data alone."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from typing import Any

import pytest
import time_machine
from django.db.models import Q

from accounts.enums import Role
from facilities.models import Facility
from spm.domain.dashboards import counting
from spm.domain.dashboards.boards import board
from spm.domain.dashboards.cut import Area, Cut
from spm.domain.dashboards.figures import counted
from spm.domain.dashboards.reach import Reach
from spm.domain.dashboards.registers import KINDS, STAFF, read_registers
from spm.enums import (
    Dashboard,
    IndicatorGroup,
    Level,
    LifeStage,
    Measure,
    OverTime,
    Programme,
    RegisterKind,
    Shape,
    Source,
)
from spm.models import Indicator, Panel, RegisterRow, Value
from tests.api import ROOT, by_session
from tests.factories.accounts import RegionFactory
from tests.factories.spm import IndicatorFactory, ValueFactory
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 6, 15, 3, tzinfo=UTC)
LEVELS = (
    Area(Level.NATIONAL, "", "Indonesia"),
    Area(Level.PROVINCE, "16", "Provinsi"),
    Area(Level.CITY, "16.74", "Kota"),
)


class Everything(Reach):
    """Somebody who sees all of an area and every small count."""

    def figures(self, area: Area) -> Any:
        """All below it."""
        rows = Value.objects.current()
        return rows.of_network([area.facility.pk]) if area.facility else rows.inside(area.code)


def everything(top: Area) -> Reach:
    """That somebody."""
    return Everything(top, owns=True, owns_all=True, has_places=True, has_groups=True)


def units() -> list[Facility]:
    """Two Puskesmas, one with a Pustu."""
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    pustu = puskesmas("PST-01", "16.74.02.1004", parent=first)
    Facility.objects.filter(pk=pustu.pk).update(kind="pustu")
    return [first, pustu, second]


def fill(seed: int, places: Iterable[tuple[Any, str]]) -> None:
    """Figures of every indicator in use in two of three months by sex, at facilities or regions."""
    chance = Random(seed)  # noqa: S311  # figures of a test
    defined = list(Indicator.objects.filter(programme__in=(Programme.ILP, Programme.SPM_CITY), is_enabled=True))
    Value.objects.bulk_create(
        Value(
            indicator=each, facility=facility, region_id=region, area=".".join(region.split(".")[:2]), sex=sex,
            month=date(2026, month, 1), numerator=chance.randrange(90), version=1, recorded_at=AT,
            denominator=chance.randrange(90, 200) if each.is_share else None, source=Source.IMPORTED,
        )
        for (facility, region), each in product(places, defined)
        for month, sex in product(chance.sample((1, 2, 3), 2), ("L", "P"))
    )  # fmt: skip


def test_the_children_of_every_panel_add_up_to_their_parent_at_every_level() -> None:
    own = units()
    others = [RegionFactory(code=code).pk for code in ("16", "16.71", "17", "17.01")]
    fill(1, [*((unit, unit.region_id) for unit in own), *((None, code) for code in others)])
    puskesmas_area = Area(Level.PUSKESMAS, "16.74", own[0].name, own[0])

    panels = set()
    for area, dashboard in product((*LEVELS, puskesmas_area), Dashboard):
        cut, reach = Cut(area, date(2026, 1, 1), date(2026, 6, 1)), everything(area)
        found = board(dashboard, cut, reach, at=AT)
        children = counting.tally(reach.figures(area), cut, found.known, counting.PLACES[area.level]).values()
        for line in (line for drawing in found.drawings for line in drawing.lines):
            counts = [count for each in children if (count := counted(each, line.wanted)) is not None]
            assert sum(counts[1:], counts[0]) == line.count, (area.level, line.wanted)
            panels.add(line.wanted.panel)

    assert panels == set(Panel.objects.drawn().exclude(shape=Shape.REGISTER).values_list("code", flat=True))


def test_the_units_of_every_register_add_up_to_their_city() -> None:
    own = units()
    RegisterRow.objects.bulk_create(
        RegisterRow(
            facility=unit, region=unit.region, year=2026, month=date(2026, 1, 1), kind=kind, item="Butir",
            recorded_at=AT, need=10 + number, available=number + 1,
        )
        for kind, (number, unit) in product(RegisterKind.values, enumerate(own))
    )  # fmt: skip
    whole = Cut(LEVELS[2], date(2026, 1, 1), date(2026, 6, 1))
    parts = [replace(whole, area=Area(Level.PUSKESMAS, "16.74", each.name, each)) for each in (own[0], own[2])]
    names = [each for each in KINDS if each != STAFF]

    city, *below = [read_registers(names, cut) for cut in (whole, *parts)]

    for name in names:
        both = [row for found in below for row in found[name]]
        assert [(row.count, row.whole) for row in city[name]] == [
            (sum(row.count for row in both), sum(row.whole or 0 for row in both))
        ]


def test_every_panel_of_the_paper_has_a_figure_once_its_indicators_have() -> None:
    fill(1, [(unit, unit.region_id) for unit in units()[:1]])
    cut = Cut(LEVELS[2], date(2026, 1, 1), date(2026, 6, 1))

    def drawings() -> Iterator[Any]:
        for each in Dashboard:
            yield from board(each, cut, everything(LEVELS[2]), at=AT).drawings

    assert [each.code for each in drawings() if each.is_empty and each.shape != Shape.REGISTER] == []


def test_an_indicator_and_a_panel_are_rows_and_nothing_else() -> None:
    with time_machine.travel(AT, tick=False):
        IndicatorFactory(
            code="BARU-1", programme=Programme.ILP, name="Sekolah yang dibina", measure=Measure.COUNT, cluster="3",
            life_stage=LifeStage.SERVICE, group=IndicatorGroup.PROCESS, denominator_over_time=OverTime.SUM,
        )  # fmt: skip
        new = Indicator.objects.get(code="BARU-1")
        Panel.objects.create(
            code="K3-X", dashboard=Dashboard.CLUSTER_3, position=99, chart="K3-X", chart_title="Baru", title="Baru",
            chart_title_en="New", title_en="New", shape=Shape.COUNTS, reads=["BARU-1"],
        )  # fmt: skip
        place = puskesmas()
        ValueFactory(indicator=new, facility=place, region=place.region, numerator=1234, denominator=None)
        officer = worker(Role.CITY_HEALTH)
        client = browser(officer, Role.CITY_HEALTH)
        recorder = browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)

        pages = [
            client.get(f"/ilp/{each}").content.decode()
            for each in ("dasbor/klaster-3/", "panel/K3-X/", "catatan/BARU-1/")
        ]
        sheet = recorder.get(f"/ilp/isian/{place.public_id}/?bulan=2026-01").content.decode()
        answer = by_session(officer).get(f"{ROOT}/ilp/panels/K3-X/").json()

    assert ["1.234" in each for each in pages] == [True, True, True]
    assert answer["panels"][0]["figures"][0]["numerator"] == 1234
    assert "Sekolah yang dibina" in sheet


def test_every_panel_of_the_paper_is_loaded_and_two_misprints_are_not_drawn() -> None:
    assert Panel.objects.count() == 56
    drawn = Panel.objects.drawn()
    assert [drawn.filter(dashboard=each).count() for each in Dashboard] == [4, 7, 14, 19, 10]
    assert set(Panel.objects.filter(is_enabled=False).values_list("code", flat=True)) == {"K3-C9", "K3-C10"}


def test_every_word_a_panel_reads_is_an_indicator_in_use() -> None:
    for panel in Panel.objects.drawn():
        for each in (*panel.reads, panel.base):
            if each and not each.startswith("register:"):
                assert Indicator.objects.filter(counting.codes([each]), is_enabled=True).exists(), (panel.code, each)


def test_a_group_takes_its_indicators_of_ilp_alone_without_misprints() -> None:
    codes = set(
        Indicator.objects.filter(counting.codes(["group:cakupan"]), Q(is_enabled=True)).values_list("code", flat=True)
    )

    assert "D2-IDL" in codes
    assert not [code for code in codes if code.startswith(("KK-", "BALITA-SEED-"))]
