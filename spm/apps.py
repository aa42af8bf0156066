"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpmConfig(AppConfig):
    """SPM, ILP and network indicators."""

    name = "spm"
    verbose_name = _("Standar Pelayanan Minimal")

    def ready(self) -> None:
        """Connect receivers; declare the reference files and the kind of sheets. Models must be loaded first."""
        from spm import receivers  # noqa: F401  # connected by being imported
        from spm.domain import importing, reference_data, reference_ilp, reference_panels, reference_standards

        importing.register()
        reference_data.register()
        reference_ilp.register()
        reference_panels.register()
        reference_standards.register()
