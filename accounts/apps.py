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
        from accounts import tasks  # noqa: F401  registers the handlers of the outbox; models must be loaded first
        from accounts.domain import reference_data  # same
        from accounts.domain.exports.jobs import FOLDER  # same
        from core import files  # same

        reference_data.register()
        files.register(files.Owner(FOLDER, "accounts.ExportJob", "file_name", "sha256"))
        register_lookup(LookupColumn("accounts.User", "phone", "phone_hash", "phone"))
