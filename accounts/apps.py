"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.crypto import LookupColumn, register_lookup


class AccountsConfig(AppConfig):
    """Regions, offices, calendars, people, roles, inbox, sign-in."""

    name = "accounts"
    verbose_name = _("Akun dan unit kerja")

    def ready(self) -> None:
        """Declare the reference files."""
        from accounts.domain import reference_data  # models must be loaded first

        reference_data.register()
        register_lookup(LookupColumn("accounts.User", "phone", "phone_hash", "phone"))
