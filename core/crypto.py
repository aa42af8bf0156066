"""Encrypted columns and their look-up columns.

An encrypted column cannot be searched, so each has a keyed hash beside it for look-up and uniqueness.
`LOOKUP_KEY` makes new hashes; keys in `LOOKUP_KEY_FALLBACKS` are still searched until
`manage.py rotate_keys` has rewritten every row.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from encrypted_fields.fields import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedEmailField,
    EncryptedFieldMixin,
    EncryptedTextField,
)

__all__ = [
    "EncryptedCharField",
    "EncryptedDateField",
    "EncryptedEmailField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "LookupColumn",
    "keyed_hash",
    "keyed_hashes",
    "lookups_of",
    "register_lookup",
    "registered_lookups",
    "rotate",
    "seal",
    "unseal",
]

BATCH = 200
PADDED_TO = 32


class EncryptedJSONField(EncryptedFieldMixin, models.JSONField):  # type: ignore[misc]
    """A JSON value encrypted whole, so that names are hidden too and `None`, numbers and booleans come back as such.

    The library's own field encrypts leaf by leaf and returns every leaf as text.
    """

    def get_prep_value(self, value: Any) -> str | None:
        """The encrypted text; None stays NULL."""
        if value is None:
            return None
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
        return str(self.f.encrypt(text.encode()).decode())

    def from_db_value(self, value: Any, *_args: object) -> Any:
        """The value as it was stored. Raises `InvalidToken` when no key fits: silence would lose data."""
        return None if value is None else json.loads(self.f.decrypt(value.encode()))

    def to_python(self, value: Any) -> Any:
        """Values in Python are clear already."""
        return value


def keyed_hash(value: str, purpose: str) -> str:
    """HMAC-SHA256 of `value` in hex, under the newest key. Equal values of two purposes differ."""
    return _hash(value, purpose, _keys()[0])


def keyed_hashes(value: str, purpose: str) -> list[str]:
    """The hashes of `value` under every key, newest first, for `column__in=…` while keys are being changed."""
    return [_hash(value, purpose, key) for key in _keys()]


def _keys() -> list[str]:
    return [settings.LOOKUP_KEY, *getattr(settings, "LOOKUP_KEY_FALLBACKS", [])]


def _hash(value: str, purpose: str, key: str) -> str:
    message = f"{purpose}\0{value}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def seal(text: str, purpose: str) -> str:
    """Encrypt a short `text` that goes out in an address. Equal texts give equal seals; the length tells little."""
    raw = text.encode()
    padded = raw.ljust(-(-(len(raw) + 1) // PADDED_TO) * PADDED_TO, b"\0")
    return urlsafe_b64encode(_siv(_keys()[0], purpose).encrypt(padded, None)).decode().rstrip("=")


def unseal(sealed: str, purpose: str) -> str:
    """The text that was sealed, under any key still in use. Raises ValueError for whatever is no seal of ours."""
    secret = urlsafe_b64decode(f"{sealed}{'=' * (-len(sealed) % 4)}")
    for key in _keys():
        try:
            return _siv(key, purpose).decrypt(secret, None).rstrip(b"\0").decode()
        except InvalidTag:
            continue
    raise ValueError("not sealed here")


@lru_cache(maxsize=16)
def _siv(key: str, purpose: str) -> AESSIV:
    return AESSIV(hmac.new(key.encode(), f"seal\0{purpose}".encode(), hashlib.sha512).digest())


@dataclass(frozen=True)
class LookupColumn:
    """`model.hash_field` holds `keyed_hash(text, purpose)`; the text is `model.field`, or what `text(row)` makes of it.

    An empty text leaves the column as it is.
    """

    model: str
    field: str
    hash_field: str
    purpose: str
    text: Callable[[Any], str] | None = None

    def text_of(self, row: models.Model) -> str:
        """What is hashed for `row`; empty when there is nothing to hash."""
        return self.text(row) if self.text else str(getattr(row, self.field) or "")


_lookups: dict[tuple[str, str], LookupColumn] = {}


def registered_lookups() -> set[tuple[str, str]]:
    """`(model label in lower case, hash column)` of every look-up column told."""
    return set(_lookups)


def register_lookup(column: LookupColumn) -> None:
    """Tell `rotate_keys` about a look-up column; call it in `AppConfig.ready`."""
    _lookups[column.model.lower(), column.hash_field] = column


def rotate() -> dict[str, int]:
    """Re-encrypt every encrypted column and recompute every look-up column with the newest keys.

    Returns rows rewritten per model label. Each batch is its own transaction, so it may be stopped and run again.
    """
    return {model._meta.label: _rotate_model(model) for model in _encrypted_models()}


def _encrypted_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if _encrypted_fields(model) or lookups_of(model):
            yield model


def _encrypted_fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, EncryptedFieldMixin)]


def lookups_of(model: type[models.Model]) -> list[LookupColumn]:
    """The look-up columns of a model."""
    return [column for (label, _), column in _lookups.items() if label == model._meta.label_lower]


def _rotate_model(model: type[models.Model]) -> int:
    count, last = 0, None
    while batch := _next_batch(model, after=last):
        count, last = count + len(batch), batch[-1]
    return count


def _next_batch(model: type[models.Model], *, after: object) -> list[object]:
    """Rewrite up to `BATCH` rows behind primary key `after`; returns the keys of the rows rewritten."""
    manager = model._base_manager
    with transaction.atomic():
        rows = manager.select_for_update().order_by("pk")
        batch = list((rows if after is None else rows.filter(pk__gt=after))[:BATCH])
        for row in batch:
            manager.filter(pk=row.pk).update(**_new_values(row))
    return [row.pk for row in batch]


def _new_values(row: models.Model) -> dict[str, object]:
    values = {name: getattr(row, name) for name in _encrypted_fields(type(row))}
    for column in lookups_of(type(row)):
        if text := column.text_of(row):
            values[column.hash_field] = keyed_hash(text, column.purpose)
    return values
