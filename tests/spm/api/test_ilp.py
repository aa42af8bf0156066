"""`/ilp/…`: the same figures as the page, for agencies and officers."""

from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.enums import Role
from spm.models import Indicator, Value
from tests.api import ROOT, by_session, by_token
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.factories.spm import ValueFactory
from tests.spm.people import puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _june() -> Any:
    with time_machine.travel("2026-06-15T03:00:00Z", tick=False):
        yield


def figure(code: str, served: int, due: int | None = None, *, place: Any = None, region: str = "16.74") -> None:
    """A figure of January."""
    ValueFactory(
        indicator=Indicator.objects.get(code=code),
        facility=place,
        region=place.region if place else RegionFactory(code=region),
        month=date(2026, 1, 1),
        numerator=served,
        denominator=due,
    )


def lines(answer: Any) -> dict[str, Any]:
    """The lines of a dashboard by indicator."""
    return {line["indicator"]: line for panel in answer.json()["panels"] for line in panel["figures"]}


def test_a_dashboard_holds_exact_and_shown_shares_of_the_own_region() -> None:
    figure("D2-IDL", 40, 90)
    figure("D2-IDL", 999, 1000, region="16.71")

    answer = by_token(OfficeFactory(), "spm:read").get(f"{ROOT}/ilp/dashboards/klaster-2/")

    line = lines(answer)["D2-IDL"]
    assert (line["numerator"], line["denominator"], line["percent"], line["shown"]) == (40, 90, "400/9", "44.4")


def test_a_panel_comes_by_place_and_the_places_add_up() -> None:
    figure("D2-IDL", 40, 100, place=puskesmas())
    figure("D2-IDL", 70, 90, place=puskesmas("PKM-02", "16.74.02.1009"))

    panel = by_token(OfficeFactory(), "spm:read").get(f"{ROOT}/ilp/panels/K2-B/").json()["panels"][0]

    assert [place["figures"][0]["numerator"] for place in panel["places"]] == [40, 70]
    assert panel["figures"][0]["numerator"] == 110


def test_both_sides_of_a_step_add_up_where_a_place_brought_the_base_alone() -> None:
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    figure("BUMIL-C-K1", 90, 100, place=first)
    figure("BUMIL-C-K1", 40, 50, place=second)
    figure("D2-SALIN-FASYANKES", 35, place=second)

    panel = by_token(OfficeFactory(), "spm:read").get(f"{ROOT}/ilp/panels/K2-A/").json()["panels"][0]

    every = {each.get("name"): each["figures"] for each in (panel, *panel["places"])}
    births = {name: next(row for row in rows if row["panel"] == "K2-A3") for name, rows in every.items()}
    assert {name: (row["numerator"], row["denominator"]) for name, row in births.items()} == {
        None: (35, 150),
        first.name: (None, 100),
        second.name: (35, 50),
    }


def test_example_e_contacts_are_those_on_tpt_on_oat_and_neither() -> None:
    for code, served in (("SERUMAH", 40), ("TPT", 20), ("OAT", 5), ("TIDAK", 15)):
        figure(f"D4-KONTAK-{code}", served)

    answer = by_token(OfficeFactory(), "spm:read").get(f"{ROOT}/ilp/dashboards/klaster-4/").json()

    check = next(panel["check"] for panel in answer["panels"] if panel["code"] == "K4-C")
    assert check == {"whole": 40, "parts": 40, "open": 0}


def test_example_e_misprints_are_no_panels_and_no_indicators() -> None:
    caller = by_token(OfficeFactory(), "spm:read")

    panels = {each["code"] for each in caller.get(f"{ROOT}/ilp/panels/").json()}
    codes = {each["code"] for each in caller.get(f"{ROOT}/ilp/indicators/?page_size=200").json()["results"]}

    assert panels & {"K3-C7", "K3-C8", "K3-C9", "K3-C10"} == {"K3-C7", "K3-C8"}
    assert not [code for code in codes if code.startswith("BALITA-SEED-")]
    assert Indicator.objects.filter(code__startswith="BALITA-SEED-", is_enabled=False).count() == 14
    assert {code for code in codes if code.startswith("SEKOLAH-")} == set(
        Indicator.objects.filter(code__startswith="SEKOLAH-").values_list("code", flat=True)
    )


def test_another_region_is_not_found_and_a_wrong_word_is_named() -> None:
    RegionFactory(code="16.71")
    caller = by_token(OfficeFactory(), "spm:read")

    assert caller.get(f"{ROOT}/ilp/dashboards/utama/?region=16.71").status_code == 404
    assert caller.get(f"{ROOT}/ilp/dashboards/utama/?sex=X").status_code == 400
    assert caller.get(f"{ROOT}/ilp/dashboards/utama/?colour=red").status_code == 400
    assert caller.get(f"{ROOT}/ilp/dashboards/lain/").status_code == 404


def test_a_small_count_is_null_above_the_city() -> None:
    figure("D2-KUNJ-REMAJA", 3)
    figure("D2-KUNJ-REMAJA", 500, region="16.71")
    office = OfficeFactory(code="DINKES-16", kind="province", region=RegionFactory(code="16"))
    caller = by_session(worker(Role.PROVINCE, office))

    panel = caller.get(f"{ROOT}/ilp/panels/K2-D/").json()["panels"][0]

    assert {place["figures"][0]["numerator"] for place in panel["places"]} == {None}
    assert panel["figures"][0]["numerator"] == 503


def test_months_are_asked_inside_a_city_alone() -> None:
    figure("D2-KUNJ-REMAJA", 500)
    office = OfficeFactory(code="DINKES-16", kind="province", region=RegionFactory(code="16"))
    province, city = by_session(worker(Role.PROVINCE, office)), by_token(OfficeFactory(), "spm:read")
    address = f"{ROOT}/ilp/dashboards/klaster-2/"

    refused = province.get(f"{address}?from=1&until=2")
    crossed = province.get(f"{address}?region=16.74&sex=L")

    assert refused.status_code == 400
    assert "Hapus parameter ini" in refused.content.decode()
    assert crossed.json()["closed"]
    assert lines(crossed)["D2-KUNJ-REMAJA"]["hidden"]
    assert lines(city.get(f"{address}?from=1&until=2"))["D2-KUNJ-REMAJA"]["numerator"] == 500


def test_single_figures_of_sensitive_indicators_are_for_the_puskesmas_alone() -> None:
    place = puskesmas()
    figure("D4-TB-PASIEN", 3, place=place)
    recorder = by_session(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()))
    address = f"{ROOT}/ilp/values/"

    assert by_token(OfficeFactory(), "spm:read").get(address).json()["results"] == []
    assert [row["numerator"] for row in recorder.get(address).json()["results"]] == [3]


def test_figures_are_written_by_the_same_door() -> None:
    place = puskesmas()
    caller = by_token(OfficeFactory(), "spm:read", "spm:write")
    cells = [{"numerator": 40, "denominator": 90}]
    figures = [{"indicator": "D2-IDL", "facility": place.public_id, "month": "2026-01", "cells": cells}]

    answer = caller.post(f"{ROOT}/ilp/values/", {"figures": figures}, format="json")

    assert (answer.status_code, answer.json()) == (201, {"written": 1})
    assert Value.objects.get().numerator == 40
    assert len(caller.get(f"{ROOT}/ilp/values/").json()["results"]) == 1


def test_no_token_no_figures() -> None:
    from rest_framework.test import APIClient  # one use

    assert APIClient().get(f"{ROOT}/ilp/values/").status_code in (401, 403)
