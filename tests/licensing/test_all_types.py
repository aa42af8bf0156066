"""All 75 types pass one journey from draft to end product, on both databases; on SQLite each letter is drawn."""

import csv
from pathlib import Path

import pytest

from letters.models import Letter
from licensing.enums import State
from licensing.models import Licence
from tests.licensing.journey import Journey, make_cast, work

with Path("licensing/reference/recommendation-types.csv").open(newline="", encoding="utf-8") as lines:
    TYPES = list(csv.DictReader(lines))


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.drawn(engine="sqlite")
@pytest.mark.parametrize("row", TYPES, ids=[row["code"] for row in TYPES])
def test_type_reaches_its_end_product(row, reference_data):
    journey = Journey(make_cast(), row["code"])

    journey.to_end()
    work()

    delegated = row["delegated_to_dpmptsp"] == "true"
    assert journey.application.state == (State.LICENSED if delegated else State.RECOMMENDED)
    made = Letter.objects.filter(application_link__application=journey.application)
    assert made.filter(kind_id=row["product_letter"], series=row["product_series"], state="issued").count() == 1
    assert not made.exclude(state="issued").exists()
    assert Licence.objects.filter(application=journey.application).count() == 1
