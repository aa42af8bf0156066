from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import audit


class Command(BaseCommand):
    help = "Write the heads of the audit chains to a file outside the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = audit.anchor(at=timezone.now())
        self.stdout.write(f"{path}")
