"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Mechanisms the other apps share; no pages, no domain nouns."""

    name = "core"
    verbose_name = _("Mekanisme inti")
