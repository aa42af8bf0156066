"""All 75 types pass one journey from draft to end product, on both databases.

On SQLite the letters of the first type of each end product and subject are drawn; those of the others differ by words.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from letters.models import Letter
from licensing.enums import State
from licensing.models import Licence
from tests.licensing.journey import Journey, make_cast, work

with Path("licensing/reference/recommendation-types.csv").open(newline="", encoding="utf-8") as lines:
    TYPES = list(csv.DictReader(lines))
FIRST_OF_ITS_LETTER = {(row["product_letter"], row["subject"]): row["code"] for row in reversed(TYPES)}.values()


def case(row: dict[str, str]) -> Any:
    """One type as a parameter; some draw their letters."""
    marks = [pytest.mark.drawn(engine="sqlite")] if row["code"] in FIRST_OF_ITS_LETTER else []
    return pytest.param(row, id=row["code"], marks=marks)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("row", [case(row) for row in TYPES])
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
