"""Which checklist a visit uses, and its items in the shape of the pure scoring."""

from collections.abc import Mapping
from datetime import date

from facilities.models import Facility
from inspections.domain.scoring import Item, Result, score
from inspections.enums import Scoring, VersionState
from inspections.models import ChecklistItem, ChecklistVersion


def version_for(facility: Facility | None, *, type_code: str = "", on: date) -> ChecklistVersion | None:
    """The version in force on `on` for a visit: by licence type first, then by what the place must hold, then by kind.

    None when no checklist is made for such a place.
    """
    versions = list(ChecklistVersion.objects.in_force(on).select_related("kind").order_by("kind"))
    fitting = [row for row in versions if type_code and type_code in row.kind.type_codes]
    kind = facility.checklist_kind if facility is not None else ""
    same_kind = [row for row in versions if kind and row.kind.facility_kind == kind]
    if len(fitting) > 1:  # two classes of one type: the kind of the place decides
        fitting = [row for row in fitting if row in same_kind] or fitting
    if not fitting and facility is not None:
        held = set(facility.obligatory_types)
        fitting = [row for row in same_kind if held & set(row.kind.type_codes)] or same_kind
    return fitting[0] if fitting else None


def checklist_on(version: ChecklistVersion | None, on: date) -> ChecklistVersion | None:
    """The version of the same checklist that holds on `on`; the given one where none does."""
    if version is None:
        return None
    return ChecklistVersion.objects.in_force(on).filter(kind=version.kind_id).first() or version


def versions_for(facility: Facility | None, *, on: date) -> list[ChecklistVersion]:
    """All versions in force on `on`, those for the kind of place first: what the inspector may choose from."""
    kind = facility.checklist_kind if facility is not None else ""
    rows = list(ChecklistVersion.objects.in_force(on).select_related("kind").order_by("kind"))
    return sorted(rows, key=lambda row: (row.kind.facility_kind != kind, row.kind_id))


def conditions_of(version: ChecklistVersion) -> list[str]:
    """The conditions the inspector ticks before the first question, in the order they first appear."""
    return list(dict.fromkeys(item.applies_when for item in version.items.all() if item.applies_when))


def pure(item: ChecklistItem) -> Item:
    """What scoring needs of a row."""
    return Item(item.code, item.weight, item.critical, item.severity, item.applies_when)


def score_version(version: ChecklistVersion, answers: Mapping[str, str], conditions: list[str]) -> Result:
    """Score answers by item code under this version's rule."""
    return score(
        [pure(item) for item in version.items.all()],
        answers,
        conditions=conditions,
        scoring=Scoring(version.scoring),
        threshold=version.pass_threshold,
    )


def is_editable(version: ChecklistVersion) -> bool:
    """True for a draft; a proposed or published version stands as it is."""
    return version.state == VersionState.DRAFT
