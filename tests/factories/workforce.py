"""Persons, professions, practitioners and where they work. All invented."""

from datetime import date

import factory

from tests.factories.facilities import FacilityFactory
from tests.factories.reference_rows import number, row
from workforce.enums import EmploymentStatus, IdentityKind, Sex
from workforce.models import Person, Placement, Practitioner, Profession, SkpRecord


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    """A woman born on 17 May 1990 with an impossible NIK (prefix 99, last four 0000)."""

    class Meta:
        model = Person

    identity_kind = IdentityKind.NIK
    # From 1000 on: below stand the numbers that tests write out.
    identity_number = factory.Sequence(lambda n: f"99{1_000 + n % 9_000:04d}5705900000")
    identity_hash = factory.LazyAttribute(lambda person: Person.hash_of(person.identity_kind, person.identity_number))
    name = factory.Sequence(lambda n: f"Tenaga Contoh {n}")
    birth_date = date(1990, 5, 17)
    birth_place = "Prabumulih"
    sex = Sex.FEMALE


class ProfessionFactory(factory.django.DjangoModelFactory[Profession]):
    """A shipped profession by its code."""

    class Meta:
        model = Profession
        django_get_or_create = ("code",)

    code = "PERAWAT"
    name = factory.LazyAttribute(lambda profession: _profession(profession.code)["name_id"])
    name_en = factory.LazyAttribute(lambda profession: _profession(profession.code)["name_en"])
    group = factory.LazyAttribute(lambda profession: _profession(profession.code)["group_uu17_2023"])
    str_issuer_old = factory.LazyAttribute(lambda profession: _profession(profession.code)["str_issuer_old"])
    str_issuer_new = factory.LazyAttribute(lambda profession: _profession(profession.code)["str_issuer_new"])
    old_permit_name = factory.LazyAttribute(lambda profession: _profession(profession.code)["old_permit_name"])
    organisation = factory.LazyAttribute(lambda profession: _profession(profession.code)["organisation"])
    type_code = factory.LazyAttribute(lambda profession: _profession(profession.code)["type_code"])
    max_places_old = factory.LazyAttribute(lambda row_: number(_profession(row_.code)["max_places_old"]))
    max_places_new = factory.LazyAttribute(lambda row_: number(_profession(row_.code)["max_places_new"]))
    skp_target_5y = factory.LazyAttribute(lambda row_: number(_profession(row_.code)["skp_target_5y"]))
    citation = factory.LazyAttribute(lambda profession: _profession(profession.code)["citation"])
    confidence = factory.LazyAttribute(lambda profession: _profession(profession.code)["confidence"])


def _profession(code: str) -> dict[str, str]:
    return row("workforce/reference/professions.csv", code)


class PractitionerFactory(factory.django.DjangoModelFactory[Practitioner]):
    """A nurse with a lifetime STR."""

    class Meta:
        model = Practitioner

    person = factory.SubFactory(PersonFactory)
    profession = factory.SubFactory(ProfessionFactory)
    str_number = factory.Sequence(lambda n: f"99{n:012d}00")
    str_issued_on = date(2024, 2, 1)
    str_lifetime = True


class PlacementFactory(factory.django.DjangoModelFactory[Placement]):
    """Works in a clinic since 2021 and needs a SIP there."""

    class Meta:
        model = Placement

    practitioner = factory.SubFactory(PractitionerFactory)
    facility = factory.SubFactory(FacilityFactory)
    starts_on = date(2021, 1, 1)
    employment = EmploymentStatus.PRIVATE


class SkpRecordFactory(factory.django.DjangoModelFactory[SkpRecord]):
    """A full five-year target."""

    class Meta:
        model = SkpRecord

    practitioner = factory.SubFactory(PractitionerFactory)
    period_start = date(2021, 1, 1)
    period_end = date(2025, 12, 31)
    points = 50
    source = "SATUSEHAT SDMK"
