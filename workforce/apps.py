"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.crypto import LookupColumn, register_lookup


class WorkforceConfig(AppConfig):
    """Practitioners, registrations and places of practice."""

    name = "workforce"
    verbose_name = _("Tenaga kesehatan")

    def ready(self) -> None:
        """Declare the reference files, the kinds of sheets and the look-up column of identity numbers."""
        from workforce.domain import importing, reference_data  # models must be loaded first

        reference_data.register()
        importing.register()
        register_lookup(
            LookupColumn(
                "workforce.Person",
                "identity_number",
                "identity_hash",
                "identity",
                text=lambda person: f"{person.identity_kind}:{person.identity_number}",
            )
        )
