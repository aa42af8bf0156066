"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.crypto import LookupColumn, register_lookup


class WorkforceConfig(AppConfig):
    """Practitioners, registrations and places of practice."""

    name = "workforce"
    verbose_name = _("Tenaga kesehatan")

    def ready(self) -> None:
        """Connect receivers and checks of files; declare reference files, kinds of sheets, look-ups of numbers."""
        # Models must be loaded first.
        from core import files, trigrams
        from workforce import receivers, tasks  # noqa: F401  # connected by being imported
        from workforce.api import exports
        from workforce.domain import importing, reference_data
        from workforce.querysets import PERSON_NAMES

        trigrams.register(PERSON_NAMES)
        reference_data.register()
        importing.register()
        exports.register_exports()
        files.register(files.Owner("quarantine", "workforce.CorrectionRequest", "evidence_stored"))
        files.register(files.Owner("corrections", "workforce.CorrectionRequest", "evidence_stored", "evidence_sha256"))
        register_lookup(
            LookupColumn(
                "workforce.Person",
                "identity_number",
                "identity_hash",
                "identity",
                text=lambda person: f"{person.identity_kind}:{person.identity_number}",
            )
        )
