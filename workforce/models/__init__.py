"""Persons, professions, practitioners (STR, SKP, education), where they practise, merges and corrections."""

from workforce.models.correction import CorrectionRequest
from workforce.models.merge import PersonMerge, PractitionerMerge
from workforce.models.person import Person
from workforce.models.practitioner import Education, Placement, Practitioner, SkpRecord
from workforce.models.profession import Profession

__all__ = [
    "CorrectionRequest",
    "Education",
    "Person",
    "PersonMerge",
    "Placement",
    "Practitioner",
    "PractitionerMerge",
    "Profession",
    "SkpRecord",
]
