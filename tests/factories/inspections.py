"""Visits."""

from datetime import UTC, date, datetime

import factory

from inspections.models import Visit
from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityFactory


class VisitFactory(factory.django.DjangoModelFactory[Visit]):
    """A visit planned for 13 January 2026, 10.00 WIB."""

    class Meta:
        model = Visit

    facility = factory.SubFactory(FacilityFactory)
    inspector = factory.SubFactory(UserFactory)
    surat_tugas_number = factory.Sequence(lambda n: f"400.7.22/{n + 1:04d}/ST/DINKES/2026")
    surat_tugas_date = date(2026, 1, 12)
    card_number = "TPK-0001"
    purpose = "Penilaian permohonan izin"
    scheduled_at = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
