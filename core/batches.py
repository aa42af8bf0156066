"""Many rows one after the other, in constant memory, while something is written about each."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def in_batches(rows: "models.QuerySet[M]", *, size: int = 200) -> Iterator[M]:
    """Each row by key; what no longer fits `rows` when its batch comes is left out.

    Not `iterator()`: its cursor stays open, and on SQLite a write under an open cursor is refused at once
    ("database is locked") when another process has written since the cursor began.
    """
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield from rows.filter(pk__in=keys[start : start + size]).order_by("pk")
