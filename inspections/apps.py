"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """TPK teams, visits, checklists, berita acara."""

    name = "inspections"
    verbose_name = _("Pemeriksaan")
