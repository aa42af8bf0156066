"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitiesConfig(AppConfig):
    """Health facilities and health-related businesses."""

    name = "facilities"
    verbose_name = _("Fasilitas")

    def ready(self) -> None:
        """Declare the reference file and the kind of sheet."""
        # Models must be loaded first.
        from core import trigrams
        from facilities.api import exports
        from facilities.domain import importing, reference_data
        from facilities.querysets import FACILITY_NAMES

        trigrams.register(FACILITY_NAMES)
        reference_data.register()
        importing.register()
        exports.register_exports()
