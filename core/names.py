"""How names are compared: the one spelling that search and duplicates look at."""

import re
import unicodedata

from django.db import connection, models
from django.db.models import Q

from core import trigrams

_APOSTROPHES = str.maketrans("", "", "'\u2019`")
_OTHER = re.compile(r"[^0-9a-z]+")
LONGEST = 150
# Behind every letter a key may hold, so that [prefix, prefix + LAST) is a range of an index.
_LAST = "~"


def name_key(name: str) -> str:
    """Return `name` in lower case without accents, points and apostrophes, words parted by one blank.

    `name_key("Siti Nur'aini, S.Kep.")` is `siti nuraini s kep`.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES)).encode("ascii", "ignore").decode()
    return _OTHER.sub(" ", plain.casefold()).strip()[:LONGEST]


def begins_with(field: str, typed: str) -> Q:
    """Return the condition that the key in `field` begins with what was typed, by its index on both databases.

    SQLite's LIKE cannot use the index of a column, a range can; PostgreSQL has an index for LIKE 'x%'.
    """
    key = name_key(typed)
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": key})
    return Q(**{f"{field}__gte": key, f"{field}__lt": key + _LAST})


def has_name(field: str, typed: str, *, index: trigrams.TrigramIndex) -> Q:
    """Return the condition that the key in `field` holds what was typed: anywhere by `index`, else at its beginning."""
    key = name_key(typed)
    return Q(**{f"{field}__contains": key}) if trigrams.serves(index, key) else begins_with(field, typed)


class NameKeyField(models.CharField):  # type: ignore[type-arg]  # the stubs' generic is not subscriptable here
    """The `name_key` of the field `name`, derived at every write, so that `bulk_create` fills it as `save` does."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001  # Django's signature
        """Derive, keep on the instance and return."""
        value = name_key(getattr(model_instance, "name", ""))
        setattr(model_instance, self.attname, value)
        return value
