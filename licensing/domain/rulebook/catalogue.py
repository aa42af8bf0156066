"""The catalogue as a file sees it: its type, its requirement set, the rows that hold for it."""

from datetime import date

from licensing.domain.answers import SECTIONS
from licensing.domain.requirements import applicable, era_of
from licensing.enums import ApplicationKind, LegalEra, RequirementKind
from licensing.models import Application, RecommendationType, Requirement, RequirementSet


def type_in_force(code: str, on: date) -> RecommendationType:
    """Return the version of a type that may be applied for on `on`; raises RecommendationType.DoesNotExist."""
    return RecommendationType.objects.in_force(on).filter(code=code).order_by("-version")[:1].get()


def set_in_force(code: str, on: date) -> RequirementSet:
    """Return the newest requirement set of a type on `on`; raises RequirementSet.DoesNotExist."""
    found = RequirementSet.objects.in_force(code, on)
    if found is None:
        raise RequirementSet.DoesNotExist(code)
    return found


def requirements_on(code: str, on: date, *, kind: ApplicationKind) -> list[Requirement]:
    """Return what a file of `kind` filed on `on` would need, as the public page and the API show it."""
    rows = list(set_in_force(code, on).requirements.all())
    return applicable(rows, kind=kind, era=era_of(on, None))


def requirements_of(application: Application) -> list[Requirement]:
    """Return the rows that hold for this file: its own set, its kind, its era."""
    rows = list(application.requirement_set.requirements.all())
    return applicable(rows, kind=ApplicationKind(application.kind), era=LegalEra(application.legal_era))


def needed_requirements(application: Application) -> list[Requirement]:
    """Return the rows the technical team must judge: all but the visit, which is the TPK's."""
    return [row for row in requirements_of(application) if row.kind != RequirementKind.INSPECTION]


def kinds_of(kind: RecommendationType) -> list[ApplicationKind]:
    """Return the kinds of application a type offers; a type that cannot be renewed offers no renewal."""
    return [each for each in ApplicationKind if kind.renewable or each != ApplicationKind.RENEWAL]


def sections_of(application: Application) -> tuple[str, ...]:
    """Return the sections of the task list; who needs no STR (healers, researchers) is not asked for one."""
    names = SECTIONS[application.type.subject]
    if "profession" in names and not any(row.code.startswith("STR-") for row in requirements_of(application)):
        return tuple(name for name in names if name != "profession")
    return names
