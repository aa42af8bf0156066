"""What the outreach service counted becomes a figure of its Puskesmas."""

from datetime import UTC, date, datetime

import pytest

from accounts.signals import figures_ready
from spm.models import Value
from tests.spm.people import puskesmas, puskesmas_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 2, 1, 1, tzinfo=UTC)


def told(served: int) -> None:
    """The outreach service tells of January."""
    figures_ready.send(
        sender="outreach",
        office=puskesmas_office(),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 2, 1),
        figures={"poor_families_served": (served, 1666), "pickups_on_time": (9, 10), "unheard_of": (1, 1)},
        at=AT,
    )


def test_counted_figures_are_kept_once_and_again_when_they_change() -> None:
    place = puskesmas()

    for served in (62, 62, 63):
        told(served)

    rows = Value.objects.filter(indicator__code="U-CHIPS-KELUARGA").order_by("version")
    assert [(row.numerator, row.denominator, row.version) for row in rows] == [(62, 1666, 1), (63, 1666, 2)]
    assert {(row.source, row.facility_id, row.author_id) for row in rows} == {("computed", place.pk, None)}
    assert Value.objects.filter(indicator__code="U-CHIPS-TEPAT").count() == 1
