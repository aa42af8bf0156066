"""Visits, surat tugas, findings and checklists."""

from datetime import UTC, date, datetime

import factory

from inspections.enums import Scoring, TugasState, VersionState
from inspections.models import (
    ChecklistItem,
    ChecklistKind,
    ChecklistVersion,
    InspectorCard,
    SuratTugas,
    SuratTugasMember,
    Visit,
    VisitFinding,
)
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory

WEEK_START, WEEK_END = date(2026, 1, 12), date(2026, 1, 16)


class VisitFactory(factory.django.DjangoModelFactory[Visit]):
    """A visit planned for 13 January 2026, 10.00 WIB, under a surat tugas on paper."""

    class Meta:
        model = Visit

    office = factory.SubFactory(OfficeFactory)
    facility = factory.SubFactory(FacilityFactory)
    inspector = factory.SubFactory(UserFactory)
    surat_tugas_number = factory.Sequence(lambda n: f"400.7.22/{n + 1:04d}/ST/DINKES/2026")
    surat_tugas_date = date(2026, 1, 12)
    card_number = "TPK-0001"
    purpose = "Penilaian permohonan izin"
    scheduled_at = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)


class SuratTugasFactory(factory.django.DjangoModelFactory[SuratTugas]):
    """A letter signed on 12 January 2026 for that week."""

    class Meta:
        model = SuratTugas

    office = factory.SubFactory(OfficeFactory)
    state = TugasState.SIGNED
    number = factory.Sequence(lambda n: f"400.7.22/{n + 1:04d}/ST/DINKES/2026")
    date = WEEK_START
    basis = ["Permenkes 10/2018"]
    purpose = "melaksanakan pembinaan dan pengawasan"
    starts_on = WEEK_START
    ends_on = WEEK_END
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 1, 12, 1, 0, tzinfo=UTC)


class SuratTugasMemberFactory(factory.django.DjangoModelFactory[SuratTugasMember]):
    class Meta:
        model = SuratTugasMember

    tugas = factory.SubFactory(SuratTugasFactory)
    user = factory.SubFactory(UserFactory)


class InspectorCardFactory(factory.django.DjangoModelFactory[InspectorCard]):
    """A card for the year 2026."""

    class Meta:
        model = InspectorCard

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    number = factory.Sequence(lambda n: f"TPK-{n + 1:04d}")
    decree_number = "800/12/DINKES/2025"
    decree_date = date(2025, 12, 30)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


class ChecklistKindFactory(factory.django.DjangoModelFactory[ChecklistKind]):
    class Meta:
        model = ChecklistKind

    code = factory.Sequence(lambda n: f"UJI-{n + 1}")
    name_id = "Daftar tilik uji"
    name_en = "Test checklist"
    type_codes = ["IZIN-KLINIK-PRATAMA"]
    facility_kind = "uji"
    legal_basis = "Permenkes 10/2018"


class ChecklistVersionFactory(factory.django.DjangoModelFactory[ChecklistVersion]):
    """Three items: A01 critical, A02 with a photo, B01 asked only "rawat inap"."""

    class Meta:
        model = ChecklistVersion
        skip_postgeneration_save = True

    kind = factory.SubFactory(ChecklistKindFactory)
    version = "1.0"
    state = VersionState.PUBLISHED
    valid_from = date(2026, 1, 1)
    scoring = Scoring.PASS_ALL
    pass_threshold = 100
    grading_rule = "Semua butir Sesuai = memenuhi."

    @factory.post_generation
    def items(self, create: object, extracted: object, **_kwargs: object) -> None:
        """The three questions."""
        if not create:
            return
        about = (
            ("A01", "Umum", "Izin ada", True, False, ""),
            ("A02", "Umum", "Papan nama terpasang", False, True, ""),
            ("B01", "Rawat inap", "Tempat tidur bersih", False, False, "rawat inap"),
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                version=self,
                code=code,
                part=part,
                seq=seq,
                question=question,
                critical=critical,
                photo_when_no=photo,
                applies_when=when,
                rule="Permenkes 10/2018",
            )
            for seq, (code, part, question, critical, photo, when) in enumerate(about, start=1)
        )


class VisitFindingFactory(factory.django.DjangoModelFactory[VisitFinding]):
    """One thing to repair by 2 February 2026."""

    class Meta:
        model = VisitFinding

    visit = factory.SubFactory(VisitFactory)
    facility = factory.SelfAttribute("visit.facility")
    seq = factory.Sequence(lambda n: n + 1)
    text = "Papan nama terpasang: belum ada"
    rule = "Permenkes 10/2018"
    found_on = date(2026, 1, 13)
    due_on = date(2026, 2, 2)
