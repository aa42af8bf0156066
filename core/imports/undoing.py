"""Taking a whole import back: what it made is deleted, what it changed gets its old values, or nothing happens.

Refused when a row was changed since, or when something else refers to it by now: then deleting it would take away
what other people did.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.imports import bulk
from core.imports.exceptions import Erased
from core.imports.kinds import Change, kind_of
from core.imports.running import JOB_UNDO, Enough, move, never, queue
from core.imports.signals import rows_written
from core.models import ImportBatch, ImportState

SLICE = 900


@transaction.atomic
def ask(batch: ImportBatch, *, by: AbstractBaseUser | None, reason: str, at: datetime) -> ImportBatch:
    """Queue the undo. Raises `Erased`, `WrongState`; whether the rows allow it, the worker finds out."""
    if batch.erased_at is not None:
        raise Erased
    move(batch, ImportState.DONE, to=ImportState.UNDOING, problem="")
    audit.record(action="import.undo", by=by, obj=batch, office=batch, reason=reason, at=at)
    queue(batch, JOB_UNDO, at=at)
    return batch


def undo(batch: ImportBatch, *, at: datetime, enough: Enough = never) -> ImportBatch:  # noqa: ARG001  one transaction
    """Undo everything, or go back to `done` with `problem` naming what stands in the way. May run again."""
    if batch.state != ImportState.UNDOING:
        return batch
    with transaction.atomic():
        journals = [chunk.journal for chunk in batch.chunks.order_by("-position") if chunk.journal]
        obstacles = [*_obstacles(journals), *_forbidden(batch, journals)]
        if obstacles:
            problem = _("Tidak dibatalkan, karena sejak impor ini: %(what)s.") % {"what": "; ".join(obstacles)}
            move(batch, ImportState.UNDOING, to=ImportState.DONE, problem=problem)
            return batch
        rows_written.send(sender=ImportBatch, batch=batch, pks=_pks(journals), at=at)
        for journal in journals:
            _restore(journal["changed"])
        for journal in journals:
            _delete(journal)
        for journal in journals:
            _restore(journal.get("room", []), counted=False)
        move(batch, ImportState.UNDOING, to=ImportState.UNDONE, undone_at=at)
    return batch


# --- may it be undone ---------------------------------------------------------------------------------------


def _obstacles(journals: list[dict[str, Any]]) -> list[str]:
    made: dict[str, dict[int, str]] = {}
    secrets: dict[str, dict[int, dict[str, Any]]] = {}
    for journal in journals:
        for group in journal["made"]:
            marks = {int(pk): mark for pk, mark in group["marks"].items()}
            made.setdefault(group["model"], {}).update(marks)
            held = {int(pk): values for pk, values in group.get("secrets", {}).items()}
            secrets.setdefault(group["model"], {}).update(held)
    changed = _changed(journals)
    return [*_touched(made, secrets, changed), *_overwritten(changed), *_used(made)]


def _forbidden(batch: ImportBatch, journals: list[dict[str, Any]]) -> list[str]:
    """What the kind itself has against it."""
    against = kind_of(batch.kind).against_undo
    return list(against(_pks(journals))) if against else []


def _touched(
    made: dict[str, dict[int, str]], secrets: dict[str, dict[int, dict[str, Any]]], changed: dict[str, dict[int, Any]]
) -> Iterator[str]:
    """New rows that somebody changed or removed."""
    for label, all_marks in made.items():
        model = apps.get_model(label)
        # A later row of the same file may have filled in more; those are compared by value.
        marks = {pk: mark for pk, mark in all_marks.items() if pk not in changed.get(label, {})}
        now = bulk.fingerprints(model, list(marks))
        touched = {pk for pk, mark in marks.items() if now.get(pk) != mark}
        touched |= _rewritten(model, {pk: held for pk, held in secrets[label].items() if pk in marks})
        if touched:
            nouns = {"count": len(touched), "noun": model._meta.verbose_name}
            yield _("%(count)s %(noun)s diubah atau dihapus") % nouns


def _rewritten(model: type[models.Model], secrets: dict[int, dict[str, Any]]) -> set[int]:
    """Rows whose encrypted columns hold something else by now; their marks only know whether there is anything."""
    return {
        row.pk
        for some in _slices(sorted(secrets))
        for row in model._base_manager.filter(pk__in=some)
        if any(getattr(row, name) != value for name, value in secrets[row.pk].items())
    }


def _overwritten(changed: dict[str, dict[int, dict[str, Any]]]) -> Iterator[str]:
    """Changed rows that were changed again."""
    counts: dict[str, int] = {}
    for label, entries in changed.items():
        model = apps.get_model(label)
        for some in _slices(sorted(entries)):
            rows = {row.pk: row for row in model._base_manager.filter(pk__in=some)}
            for pk in some:
                if pk not in rows or any(
                    not _is(rows[pk], name, value) for name, value in entries[pk]["after"].items()
                ):
                    counts[label] = counts.get(label, 0) + 1
    for label, count in counts.items():
        noun = apps.get_model(label)._meta.verbose_name
        yield _("%(count)s %(noun)s diubah lagi") % {"count": count, "noun": noun}


def _changed(journals: list[dict[str, Any]]) -> dict[str, dict[int, dict[str, Any]]]:
    """Per model and key the first values before and the last ones after; journals come newest first."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for journal in journals:
        for entry in (*journal["changed"], *journal.get("room", [])):
            known = found.setdefault(entry["model"], {}).setdefault(entry["pk"], {"before": {}, "after": {}})
            known["before"].update(entry["before"])
            for name, value in entry["after"].items():
                known["after"].setdefault(name, value)
    return found


def _used(made: dict[str, dict[int, str]]) -> Iterator[str]:
    """New rows that something from outside this import refers to."""
    for label, marks in made.items():
        model = apps.get_model(label)
        for relation in model._meta.related_objects:
            field = relation.field
            if not isinstance(field, models.ForeignKey):
                continue
            other = field.model
            own = made.get(other._meta.label, {})
            count = sum(
                pk not in own
                for some in _slices(list(marks))
                for pk in other._base_manager.filter(**{f"{field.name}__in": some}).values_list("pk", flat=True)
            )
            if count:
                nouns = {"count": count, "noun": model._meta.verbose_name, "other": other._meta.verbose_name}
                yield _("%(noun)s dipakai oleh %(count)s %(other)s") % nouns


def _pks(journals: list[dict[str, Any]]) -> dict[type[models.Model], list[int]]:
    found: dict[type[models.Model], list[int]] = {}
    for journal in journals:
        for group in journal["made"]:
            found.setdefault(apps.get_model(group["model"]), []).extend(int(pk) for pk in group["marks"])
        for entry in (*journal["changed"], *journal.get("room", [])):
            found.setdefault(apps.get_model(entry["model"]), []).append(entry["pk"])
    return found


# --- undoing ------------------------------------------------------------------------------------------------


def _restore(changed: list[dict[str, Any]], *, counted: bool = True) -> None:
    before = (
        Change(
            model := apps.get_model(entry["model"]),
            entry["pk"],
            {},
            {name: _value(model, name, value) for name, value in entry["before"].items()},
        )
        for entry in changed
    )
    bulk.update(before, counted=counted)


def _delete(journal: dict[str, Any]) -> None:
    for group in reversed(journal["made"]):
        manager = apps.get_model(group["model"])._base_manager
        for some in _slices([int(pk) for pk in group["marks"]]):
            # Past the collector: what refers to these rows was looked for above.
            rows = manager.filter(pk__in=some)
            rows._raw_delete(rows.db)  # noqa: SLF001


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.attname))


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    """A value of the journal, which knows texts and numbers only, as the field has it."""
    return _field(model, name).to_python(value)


def _plain(row: models.Model, name: str) -> Any:
    """A value as the journal would hold it."""
    value = getattr(row, _field(type(row), name).attname)
    return value if value is None or isinstance(value, bool | int | str | list | dict) else _text(value)


def _is(row: models.Model, name: str, value: Any) -> bool:
    """Whether the row still holds a value of the journal; an instant has several spellings."""
    field = _field(type(row), name)
    if isinstance(field, models.DateTimeField):
        return bool(getattr(row, field.attname) == field.to_python(value))
    return bool(_plain(row, name) == value)


def _text(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _slices(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), SLICE):
        yield pks[start : start + SLICE]
