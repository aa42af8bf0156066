"""`/spm/report/`: worked examples A and B as another system reads them, from the report and from its letter."""

from fractions import Fraction
from typing import Any

import pytest

from accounts.enums import Role
from tests.api import ROOT, by_session, by_token, codes
from tests.factories.accounts import OfficeFactory
from tests.spm.worked_examples import enter_crisis, enter_outbreaks, person, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def service(year: int, enter: Any, code: str) -> dict[str, Any]:
    """One service of the province's report."""
    region = province()
    planner = person(Role.PLANNER, region)
    enter(region, planner)
    answer = by_session(planner).get(f"{ROOT}/spm/report/?programme=spm_province&region=52&year={year}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = next(each for each in answer.json()["services"] if each["code"] == code)
    return found


def test_example_a_by_api() -> None:
    found = service(2018, enter_crisis, "PROV-1")

    assert [(step["served"], step["due"], step["shown"]) for step in found["steps"]] == [
        (150, 165, "90,9 %"),
        (10545, 10558, "99,9 %"),
    ]
    assert (found["method"], found["shown"], found["pooled_shown"]) == ("mean_of_stages", "95,4 %", "99,7 %")
    exact = Fraction(150, 165) / 2 * 100 + Fraction(10545, 10558) / 2 * 100
    assert (Fraction(found["value"]), Fraction(found["pooled"])) == (exact, Fraction(10695 * 100, 10723))
    assert [(each["served"], each["due"]) for each in found["events"]] == [(150, 165), (5105, 5108), (5440, 5450)]


def test_example_b_by_api() -> None:
    found = service(2017, enter_outbreaks, "PROV-2")

    assert (found["served"], found["due"], found["value"], found["shown"]) == (5845, 5880, "4175/42", "99,4 %")
    assert [(step["served"], step["due"], step["shown"]) for step in found["steps"]] == [
        (415, 450, "92,2 %"),
        (5430, 5430, "100,0 %"),
    ]
    assert (found["method"], found["gap"]) == ("pooled", 35)
    sums = ("infected", "at_risk", "due", "cases_served", "contacts_served", "served")
    rows = [tuple(row[name] for name in sums) for row in (*found["events"], found["events_total"])]
    assert rows == [
        (40, 410, 450, 40, 375, 415),
        (430, 5000, 5430, 430, 5000, 5430),
        (470, 5410, 5880, 470, 5375, 5845),
    ]
    measles, dengue = found["events"]
    assert [(each["infected"], each["at_risk"], each["due"]) for each in measles["places"]] == [
        (15, 137, 152),
        (25, 273, 298),
    ]
    assert [(each["region"], each["due"], each["declared"]) for each in dengue["places"]] == [
        ("52.01", 1503, True),
        ("52.05", 3927, False),
    ]


@pytest.mark.parametrize(
    ("month", "numerator", "at"), [("0000-01", 1, "month"), ("2026-01", 10**20, "cells/0/numerator")]
)
def test_month_or_count_that_no_column_holds_is_refused(month: str, numerator: int, at: str) -> None:
    figure = {"indicator": "KK-1", "facility": "x", "month": month, "cells": [{"numerator": numerator}]}
    answer = by_token(OfficeFactory(), "spm:write").post(f"{ROOT}/spm/values/", {"figures": [figure]})

    assert (answer.status_code, list(codes(answer))) == (400, [f"/figures/0/{at}"])
