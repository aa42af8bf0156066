from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outreach.management import demo


class Command(BaseCommand):
    help = (
        "Load a small demo of the outreach service: four log-ins, households, pickups in every state. Only with DEMO=1."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo is loaded only with DEMO=1; this installation holds real data")
        loaded = demo.load(at=timezone.now())
        self.stdout.write(self.style.SUCCESS("outreach demo loaded" if loaded else "the outreach demo stands already"))
