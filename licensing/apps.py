"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensingConfig(AppConfig):
    """Applications, recommendation types, clocks, licences."""

    name = "licensing"
    verbose_name = _("Perizinan")

    def ready(self) -> None:
        """Connect receivers and outbox handlers; declare reference files, look-up columns and the state guard."""
        # Models must be loaded first.
        from core import files, triggers, trigrams
        from inspections.domain import pictures
        from licensing import receivers, tasks  # noqa: F401  # connected by being imported
        from licensing.api import exports, filing
        from licensing.domain import (  # noqa: F401  # as above
            importing,
            letter_access,
            lookups,
            visit_questions,
            webhooks,
            workflow,
        )
        from licensing.domain.coverage import plan_coverage  # as above
        from licensing.domain.filing import adapters, json_adapter, sheet_adapter  # as above
        from licensing.domain.licences import register_facts  # as above
        from licensing.domain.reports import home_figures  # as above
        from licensing.domain.rulebook import reference_data  # as above
        from licensing.domain.sanctions import lent_terms  # as above
        from licensing.models import Application, FilingConsent, FilingConsentAnswer, StaffJoin, StaffJoinAnswer
        from licensing.querysets import LICENCE_NUMBERS

        trigrams.register(LICENCE_NUMBERS)
        exports.register_exports()
        filing.register()
        adapters.register(sheet_adapter.ADAPTER)
        adapters.register(json_adapter.ADAPTER)
        home_figures.register()
        webhooks.register()
        reference_data.register()
        lookups.register()
        register_facts.register()
        plan_coverage.register()
        lent_terms.register()
        visit_questions.register()
        importing.register()
        # Received and rebuilt uploads lie in folders of their own; what no row names is an orphan.
        files.register(files.Owner("quarantine", "licensing.Document", "stored_name"))
        files.register(files.Owner("documents", "licensing.Document", "stored_name", "sha256"))
        files.register(files.Owner(pictures.QUARANTINE, "licensing.AnswerPaper", "stored_name"))
        files.register(files.Owner(pictures.FOLDER, "licensing.AnswerPaper", "stored_name", "sha256"))
        # DECISIONS 26: the database refuses a state the table does not reach, whoever writes it.
        pairs = sorted(workflow.state_pairs())
        triggers.register(triggers.legal_pairs(Application, column="state", pairs=pairs))
        for model in (FilingConsent, FilingConsentAnswer, StaffJoin, StaffJoinAnswer):
            triggers.register(*triggers.append_only(model))
