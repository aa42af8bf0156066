"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """TPK teams, visits, checklists, berita acara."""

    name = "inspections"
    verbose_name = _("Pemeriksaan")

    def ready(self) -> None:
        """Connect receivers and outbox handlers; declare the reference files and the folders of files."""
        # Models must be loaded first.
        from core import files
        from inspections import receivers, tasks  # noqa: F401  # connected by being imported
        from inspections.domain import letter_access, pictures, reference_data  # noqa: F401  # as above

        reference_data.register()
        for model in ("inspections.VisitPhoto", "inspections.FindingProof"):
            files.register(files.Owner(pictures.QUARANTINE, model, "stored_name"))
            files.register(files.Owner(pictures.FOLDER, model, "stored_name", "sha256"))
