"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """TPK teams, visits, checklists, berita acara."""

    name = "inspections"
    verbose_name = _("Pemeriksaan")

    def ready(self) -> None:
        """Declare the reference files."""
        from inspections.domain import reference_data  # models must be loaded first

        reference_data.register()
