"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensingConfig(AppConfig):
    """Applications, recommendation types, clocks, licences."""

    name = "licensing"
    verbose_name = _("Perizinan")

    def ready(self) -> None:
        """Declare the reference files."""
        from licensing.domain import reference_data  # models must be loaded first

        reference_data.register()
