from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import audit
from core.audit_chain import Verdict, read_anchors, read_dump, report, verify_dump


class Command(BaseCommand):
    help = "Check the audit chains of the database, or of a dump; names the first bad row and exits with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", help="check this chain only")
        parser.add_argument("--dump", type=Path, help="check this dump (JSON lines) instead of the database")
        parser.add_argument("--anchors", type=Path, nargs="*", default=[], help="anchor files for --dump")

    def handle(self, *_args: Any, **options: Any) -> None:
        verdicts = _verdicts(options)
        for line in report(verdicts):
            self.stdout.write(line)
        if any(verdict.fault for verdict in verdicts):
            raise CommandError("the audit trail was tampered with")


def _verdicts(options: dict[str, Any]) -> list[Verdict]:
    if options["dump"] is None:
        return audit.verify(options["chain"])
    with options["dump"].open(encoding="utf-8") as lines:
        try:
            rows = list(read_dump(lines))
        except ValueError as error:
            raise CommandError(str(error)) from error
    verdicts = verify_dump(rows, anchors=read_anchors(options["anchors"]))
    return [verdict for verdict in verdicts if options["chain"] in (None, verdict.chain)]
