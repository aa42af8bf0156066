"""The shipped panels."""

import pytest
from django.db.models import Q

from spm.domain.dashboards import counting
from spm.enums import Dashboard
from spm.models import Indicator, Panel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


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
