"""What is wrong with a file, said so that somebody can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.exceptions import DomainError


@dataclass(frozen=True)
class Flaw:
    """One thing wrong in a file. `line` counts from 1, the header; `column` empty = the whole line."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f", {self.column}" if self.column else ""
        return f"{self.file}:{self.line}{place}: {self.reason}"


class BrokenFile(DomainError):
    """Some files cannot be loaded; nothing was written. `flaws` lists all of them."""

    code = "broken_file"
    message = _("Berkas acuan tidak dapat dimuat: %(count)s kesalahan.")

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(params={"count": len(flaws)})
        self.flaws = tuple(flaws)

    def __str__(self) -> str:
        return "\n".join(map(str, self.flaws))
