"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """TPK teams, visits, checklists, berita acara."""

    name = "inspections"
    verbose_name = _("Pemeriksaan")

    def ready(self) -> None:
        """Say who may read the letters of this app."""
        from inspections.domain import letter_access  # noqa: F401  # models must be loaded first
