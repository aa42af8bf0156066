"""Persons, professions, practitioners (STR, SKP) and where they practise."""

from workforce.models.person import Person
from workforce.models.practitioner import Placement, Practitioner, SkpRecord
from workforce.models.profession import Profession

__all__ = ["Person", "Placement", "Practitioner", "Profession", "SkpRecord"]
