"""Facilities as SATUSEHAT takes them: our FHIR resources under its own systems of identifiers."""

from datetime import date
from typing import Any

from django.conf import settings

from facilities.models import Facility
from licensing.domain.fhir import resources as fhir

IDS = "http://sys-ids.kemkes.go.id"
NIK = "https://fhir.kemkes.go.id/id/nik"
BUILDING = {"system": "http://terminology.hl7.org/CodeSystem/location-physical-type", "code": "bu"}
# Of ours, not theirs.
DROPPED = ("id", "meta")
Resource = dict[str, Any]


def system_of(kind: str) -> str:
    """The system of identifiers of one organisation for `organization` or `location`."""
    return f"{IDS}/{kind}/{settings.SATUSEHAT_ORGANIZATION}"


def organization(row: Facility, *, on: date, kind: str, parent: str) -> Resource:
    """A facility below `parent`, their id of the organisation above it."""
    made = fhir.organization(row, on=on, kind=kind)
    return {**_plain(made, "organization", row), "partOf": {"reference": f"Organization/{parent}"}}


def location(row: Facility, *, on: date, kind: str, owner: str) -> Resource:
    """Where a facility is; `owner` is their id of the organisation that runs it."""
    made = _plain(fhir.location(row, on=on, kind=kind), "location", row)
    owned = {"reference": f"Organization/{owner}"}
    return {**made, "physicalType": {"coding": [BUILDING]}, "managingOrganization": owned}


def _plain(made: Resource, kind: str, row: Facility) -> Resource:
    identifier = {"use": "official", "system": system_of(kind), "value": row.code}
    return {**{name: value for name, value in made.items() if name not in DROPPED}, "identifier": [identifier]}
