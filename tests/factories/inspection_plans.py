"""What inspectors plan, teach and tell."""

from datetime import UTC, date, datetime

import factory

from inspections.enums import PlanKind, TargetMeasure
from inspections.models import ActivityPlan, ActivityTarget, Campaign, GuidanceSession, NewsItem
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


class GuidanceSessionFactory(factory.django.DjangoModelFactory[GuidanceSession]):
    """A session planned for 12 January 2026, 09.00 to 11.00 WIB."""

    class Meta:
        model = GuidanceSession

    office = factory.SubFactory(OfficeFactory)
    topic = factory.Sequence(lambda n: f"Sanitasi depot air minum {n + 1}")
    place = "Aula Dinas Kesehatan"
    starts_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
    ends_at = datetime(2026, 1, 12, 4, 0, tzinfo=UTC)
    leader = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("leader")
    created_at = datetime(2026, 1, 9, 2, 0, tzinfo=UTC)


class CampaignFactory(factory.django.DjangoModelFactory[Campaign]):
    """To all drinking water depots of the city."""

    class Meta:
        model = Campaign

    office = factory.SubFactory(OfficeFactory)
    title = "Perpanjang sertifikat"
    text = "Sertifikat depot Anda segera berakhir. Ajukan perpanjangan mulai 90 hari sebelumnya."
    facility_kind = "dam"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)


class NewsItemFactory(factory.django.DjangoModelFactory[NewsItem]):
    """Shown since 12 January 2026."""

    class Meta:
        model = NewsItem

    office = factory.SubFactory(OfficeFactory)
    title = "Pekan depot air minum"
    text = "Pemeriksaan bersama pekan ini."
    starts_on = date(2026, 1, 12)
    author = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
