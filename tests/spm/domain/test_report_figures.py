"""Reports from entered data: the worked examples, and the same bytes again after the data changed."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from accounts.enums import Role
from spm.domain.evaluation import rounded
from spm.domain.events import CrisisInput, save_crisis
from spm.domain.report_basis import basis_of
from spm.domain.report_figures import canonical, content_of, derive_again
from spm.domain.reports import draft_of
from spm.enums import Programme
from spm.models import Report, Value
from tests.spm.worked_examples import AT, enter_crisis, enter_outbreaks, person, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

LATER = datetime(2019, 2, 1, 2, tzinfo=UTC)


def service(year: int, code: str) -> dict[str, object]:
    """One service of the province's report of a year."""
    report = draft_of(Programme.SPM_PROVINCE, "52", year, 12, at=LATER)
    content = content_of(report, basis_of(report), LATER)
    return next(each for each in content["services"] if each["code"] == code)


def shown(text: object) -> str:
    """One decimal."""
    return str(rounded(Fraction(str(text))))


def test_example_a_from_entered_events() -> None:
    region = province()
    enter_crisis(region, person(Role.PLANNER, region))

    crisis = service(2018, "PROV-1")

    assert [(step["served"], step["due"], shown(step["percent"])) for step in crisis["steps"]] == [  # type: ignore[attr-defined]
        (150, 165, "90.9"),
        (10545, 10558, "99.9"),
    ]
    assert (shown(crisis["value"]), shown(crisis["pooled"])) == ("95.4", "99.7")
    assert (crisis["served"], crisis["due"]) == (10695, 10723)
    assert [shown(row["percent"]) for row in crisis["events"]] == ["90.9", "99.9", "99.8"]  # type: ignore[attr-defined]


def test_example_b_from_entered_outbreaks() -> None:
    region = province()
    enter_outbreaks(region, person(Role.PLANNER, region))

    outbreak = service(2017, "PROV-2")

    assert (outbreak["served"], outbreak["due"], shown(outbreak["value"])) == (5845, 5880, "99.4")
    assert [(step["served"], step["due"], shown(step["percent"])) for step in outbreak["steps"]] == [  # type: ignore[attr-defined]
        (415, 450, "92.2"),
        (5430, 5430, "100.0"),
    ]
    assert shown(outbreak["mean"]) == "96.1"
    assert [place["declared"] for place in outbreak["events"][1]["places"]] == [True, False]  # type: ignore[index]


def test_events_stand_in_the_engine_as_computed_figures() -> None:
    region = province()
    enter_crisis(region, person(Role.PLANNER, region))

    rows = Value.objects.current().order_by("month").values_list("part", "numerator", "denominator", "source")

    assert list(rows) == [
        ("pre_crisis", 150, 165, "computed"),
        ("emergency", 5105, 5108, "computed"),
        ("emergency", 5440, 5450, "computed"),
    ]


def test_a_corrected_event_counts_once() -> None:
    region = province()
    planner = person(Role.PLANNER, region)
    *_rest, landslide = enter_crisis(region, planner)

    corrected = CrisisInput(
        stage="emergency", name="Longsor", starts_on=date(2018, 12, 4), due=5450, served=5450, note="Data akhir"
    )
    save_crisis(corrected, region=region, by=planner, at=LATER, key=landslide.key)

    assert service(2018, "PROV-1")["served"] == 10705


def test_the_same_instant_gives_the_same_bytes_after_the_data_changed() -> None:
    region = province()
    planner = person(Role.PLANNER, region)
    *_rest, landslide = enter_crisis(region, planner)
    report = Report(programme=Programme.SPM_PROVINCE, region=region, year=2018, until=12, created_at=AT, data_at=AT)
    report.basis = basis_of(report)
    report.content = canonical(content_of(report, report.basis, AT))

    moved = CrisisInput(stage="emergency", name="Longsor", starts_on=date(2018, 12, 4), due=6000, served=10)
    save_crisis(moved, region=region, by=planner, at=LATER, key=landslide.key)

    assert derive_again(report) == report.content
    assert canonical(content_of(report, report.basis, LATER)) != report.content
