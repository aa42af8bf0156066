import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from licensing.management.demo.city import DemoCity
from licensing.management.demo.progress import Progress
from licensing.models import RecommendationType


class Command(BaseCommand):
    help = (
        "Load the demo city: 260 places, 4,000 people, their licences since 2013, files in every state and the "
        "demo log-ins. Only with DEMO=1; running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="load as of this instant (ISO 8601) instead of now")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo city is loaded only with DEMO=1; this installation holds real data")
        if not RecommendationType.objects.exists():
            raise CommandError("load the reference data first: manage.py load_reference_data")
        at = datetime.fromisoformat(options["at"]) if options["at"] else timezone.now()
        logging.getLogger("django_structlog").setLevel(logging.WARNING)  # hundreds of jobs, one bar
        written = DemoCity(at=at, progress=Progress()).load()
        done = f"demo city loaded: {', '.join(written)}" if written else "the demo city stands already"
        self.stdout.write(self.style.SUCCESS(done))
