"""Places in the register."""

from datetime import date

import factory

from facilities.enums import FacilityKind, Ownership
from facilities.models import Facility, FacilityPerson
from tests.factories.accounts import RegionFactory, UserFactory


class FacilityFactory(factory.django.DjangoModelFactory[Facility]):
    """A private clinic in Gunung Ibul, open since 2015."""

    class Meta:
        model = Facility

    code = factory.Sequence(lambda n: f"KLP-{n:04d}")
    name = factory.Sequence(lambda n: f"Klinik Contoh {n}")
    kind = FacilityKind.PRIMARY_CLINIC
    ownership = Ownership.PRIVATE
    region = factory.SubFactory(RegionFactory)
    address = "Jalan Contoh Nomor 5"
    owner_name = "Yayasan Contoh"
    responsible_name = "dr. Contoh Penanggung Jawab"
    phone = "(0713) 000000"
    obligatory_types = factory.LazyFunction(lambda: ["IZIN-KLINIK-PRATAMA"])
    checklist_kind = "klinik"
    active_from = date(2015, 1, 1)


class FacilityPersonFactory(factory.django.DjangoModelFactory[FacilityPerson]):
    """A PJ since 2020."""

    class Meta:
        model = FacilityPerson

    facility = factory.SubFactory(FacilityFactory)
    user = factory.SubFactory(UserFactory)
    starts_on = date(2020, 1, 1)
