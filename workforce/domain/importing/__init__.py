"""The workforce register from spreadsheets: people with profession and STR, placements, and an employer's roster."""

from core import imports
from workforce.domain.importing import people, placements, reasons, roster

__all__ = ["register"]


def register() -> None:
    """Tell the importer about this app's kinds; called once the models are there."""
    imports.register_reasons(reasons.REASONS)
    for kind in (people.KIND, placements.KIND, roster.KIND):
        imports.register(kind)
