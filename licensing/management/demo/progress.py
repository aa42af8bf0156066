"""A bar on standard error: a living one on a terminal, one line per step elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

WIDTH = 30
T = TypeVar("T")


class Progress:
    """Shows how far a step is. Writes nothing to standard output, which scripts read."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.is_living = self.stream.isatty()

    def over(self, items: Iterable[T], *, step: str, total: int) -> Iterator[T]:
        """Pass `items` on and draw the bar of `step`."""
        drawn = -1
        for done, item in enumerate(items):
            percent = 100 * done // max(total, 1)
            if percent != drawn and self.is_living:
                self._draw(step, percent)
                drawn = percent
            yield item
        self._draw(step, 100)
        self.stream.write("\n")
        self.stream.flush()

    def _draw(self, step: str, percent: int) -> None:
        filled = WIDTH * percent // 100
        start = "\r" if self.is_living else ""
        self.stream.write(f"{start}{step:<28} [{'#' * filled}{'.' * (WIDTH - filled)}] {percent:3d} %")
        self.stream.flush()
