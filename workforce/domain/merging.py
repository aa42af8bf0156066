"""Merging two rows that are one human being. The merged row stays as a trace and points to the kept one.

Every key of this app moves here; apps above move theirs when `persons_merged` tells them, with `move_keys`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from workforce.enums import CorrectionState
from workforce.exceptions import SamePerson, TwoAccounts
from workforce.models import CorrectionRequest, Person, PersonMerge, Placement, Practitioner, PractitionerMerge
from workforce.signals import persons_merged

# What tells of the merge itself keeps its keys.
TRACES = (PersonMerge, PractitionerMerge)
# Facts the kept row takes from the merged one where it has none itself.
FILLED = ("degrees", "birth_date", "birth_place", "sex", "address", "phone")
STR_FIELDS = ("str_number", "str_issued_on", "str_valid_until", "str_lifetime")


@dataclass(frozen=True)
class Moving:
    """One line of the preview: how many rows of what would change their key."""

    label: str
    count: int


def preview(merged: Person) -> list[Moving]:
    """Return what points to `merged` now, by kind of row; nothing is written."""
    counts: Counter[str] = Counter()
    for model, name in _keys_to(Person, apps_of=None):
        counts[str(model._meta.verbose_name)] += model._base_manager.filter(**{name: merged}).count()
    rows = Practitioner.objects.filter(person=merged)
    for model, name in _keys_to(Practitioner, apps_of=None):
        counts[str(model._meta.verbose_name)] += model._base_manager.filter(**{f"{name}__in": rows}).count()
    return [Moving(label, count) for label, count in sorted(counts.items()) if count]


def twins(person: Person) -> models.QuerySet[Person]:
    """Return current persons with the same name, or born the same day with the same first name: likely duplicates."""
    first = person.name_key.split(" ")[0]
    same = models.Q(name_key=person.name_key)
    if person.birth_date and first:
        same |= models.Q(birth_date=person.birth_date, name_key__startswith=first)
    return Person.objects.current().filter(same).exclude(pk=person.pk).order_by("name_key", "pk")


@transaction.atomic
def merge(kept: Person, merged: Person, *, reason: str, by: User, at: datetime) -> PersonMerge:
    """Make one of two rows and return the trace. Raises SamePerson and TwoAccounts."""
    kept, merged = _locked(kept, merged)
    pairs = _move_practitioners(kept, merged)
    moved: Counter[str] = Counter()
    _close_same_corrections(kept, merged, at=at)
    moved.update(move_keys("workforce", kept, merged, {old.pk: new for old, new in pairs.items()}))
    for _receiver, counts in persons_merged.send(
        sender=Person,
        kept=kept,
        merged=merged,
        practitioners={old.pk: new for old, new in pairs.items()},
        by=by,
        at=at,
    ):
        moved.update(counts or {})
    _fill(kept, merged)
    trace = PersonMerge.objects.create(
        kept=kept, merged=merged, reason=reason, merged_at=at, merged_by=by, moved=dict(moved)
    )
    for old, new in pairs.items():
        PractitionerMerge.objects.create(person_merge=trace, kept=new, merged=old, merged_str_number=old.str_number)
    _retire(pairs)
    audit.record(
        action="person.merge", by=by, obj=kept, reason=reason,
        payload={"merged": merged.public_id, "kept": kept.public_id, "moved": dict(moved)}, at=at,
    )  # fmt: skip
    return trace


def move_keys(
    app_label: str, kept: Person, merged: Person, practitioners: Mapping[int, Practitioner]
) -> dict[str, int]:
    """Turn the keys of one app's rows from the merged person and practitioners to the kept ones; return counts.

    For apps above, inside their receiver of `persons_merged`. Rows that would clash are the caller's to settle first.
    """
    counts: Counter[str] = Counter()
    for model, name in _keys_to(Person, apps_of=app_label):
        rows = model._base_manager.filter(**{name: merged})
        if model is Practitioner:
            # The row of a profession both had stays with the merged person, as a trace.
            rows = rows.exclude(pk__in=practitioners)
        counts[model._meta.label] += rows.update(**{name: kept})
    for model, name in _keys_to(Practitioner, apps_of=app_label):
        for old, new in practitioners.items():
            counts[model._meta.label] += model._base_manager.filter(**{name: old}).update(**{name: new})
    return {label: count for label, count in counts.items() if count}


def _keys_to(target: type[models.Model], *, apps_of: str | None) -> Iterator[tuple[type[models.Model], str]]:
    """Yield (model, field) of every key to `target`, of one app or of all; traces and the rows' own keys left out."""
    for model in apps.get_models(include_auto_created=True):
        if model in TRACES or (apps_of is not None and model._meta.app_label != apps_of):
            continue
        for key in model._meta.local_fields:
            if key.is_relation and key.related_model is target and key.name != "merged_into":
                yield model, key.name


def _locked(kept: Person, merged: Person) -> tuple[Person, Person]:
    rows = {
        row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    if len(rows) < 2 or any(row.merged_into_id is not None for row in rows.values()):  # noqa: PLR2004  # two rows
        raise SamePerson
    if all(row.user_id is not None for row in rows.values()):
        raise TwoAccounts
    return rows[kept.pk], rows[merged.pk]


def _move_practitioners(kept: Person, merged: Person) -> dict[Practitioner, Practitioner]:
    """Return merged → kept practitioner for each profession both rows have, their placements without doubles."""
    mine = {row.profession_id: row for row in Practitioner.objects.select_for_update().filter(person=kept)}
    theirs = Practitioner.objects.select_for_update().filter(person=merged, merged_into__isnull=True)
    pairs = {row: mine[row.profession_id] for row in theirs if row.profession_id in mine}
    for old, new in pairs.items():
        _join_placements(old, new)
    return pairs


def _join_placements(old: Practitioner, new: Practitioner) -> None:
    """A placement both rows know by place and first day becomes one, with the later end."""
    there = {(row.facility_id, row.starts_on): row for row in new.placements.all()}
    for row in old.placements.all():
        twin = there.get((row.facility_id, row.starts_on))
        if twin is None:
            continue
        if twin.ends_on is not None and (row.ends_on is None or row.ends_on > twin.ends_on):
            twin.ends_on = row.ends_on
            twin.save()
        Placement.objects.filter(pk=row.pk).delete()


def _close_same_corrections(kept: Person, merged: Person, *, at: datetime) -> None:
    """Two open requests about one field become one: the kept row's."""
    open_ = CorrectionRequest.objects.filter(state=CorrectionState.OPEN)
    fields = open_.filter(person=kept).values_list("field", flat=True)
    for row in open_.filter(person=merged, field__in=list(fields)):
        row.state, row.answered_at = CorrectionState.WITHDRAWN, at
        row.answer = _("Ditarik karena data ganda digabung; permintaan yang sama ada pada data yang dipertahankan.")
        row.save()


def _fill(kept: Person, merged: Person) -> None:
    for field in FILLED:
        if not getattr(kept, field):
            setattr(kept, field, getattr(merged, field))
    user, merged.user = merged.user, None
    merged.merged_into = kept
    merged.save()
    if kept.user is None:
        kept.user = user
    kept.version += 1
    kept.save()


def _retire(pairs: Mapping[Practitioner, Practitioner]) -> None:
    """The merged practitioner gives up its STR, which is unique; the kept one takes it where it has none."""
    for old, new in pairs.items():
        facts = {name: getattr(old, name) for name in STR_FIELDS}
        old.merged_into, old.str_number, old.str_lifetime = new, "", False
        old.str_issued_on = old.str_valid_until = None
        old.save()
        if not new.str_number and facts["str_number"]:
            for name, value in facts.items():
                setattr(new, name, value)
        new.version += 1
        new.save()


def history(person: Person) -> list[dict[str, Any]]:
    """Return the merges this row kept or was merged by, newest first."""
    rows = PersonMerge.objects.filter(models.Q(kept=person) | models.Q(merged=person)).select_related(
        "kept", "merged", "merged_by"
    )
    return [{"row": row, "is_kept": row.kept_id == person.pk} for row in rows]
