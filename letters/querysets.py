"""Sets of letters."""

from typing import TYPE_CHECKING

from django.db import models

from letters.enums import LetterState

if TYPE_CHECKING:
    from letters.models import Letter  # noqa: F401 - named in the base class below


class LetterQuerySet(models.QuerySet["Letter"]):
    """Adjectives for letters; who may see one is decided by the app that keeps the link to it."""

    def issued(self) -> "LetterQuerySet":
        return self.filter(state=LetterState.ISSUED)

    def queued(self) -> "LetterQuerySet":
        return self.filter(state=LetterState.QUEUED)

    def with_office(self) -> "LetterQuerySet":
        return self.select_related("office", "kind")
