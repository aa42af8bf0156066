"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """TPK teams, visits, checklists, berita acara."""

    name = "inspections"
    verbose_name = _("Pemeriksaan")

    def ready(self) -> None:
        """Declare the reference files; say who may read the letters of this app."""
        # Models must be loaded first.
        from inspections.domain import letter_access, reference_data  # noqa: F401  # connected by being imported

        reference_data.register()
