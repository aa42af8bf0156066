"""Load the SPM part of the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from spm.management.demo import ilp, log_ins, networks, registers, year


class Command(BaseCommand):
    help = "Load a year of SPM and ILP figures and their log-ins. Only with DEMO=1; again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo is loaded only with DEMO=1; this installation holds real data")
        at = timezone.now()
        with transaction.atomic():
            people = log_ins.create(at=at)
            written = year.load(people, at=at) + ilp.load(people["pencatat"], at=at)
            registers.load(people["pencatat"], at=at)
            networks.load(people, at=at)
        self.stdout.write(self.style.SUCCESS(f"SPM demo loaded: {written} figures"))
