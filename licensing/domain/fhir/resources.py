"""Rows of the registers as FHIR R4 resources, for other systems. No number of identity, no birth date.

Ids are our public ids with `.` for `_`, which FHIR does not allow. A placement has the ids of both ends and its day.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.models import Office
from facilities.models import Facility
from licensing.enums import LicenceState
from licensing.models import Licence
from workforce.models import Placement, Practitioner

Resource = dict[str, Any]

STR = "urn:sejaras:str"
SIP = "urn:sejaras:sip"
FACILITY = "urn:sejaras:facility"
OFFICE = "urn:sejaras:office"
PROFESSION = "urn:sejaras:profession"
FACILITY_KIND = "urn:sejaras:facility-kind"
ID_LENGTH = 16
PROVIDER = {"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}
GOVERNMENT = {"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "govt"}


def fhir_id(public_id: str) -> str:
    """The id of a row in FHIR."""
    return public_id.replace("_", ".")


def own_id(text: str) -> str:
    """The public id behind an id of FHIR."""
    return text.replace(".", "_")


def placement_id(row: Placement) -> str:
    """Practitioner, place and first day: one row, and nothing to guess."""
    return f"{fhir_id(row.practitioner.public_id)}-{fhir_id(row.facility.public_id)}-{row.starts_on:%Y%m%d}"


def placement_key(text: str) -> tuple[str, str, date] | None:
    """Practitioner, facility and day of an id made by `placement_id`; None for any other text."""
    day = text[2 * ID_LENGTH + 2 :]
    if len(day) != len("20260126") or not day.isdigit():
        return None
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return own_id(text[:ID_LENGTH]), own_id(text[ID_LENGTH + 1 : 2 * ID_LENGTH + 1]), on


def _resource(kind: str, row_id: str, updated_at: datetime | None, **members: Any) -> Resource:
    meta = {} if updated_at is None else {"meta": {"lastUpdated": updated_at.isoformat(timespec="milliseconds")}}
    given = {name: value for name, value in members.items() if value not in ("", None, [], {})}
    return {"resourceType": kind, "id": row_id, **meta, **given}


def practitioner(row: Practitioner, licences: Iterable[Licence], *, updated_at: datetime) -> Resource:
    """A person in one profession. Qualifications are the STR and those of `licences` that are active, by number.

    `licences` carry `status_now`. One that is suspended, revoked, given back or followed by another is left out, for a
    qualification has no status; one that ran out keeps its period.
    """
    name = {"use": "official", "text": row.person.full_name}
    active = [licence for licence in licences if licence.status_now == LicenceState.ACTIVE]  # type: ignore[attr-defined]
    identifiers = [_identifier(SIP, licence.number) for licence in active]
    if row.str_number:
        identifiers.insert(0, _identifier(STR, row.str_number))
    return _resource(
        "Practitioner",
        fhir_id(row.public_id),
        updated_at,
        identifier=identifiers,
        active=row.merged_into_id is None,
        name=[name],
        qualification=[*_str_of(row), *(_sip(licence) for licence in active)],
    )


def _identifier(system: str, value: str) -> dict[str, str]:
    return {"system": system, "value": value}


def _period(start: date | None, end: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("start", start), ("end", end)) if day is not None}


def _without_empty(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _str_of(row: Practitioner) -> list[dict[str, Any]]:
    if not row.str_number:
        return []
    issuer = {"display": row.profession.str_issuer_new} if row.profession.str_issuer_new else {}
    return [
        _without_empty(
            {
                "identifier": [_identifier(STR, row.str_number)],
                "code": {"text": "STR"},
                "period": _period(row.str_issued_on, row.str_valid_until),
                "issuer": issuer,
            }
        )
    ]


def _sip(row: Licence) -> dict[str, Any]:
    return {
        "identifier": [_identifier(SIP, row.number)],
        "code": {"coding": [{"system": "urn:sejaras:type", "code": row.type_code}], "text": "SIP"},
        "period": _period(row.starts_on, row.ends_on),
        "issuer": {"reference": f"Organization/{fhir_id(row.office.code)}", "display": row.office.name},
    }


def practitioner_role(row: Placement, *, on: date) -> Resource:
    """Who works where, as what, since when; `active` is by the day `on`."""
    profession = row.practitioner.profession
    place = {"reference": f"Organization/{fhir_id(row.facility.public_id)}", "display": row.facility.name}
    return _resource(
        "PractitionerRole",
        placement_id(row),
        row.updated_at,
        active=row.starts_on <= on and (row.ends_on is None or row.ends_on >= on),
        period=_period(row.starts_on, row.ends_on),
        practitioner={
            "reference": f"Practitioner/{fhir_id(row.practitioner.public_id)}",
            "display": row.practitioner.person.full_name,
        },
        organization=place,
        code=[
            {
                "coding": [{"system": PROFESSION, "code": profession.code, "display": profession.name_en}],
                "text": profession.name,
            }
        ],
        location=[{**place, "reference": place["reference"].replace("Organization", "Location")}],
    )


def organization(row: Facility, *, on: date, kind: str) -> Resource:
    """A facility as an organisation; `kind` is what its kind is called."""
    parent = row.parent
    return _resource(
        "Organization",
        fhir_id(row.public_id),
        row.updated_at,
        identifier=[_identifier(FACILITY, row.code)],
        active=_open(row, on),
        type=[{"coding": [PROVIDER]}, _kind(row, kind)],
        name=row.name,
        telecom=_telecom(row.phone),
        address=_address(row),
        partOf=None if parent is None else {"reference": f"Organization/{fhir_id(parent.public_id)}"},
    )


def office_organization(row: Office) -> Resource:
    """An office that issues licences."""
    return _resource(
        "Organization",
        fhir_id(row.code),
        None,
        identifier=[_identifier(OFFICE, row.code)],
        active=True,
        type=[{"coding": [GOVERNMENT]}],
        name=row.name,
        telecom=_telecom(row.phone),
    )


def location(row: Facility, *, on: date, kind: str) -> Resource:
    """Where a facility is."""
    position = {}
    if row.longitude is not None and row.latitude is not None:
        position = {"longitude": float(row.longitude), "latitude": float(row.latitude)}
    addresses = _address(row)
    return _resource(
        "Location",
        fhir_id(row.public_id),
        row.updated_at,
        identifier=[_identifier(FACILITY, row.code)],
        status="active" if _open(row, on) else "inactive",
        name=row.name,
        mode="instance",
        type=[_kind(row, kind)],
        telecom=_telecom(row.phone),
        address=addresses[0],
        position=position,
        managingOrganization={"reference": f"Organization/{fhir_id(row.public_id)}"},
    )


def _open(row: Facility, on: date) -> bool:
    return row.active_from <= on and (row.active_until is None or row.active_until >= on)


def _kind(row: Facility, label: str) -> dict[str, Any]:
    return {"coding": [{"system": FACILITY_KIND, "code": row.kind}], "text": label}


def _telecom(phone: str) -> list[dict[str, str]]:
    return [{"system": "phone", "value": phone, "use": "work"}] if phone else []


def _address(row: Facility) -> list[dict[str, Any]]:
    lines = [row.address] if row.address else []
    return [_without_empty({"use": "work", "line": lines, "district": row.region.name, "country": "ID"})]
