from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core import crypto
from core.crypto import EncryptedJSONField, LookupColumn, keyed_hash, keyed_hashes

OLD_SALT, OLD_LOOKUP = "old-salt" * 8, "old-lookup" * 8
NEW_SALT, NEW_LOOKUP = "new-salt" * 8, "new-lookup" * 8
PHONE = "+628000000123"


def forget_derived_keys() -> None:
    """Fields keep the keys they derived; a new process would not have them."""
    for field in User._meta.concrete_fields:
        field.__dict__.pop("keys", None)
        field.__dict__.pop("f", None)


@pytest.fixture
def keys(settings: Any) -> Iterator[Any]:
    settings.SALT_KEY, settings.LOOKUP_KEY = [OLD_SALT], OLD_LOOKUP
    settings.LOOKUP_KEY_FALLBACKS = []
    forget_derived_keys()
    yield settings
    forget_derived_keys()


@pytest.fixture
def person(db: None, keys: Any) -> User:
    user = User(name="Siti Contoh")
    user.set_phone(PHONE)
    user.save()
    return user


def column(user: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        return str(cursor.fetchone()[0])


def test_hash_depends_on_value_purpose_and_key(settings: Any) -> None:
    same = keyed_hash("x", "nik")

    assert keyed_hash("x", "nik") == same
    assert len({same, keyed_hash("y", "nik"), keyed_hash("x", "phone")}) == 3
    settings.LOOKUP_KEY = "another" * 8
    assert keyed_hash("x", "nik") != same


def test_column_does_not_show_the_number(person: User) -> None:
    assert PHONE not in column(person)
    assert User.objects.get(pk=person.pk).phone == PHONE


def test_look_up_finds_old_rows_while_keys_change(person: User, keys: Any) -> None:
    keys.LOOKUP_KEY, keys.LOOKUP_KEY_FALLBACKS = NEW_LOOKUP, [OLD_LOOKUP]

    assert User.objects.filter(phone_hash=keyed_hash(PHONE, "phone")).count() == 0
    assert User.objects.get(phone_hash__in=keyed_hashes(PHONE, "phone")) == person


def test_rotation_rewrites_every_row_with_the_newest_keys(
    person: User, keys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = LookupColumn("accounts.User", "phone", "phone_hash", "phone")
    monkeypatch.setattr(crypto, "_lookups", {("accounts.user", "phone_hash"): phone})
    before = column(person)
    keys.SALT_KEY = [NEW_SALT, OLD_SALT]
    keys.LOOKUP_KEY, keys.LOOKUP_KEY_FALLBACKS = NEW_LOOKUP, [OLD_LOOKUP]
    forget_derived_keys()

    call_command("rotate_keys")

    keys.SALT_KEY, keys.LOOKUP_KEY_FALLBACKS = [NEW_SALT], []
    forget_derived_keys()
    rotated = User.objects.get(phone_hash=keyed_hash(PHONE, "phone"))
    assert (rotated, rotated.phone) == (person, PHONE)
    assert column(person) != before


def test_empty_columns_stay_empty_in_a_rotation(db: None, keys: Any) -> None:
    user = User.objects.create(name="Tanpa Telepon", email="x@demo.example")

    crypto.rotate()

    user.refresh_from_db()
    assert (user.phone, user.phone_hash) == (None, None)


def test_rotation_goes_on_behind_a_full_batch(db: None, keys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "BATCH", 2)
    for n in range(5):
        User.objects.create(name="x", email=f"{n}@demo.example")

    assert crypto.rotate()["accounts.User"] == 5


def test_json_comes_back_with_its_types_and_hides_its_names() -> None:
    field: Any = EncryptedJSONField()
    value = {"nik": "99", "places": [1, None, True], "share": 0.5}

    stored = field.get_prep_value(value)

    assert "nik" not in stored
    assert field.from_db_value(stored, None, connection) == value
    assert field.get_prep_value(None) is None


def test_json_under_an_unknown_key_is_an_error_not_an_empty_value(settings: Any) -> None:
    stored = EncryptedJSONField().get_prep_value({"a": 1})  # type: ignore[no-untyped-call]
    settings.SALT_KEY = ["other" * 10]

    with pytest.raises(InvalidToken):
        EncryptedJSONField().from_db_value(stored)


# Hashes that look nothing up for longer than a link or a code lives, or that are hashes of content. Nor can a secret
# be hashed anew that we never keep (a complaint's code, a survey's link): it ends when its old key leaves.
NOT_ROTATED = {
    ("accounts.invitation", "token_hash"),
    ("accounts.onetimecode", "code_hash"),
    ("accounts.onetimecode", "contact_hash"),
    ("core.auditevent", "prev_hash"),
    ("core.loadedrow", "content_hash"),
    ("licensing.coordination", "token_hash"),
    # The body is erased after thirty days; under a new key a reference sent again is a conflict, never a second file.
    ("licensing.filingreference", "body_hash"),
    ("licensing.filingrow", "body_hash"),
    ("licensing.publicreport", "code_hash"),
    ("licensing.satusehatlink", "sent_hash"),
    ("licensing.surveyinvitation", "token_hash"),
    ("licensing.visitcoordination", "token_hash"),
}


def test_every_look_up_column_is_told_to_the_rotation(settings: Any) -> None:
    columns = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_hash") and model._meta.app_label in settings.LOCAL_APPS
    }

    assert columns - NOT_ROTATED == crypto.registered_lookups()
