from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import refdata
from core.loaded import Counts


class Command(BaseCommand):
    help = (
        "Load reference data from the versioned CSV files. Checks every file first, then writes all of them or "
        "nothing. Rows edited by people are kept; running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", help="only these files, for example regions.csv")
        parser.add_argument("--check", action="store_true", help="check the files and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.is_heard = options["verbosity"] > 0
        sheets = _chosen(options["files"])
        try:
            if options["check"]:
                refdata.check(sheets)
            else:
                refdata.load(sheets, at=timezone.now(), progress=self.report)
        except refdata.BrokenFile as broken:
            raise CommandError(str(broken)) from broken
        self.say(self.style.SUCCESS(f"{len(sheets)} files {'fine' if options['check'] else 'loaded'}"))

    def report(self, sheet: refdata.Sheet, counts: Counts) -> None:
        self.say(
            f"{sheet.file}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged, "
            f"{counts.kept} kept, {counts.retired} retired"
        )

    def say(self, words: str) -> None:
        if self.is_heard:
            self.stdout.write(words)


def _chosen(names: list[str]) -> list[refdata.Sheet]:
    sheets = refdata.sheets()
    unknown = set(names) - {sheet.file for sheet in sheets}
    if unknown:
        raise CommandError(f"no such reference file: {', '.join(sorted(unknown))}")
    return [sheet for sheet in sheets if not names or sheet.file in names]
