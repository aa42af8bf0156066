"""What inspectors plan, teach and tell."""

from datetime import UTC, date, datetime

import factory

from inspections.enums import PlanKind, TargetMeasure
from inspections.models import ActivityPlan, ActivityTarget
from tests.factories.accounts import OfficeFactory, UserFactory


class ActivityPlanFactory(factory.django.DjangoModelFactory[ActivityPlan]):
    """A draft of supervising drinking water depots in 2026."""

    class Meta:
        model = ActivityPlan

    office = factory.SubFactory(OfficeFactory)
    year = 2026
    kind = PlanKind.SUPERVISION
    name = factory.Sequence(lambda n: f"Pengawasan depot air minum {n + 1}")
    background = "Depot air minum melayani banyak warga."
    basis = factory.LazyFunction(lambda: ["Peraturan Menteri Kesehatan Nomor 10 Tahun 2018"])
    purpose = "Memastikan air minum aman."
    objective = "Semua depot diperiksa."
    beneficiaries = "Depot air minum."
    output = "Berita acara."
    indicator = "depot diperiksa"
    indicator_target = "100 %"
    method = "Kunjungan dengan daftar tilik."
    schedule = factory.LazyFunction(lambda: ["Mei: kunjungan"])
    place = "Kota Prabumulih"
    staff = "empat pengawas"
    responsible = "Kepala Bidang Kesehatan Masyarakat"
    budget_amount = 24_500_000
    budget_source = "APBD Kota 2026"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 1, 12, 3, 0, tzinfo=UTC)


class ActivityTargetFactory(factory.django.DjangoModelFactory[ActivityTarget]):
    """Ten visits in January 2026."""

    class Meta:
        model = ActivityTarget

    plan = factory.SubFactory(ActivityPlanFactory)
    measure = TargetMeasure.VISITS
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 1, 31)
    goal = 10
