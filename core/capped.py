"""Counts that stop: nobody pages through more than `formats.CAP` rows, and a million take a quarter of a second.

A count of `CAP + 1` means "more than that"; `formats.many` says so.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery

from core.formats import CAP

Rows = QuerySet[Any, Any]


def count(rows: Rows) -> int:
    """Return how many rows there are, at most `CAP + 1`."""
    return rows.order_by()[: CAP + 1].count()


def counts(rows: Rows, conditions: Mapping[str, Q]) -> dict[str, int]:
    """Return how many rows there are as `all`, and how many fulfil each condition; none more than `CAP + 1`.

    One statement; two where there are more rows than that.
    """
    first = rows.order_by()[: CAP + 1]
    found = first.aggregate(all=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in conditions.items()})
    if found["all"] <= CAP:
        return found
    # Names of their own: a condition may be called as a column is.
    some = {
        f"counted_{name}": _Capped(rows.filter(rule).order_by().values("pk")[: CAP + 1])
        for name, rule in conditions.items()
    }
    numbers = rows.model._base_manager.order_by().annotate(**some).values_list(*some)[0]
    return {**found, **dict(zip(conditions, numbers, strict=True))}


class _Capped(Subquery):
    """How many rows a subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
