"""Terms of repair come from the ladder."""

from datetime import UTC, date, datetime

import pytest

from inspections.domain.concluding import repair_day
from inspections.domain.repair_terms import RepairTerms, RepairTermsMissing, repair_terms
from licensing.models import SanctionStep
from tests.factories.accounts import OfficeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

TUESDAY = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)


def test_terms_are_those_of_the_steps_against_places() -> None:
    assert repair_terms() == RepairTerms(usual=14, offered=(3, 7, 14, 30))


def test_another_ladder_gives_another_day() -> None:
    before = repair_day(OfficeFactory(), TUESDAY)
    SanctionStep.objects.filter(pk="PEMBINAAN").update(repair_days=2)

    assert (before, repair_day(OfficeFactory(), TUESDAY)) == (date(2026, 2, 3), date(2026, 1, 15))


def test_without_a_ladder_nothing_is_guessed() -> None:
    SanctionStep.objects.update(repair_days=None)

    with pytest.raises(RepairTermsMissing):
        repair_terms()
