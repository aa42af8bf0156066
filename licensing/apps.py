"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensingConfig(AppConfig):
    """Applications, recommendation types, clocks, licences."""

    name = "licensing"
    verbose_name = _("Perizinan")
