"""Names are searched inside where the server has trigrams, and by their beginning everywhere else."""

import pytest
from django.db import connection

from core import trigrams
from core.names import has_name
from tests.factories.workforce import PersonFactory
from workforce.models import Person
from workforce.querysets import PERSON_NAMES

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    return sorted(Person.objects.filter(has_name("name_key", typed, index=PERSON_NAMES)).values_list("name", flat=True))


def test_the_beginning_is_found_on_every_engine_and_the_middle_where_there_is_an_index() -> None:
    PersonFactory(name="Siti Nur'aini")
    PersonFactory(name="Budi Hartono")

    assert (names("siti"), names("SITI NUR"), names("zz")) == (["Siti Nur'aini"], ["Siti Nur'aini"], [])
    inside = ["Siti Nur'aini"] if PERSON_NAMES.name in trigrams.found() else []
    assert names("nuraini") == inside


def test_a_server_without_the_extension_keeps_the_plain_index_and_its_transaction() -> None:
    made = trigrams.install(extension="pg_trgm_that_nobody_has")

    assert not made
    assert Person.objects.count() == 0
    trigrams.found.cache_clear()


def test_installing_again_changes_nothing() -> None:
    before = trigrams.found()

    assert trigrams.install() == bool(before) == (connection.vendor == "postgresql" and bool(before))
    assert trigrams.found() == before


def test_less_than_a_trigram_is_looked_for_at_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trigrams, "found", lambda *_args: frozenset({PERSON_NAMES.name}))
    PersonFactory(name="Siti Nur'aini")

    assert (names("nu"), names("si")) == ([], ["Siti Nur'aini"])
    assert names("nuraini") == ["Siti Nur'aini"]
