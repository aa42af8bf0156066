"""App configuration of letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Papers of every kind: number, text, signature, file, and the public check."""

    name = "letters"
    verbose_name = _("Surat")
