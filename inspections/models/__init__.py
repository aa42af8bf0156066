"""Visit records of health inspectors (TPK)."""

from inspections.models.visit import Visit

__all__ = ["Visit"]
