"""Kinds of facilities as data: their names, their obligations, and what a new list of obligations does."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from facilities.models import Facility, Kind


def labels() -> dict[str, str]:
    """Return code → name in the reader's language, in the order of the file; one query."""
    name = "name_en" if get_language() == "en" else "name"
    return dict(Kind.objects.values_list("code", name))


def kind_choices(*, current: str = "") -> list[tuple[str, str]]:
    """Return the kinds one may choose today, and `current` though it is no longer in use."""
    return [(row.code, row.label) for row in Kind.objects.all() if row.is_active or row.code == current]


def with_kind(held: Iterable[str], *, before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Return a facility's obligations when those of its kind turn from `before` to `after`; its own ones stay."""
    own = [code for code in held if code not in set(before)]
    return [*after, *(code for code in own if code not in set(after))]


def obligations_of(kind: str) -> list[str]:
    """Return the codes every facility of `kind` is obliged to hold; none for an unknown kind."""
    row = Kind.objects.filter(code=kind).first()
    return list(row.obligatory_types) if row else []


def follow_kinds(before: Mapping[str, list[str]]) -> int:
    """Bring facilities in line with kinds whose list changed since `before` (code → codes); return how many.

    Writes nothing when no list changed, so a second load of the reference data finds nothing to do.
    """
    changed: list[Facility] = []
    for row in Kind.objects.all():
        old = before.get(row.code, [])
        if old == row.obligatory_types:
            continue
        for facility in Facility.objects.filter(kind=row.code).only("pk", "obligatory_types"):
            wanted = with_kind(facility.obligatory_types, before=old, after=row.obligatory_types)
            if wanted != facility.obligatory_types:
                facility.obligatory_types = wanted
                changed.append(facility)
    Facility.objects.bulk_update(changed, ["obligatory_types"], batch_size=500)
    return len(changed)
