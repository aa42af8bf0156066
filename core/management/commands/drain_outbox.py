from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import outbox


class Command(BaseCommand):
    help = "Do the outbox rows that are due, in this process and without a broker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="stop after this many rows")

    def handle(self, *_args: Any, **options: Any) -> None:
        count = outbox.drain(limit=options["limit"])
        self.stdout.write(f"{count} attempted")
