"""Rebuild every cached clock from ledger, calendar and allowances; says what differed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from licensing.domain.clocks import recompute
from licensing.domain.watching import all_with_clocks


class Command(BaseCommand):
    help = "Rebuild all cached clocks (due moments, states) and report which differed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        moved = recompute(all_with_clocks(), at=timezone.now())
        for number, names in moved:
            self.stdout.write(f"{number}: {', '.join(names)}")
        self.stdout.write(f"{len(moved)} differed")
