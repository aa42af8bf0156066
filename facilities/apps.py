"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitiesConfig(AppConfig):
    """Health facilities and health-related businesses."""

    name = "facilities"
    verbose_name = _("Fasilitas")
