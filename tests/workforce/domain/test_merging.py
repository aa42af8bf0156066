"""Two rows that were one human being: everything follows the kept row, and both rows tell of it."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory, ProfessionFactory
from workforce.domain import merging
from workforce.domain.identity import person_by_number
from workforce.domain.persons import person_for
from workforce.exceptions import SamePerson, TwoAccounts
from workforce.models import Person, PersonMerge, Placement, Practitioner, PractitionerMerge

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def merge(kept: Person, merged: Person) -> PersonMerge:
    return merging.merge(kept, merged, reason="Salah ketik NIK", by=UserFactory(), at=AT)


def test_placements_and_licences_follow_the_kept_row() -> None:
    kept, placement = PractitionerFactory(), PlacementFactory()
    merged = placement.practitioner.person
    licence = LicenceFactory(holder_person=merged)

    trace = merge(kept.person, merged)

    placement.refresh_from_db()
    licence.refresh_from_db()
    assert (placement.practitioner, licence.holder_person) == (kept, kept.person)
    assert trace.moved["licensing.Licence"] == 1


def test_after_a_merge_only_traces_point_to_the_merged_row() -> None:
    kept, placement = PractitionerFactory(), PlacementFactory()
    merged = placement.practitioner.person
    LicenceFactory(holder_person=merged)
    PractitionerFactory(person=merged, profession=ProfessionFactory(code="BIDAN"))

    merge(kept.person, merged)

    # The merged practitioner stays as a row of the merged person's trace.
    assert {line.label for line in merging.preview(merged)} <= {"tenaga kesehatan"}
    assert set(Practitioner.objects.current().filter(person=kept.person).values_list("profession_id", flat=True)) == {
        "PERAWAT",
        "BIDAN",
    }


def test_the_same_profession_twice_becomes_one_practitioner_with_the_str() -> None:
    kept = PractitionerFactory(str_number="", str_lifetime=False, str_issued_on=None)
    merged = PractitionerFactory(str_number="99000000000777")

    merge(kept.person, merged.person)

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.str_number, kept.str_lifetime) == ("99000000000777", True)
    assert (merged.merged_into, merged.str_number) == (kept, "")
    assert PractitionerMerge.objects.get().merged_str_number == "99000000000777"


def test_one_placement_entered_twice_keeps_the_later_end() -> None:
    place, kept, merged = FacilityFactory(), PractitionerFactory(), PractitionerFactory()
    PlacementFactory(practitioner=kept, facility=place, ends_on=date(2022, 1, 1))
    PlacementFactory(practitioner=merged, facility=place)

    merge(kept.person, merged.person)

    assert list(Placement.objects.values_list("practitioner", "ends_on")) == [(kept.pk, None)]


def test_the_merged_number_still_finds_the_one_person() -> None:
    kept, merged = PersonFactory(), PersonFactory()
    number = merged.identity_number

    merge(kept, merged)

    assert person_by_number("nik", number) == kept
    assert person_for(kind="nik", number=number, name="x", facts={}) == kept


def test_an_account_moves_and_two_accounts_are_refused() -> None:
    user = UserFactory()
    kept, merged, third = PersonFactory(), PersonFactory(user=user), PersonFactory(user=UserFactory())

    merge(kept, merged)

    kept.refresh_from_db()
    assert kept.user == user
    with pytest.raises(TwoAccounts):
        merge(kept, third)


def test_a_row_is_merged_once_and_never_with_itself() -> None:
    kept, merged = PersonFactory(), PersonFactory()
    merge(kept, merged)

    with pytest.raises(SamePerson):
        merge(kept, merged)
    with pytest.raises(SamePerson):
        merge(kept, kept)


def test_every_key_to_a_person_belongs_to_an_app_that_moves_it() -> None:
    """A new app with keys to persons must listen to `persons_merged` and be named here."""
    owners = {model._meta.app_label for model, _name in merging._keys_to(Person, apps_of=None)}
    owners |= {model._meta.app_label for model, _name in merging._keys_to(Practitioner, apps_of=None)}

    assert owners <= {"workforce", "licensing"}
    assert apps.is_installed("licensing")


def test_twins_have_the_same_name_or_birthday_and_first_name() -> None:
    person = PersonFactory(name="Siti Nur'aini", birth_date=date(1990, 5, 17))
    same_name = PersonFactory(name="SITI NURAINI", birth_date=None)
    same_day = PersonFactory(name="Siti Aini", birth_date=date(1990, 5, 17))
    PersonFactory(name="Siti Aminah", birth_date=date(1991, 1, 1))

    assert set(merging.twins(person)) == {same_name, same_day}
