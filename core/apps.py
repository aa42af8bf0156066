"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Mechanisms the other apps share; no pages, no domain nouns."""

    name = "core"
    verbose_name = _("Mekanisme inti")

    def ready(self) -> None:
        """Hang the bell, register the guards, and let every app register its sheets and outbox handlers."""
        from core import audit_guards, outbox, tasks, triggers  # models are loaded only now

        outbox.hang_bell(tasks.ring)
        triggers.register(*audit_guards.guards())
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="core.after_migrate")
        autodiscover_modules("reference", "tasks")


def _after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Put the guards back (a table rebuild on SQLite drops them) and make the indexes the server allows.

    Django sends this after all apps are migrated.
    """
    from core import grants, triggers, trigrams  # as in `ready`

    triggers.install(using)
    trigrams.install(using)
    grants.install(using)
