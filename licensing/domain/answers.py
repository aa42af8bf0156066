"""What an applicant types, by section. Pure vocabulary of `Application.answers` (stored encrypted).

All keys may be missing in a draft. Dates are ISO strings, codes are the registers' own.
"""

from typing import Any, TypedDict

from licensing.enums import Subject


class Identity(TypedDict, total=False):
    """The person who applies: practitioner, owner or person in charge."""

    name: str
    degrees: str
    identity_kind: str
    identity_number: str
    birth_place: str
    birth_date: str
    sex: str
    address: str
    phone: str
    email: str
    nationality: str


class ProfessionAnswers(TypedDict, total=False):
    """STR and SKP of a practitioner."""

    profession: str
    str_number: str
    str_name: str
    str_profession: str
    str_lifetime: bool
    str_valid_until: str
    skp_points: int
    education: str


class Place(TypedDict, total=False):
    """Where the practice or business is: from the register (`facility`) or typed."""

    facility: str
    name: str
    kind: str
    address: str
    region: str
    independent: bool
    practice_hours: list[dict[str, str]]
    hours_text: str
    other_city_sips: int
    responsible: bool


class BusinessAnswers(TypedDict, total=False):
    """A facility or business that applies for itself."""

    owner_name: str
    responsible_name: str
    responsible_sip: str
    nib: str
    kbli: str
    service_kind: str
    product: str
    trade_name: str
    packaging: str
    food_class: str


class Answers(TypedDict, total=False):
    """Everything typed; `details` holds generic data rows by requirement code, `statements` agreed codes."""

    identity: Identity
    profession: ProfessionAnswers
    place: Place
    business: BusinessAnswers
    details: dict[str, str]
    statements: dict[str, bool]


# Sections of the task list by subject, in the order they are shown.
SECTIONS: dict[str, tuple[str, ...]] = {
    Subject.PRACTITIONER: ("identity", "profession", "place", "documents", "statements"),
    Subject.FACILITY: ("identity", "place", "business", "documents", "statements"),
    Subject.BUSINESS: ("identity", "place", "business", "documents", "statements"),
}

# Data requirements that a section of its own already answers; every other data row is typed in `details`.
ANSWERED_BY_SECTION: dict[str, str] = {
    "FORM": "identity",
    "NIK": "identity",
    "BIODATA": "identity",
    "PASPOR": "identity",
    "NIB": "business",
    "CEK-JUMLAH-SIP": "place",
}

# What each section must hold before it counts as done (keys of its answers).
REQUIRED_KEYS: dict[str, tuple[str, ...]] = {
    "identity": ("name", "identity_number", "birth_date", "address", "phone"),
    "profession": ("str_number",),
    "place": ("name", "address", "region"),
    "business": ("owner_name",),
}


def section(answers: Any, name: str) -> dict[str, Any]:
    """Return one section of the answers, never None."""
    found = (answers or {}).get(name)
    return dict(found) if isinstance(found, dict) else {}


def section_done(answers: Any, name: str) -> bool:
    """Tell whether a section holds all it must; documents and statements are judged by `eligibility`."""
    values = section(answers, name)
    return all(values.get(key) for key in REQUIRED_KEYS.get(name, ()))
