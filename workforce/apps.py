"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkforceConfig(AppConfig):
    """Practitioners, registrations and places of practice."""

    name = "workforce"
    verbose_name = _("Tenaga kesehatan")

    def ready(self) -> None:
        """Declare the reference files."""
        from workforce.domain import reference_data  # models must be loaded first

        reference_data.register()
