"""Rows of letters; no file stands behind them."""

from datetime import UTC, date, datetime

import factory

from letters.enums import LetterState, Method
from letters.models import Letter
from tests.factories.accounts import OfficeFactory


class LetterFactory(factory.django.DjangoModelFactory[Letter]):
    """A numbered recommendation of the health office, not signed yet; the letter kinds must be loaded."""

    class Meta:
        model = Letter

    key = factory.Sequence(lambda n: f"surat-{n}")
    kind_id = "REKOMENDASI"
    variant = "utama"
    office = factory.SubFactory(OfficeFactory)
    method = Method.PERSONAL
    state = LetterState.NUMBERED
    series = "DINKES-REKOM"
    year = 2026
    running = factory.Sequence(lambda n: n + 9000)
    number = factory.LazyAttribute(lambda letter: f"400.7.22/{letter.running}/REK/DINKES/2026")
    number_date = date(2026, 1, 12)
    subject = "Rekomendasi"
    fingerprint = "0" * 64
    created_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
