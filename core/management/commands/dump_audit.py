from typing import Any

from django.core.management.base import BaseCommand

from core import audit


class Command(BaseCommand):
    help = "Write the audit trail as JSON lines to standard output, for `python -m core.audit_chain`."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for line in audit.dump():
            self.stdout.write(line)
