"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensingConfig(AppConfig):
    """Applications, recommendation types, clocks, licences."""

    name = "licensing"
    verbose_name = _("Perizinan")

    def ready(self) -> None:
        """Connect the receivers and outbox handlers; declare the reference files."""
        from licensing import receivers, tasks  # noqa: F401  # models must be loaded first
        from licensing.domain import reference_data  # models must be loaded first

        reference_data.register()
