from typing import Any

from django.core.management.base import BaseCommand

from core import crypto


class Command(BaseCommand):
    help = (
        "Re-encrypt every encrypted column and recompute every look-up column with the newest keys. "
        "Afterwards the old keys may leave SALT_KEY, SECRET_KEY_FALLBACKS and LOOKUP_KEY_FALLBACKS."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        for model, count in crypto.rotate().items():
            self.stdout.write(f"{model}: {count}")
