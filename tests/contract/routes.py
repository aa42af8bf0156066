"""Every address below `/api/v1/`, read from the resolver, with the row of the matrix and the scope that guard it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern
from rest_framework.permissions import SAFE_METHODS

from accounts.api.permissions import PUBLIC_READ, scope_of
from tests.architecture.test_policy import OWN_ROUTES
from tests.contract.cities import City

PREFIX = "api/v1/"
METHODS = ("get", "post", "put", "patch", "delete")
# What an address below this path names: the key of `City.named` per word of the address. A route that is missing
# here fails every test, so nobody adds one without saying whose rows it shows.
OBJECTS: dict[str, dict[str, str]] = {
    "applications/": {"number": "application"},
    "batches/": {"public_id": "batch"},
    "letters/": {"public_id": "letter"},
    "licences/": {"public_id": "licence"},
    "practitioners/": {"public_id": "practitioner"},
    "facilities/": {"public_id": "facility"},
    "webhooks/": {"public_id": "webhook", "message_id": "message"},
    "outreach/pickups/": {"public_id": "pickup"},
    "exports/": {"public_id": "export"},
    "inspections/": {"public_id": "visit"},
    "ilp/networks/": {"public_id": "network"},
    "ilp/commitments/": {"code": "region"},
    "fhir/r4/PractitionerRole/": {"fhir_id": "PractitionerRole"},
    "fhir/r4/Practitioner/": {"fhir_id": "Practitioner"},
    "fhir/r4/Organization/": {"fhir_id": "Organization"},
    "fhir/r4/Location/": {"fhir_id": "Location"},
}
# Words that name no row of a region: the catalogue, definitions, choices, and the public check of a letter.
WORDS: dict[str, dict[str, str]] = {
    "applications/": {"requirement_code": "STR-SEUMUR-HIDUP", "action": "deem"},
    "types/": {"code": "SIPP-PERAWAT"},
    "verify/": {"code": "0000-0000"},
    "ilp/panels/": {"code": "U-A"},
    "ilp/dashboards/": {"board_name": "utama"},
}
ABSENT = {
    "region": "99.99",
    "application": "2026-01-ZZZZZZ",
    "message": "msg_tidakada",
    "PractitionerRole": f"{'x' * 22}-{'x' * 22}-20260101",
}


@dataclass(frozen=True)
class Call:
    """One method on one route."""

    method: str
    path: str
    name: str
    view: Any

    @property
    def policy(self) -> str:
        """The row of the matrix."""
        wanted = "" if self.method.upper() in SAFE_METHODS else getattr(self.view.cls, "write_policy", "")
        return str(wanted or self.view.cls.policy)

    @property
    def scope(self) -> str:
        """What a token must carry."""
        return scope_of(self.view.cls, self.method.upper())

    @property
    def is_public(self) -> bool:
        """For everybody."""
        return self.policy == PUBLIC_READ

    @property
    def keys(self) -> dict[str, str]:
        """Word of the address to key of `City.named`."""
        return {word: key for word, key in _below(OBJECTS, self.path).items() if f":{word}>" in self.path}

    @property
    def is_object(self) -> bool:
        """Whether the address names a row of a region."""
        return bool(self.keys)

    def kwargs(self, city: City | None) -> dict[str, str]:
        """The words of the address; without a city those of rows that do not exist."""
        named = {word: city.named[key] if city else ABSENT.get(key, "x" * 22) for word, key in self.keys.items()}
        plain = {word: text for word, text in _below(WORDS, self.path).items() if f":{word}>" in self.path}
        return {**plain, **named}

    def url(self, city: City | None) -> str:
        """The address of this call for the rows of a city."""
        found = self.path
        for word, value in self.kwargs(city).items():
            found = found.replace(f"<str:{word}>", value)
        assert "<" not in found, f"{self.path}: say in tests/contract/routes.py what its words name"
        return f"/{found}"


def _below(table: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    fitting = [prefix for prefix in table if path.startswith(PREFIX + prefix)]
    return table[max(fitting, key=len)] if fitting else {}


@cache
def calls() -> tuple[Call, ...]:
    """Every method of every route of the API; the address of unknown paths has none."""
    return tuple(
        Call(method, path, str(entry.name), entry.callback)
        for path, entry in OWN_ROUTES
        if path.startswith(PREFIX)
        for method in _methods(entry)
    )


def _methods(entry: URLPattern) -> tuple[str, ...]:
    return tuple(method for method in METHODS if hasattr(entry.callback.cls, method))  # type: ignore[attr-defined]
