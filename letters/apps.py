"""App configuration of letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import files


class LettersConfig(AppConfig):
    """Papers of every kind: number, text, signature, file, and the public check."""

    name = "letters"
    verbose_name = _("Surat")

    def ready(self) -> None:
        """Register the outbox handler and tell whose files lie in `letters`."""
        from letters import reference, tasks  # noqa: F401 - models must be loaded first

        files.register(files.Owner("letters", "letters.Letter", "file_name", "sha256"))
        files.register(files.Owner("letters", "letters.Letter", "draft_name", "draft_sha256"))
