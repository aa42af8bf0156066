"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Regions, offices, calendars, people, roles, inbox, sign-in."""

    name = "accounts"
    verbose_name = _("Akun dan unit kerja")
