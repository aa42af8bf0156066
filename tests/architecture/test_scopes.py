"""What a person may see is found without joining many rows to one, so that no page needs DISTINCT.

DISTINCT over what a page shows, fourteen tables of it, takes PostgreSQL a third of a second to plan.
"""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import QuerySet
from django.db.models.sql.datastructures import Join

from accounts.enums import Role
from accounts.rules import Post, Viewer, matrix

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
SCOPED = sorted(
    (model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")),
    key=lambda model: str(model._meta.label),
)


def actions_of(role: str) -> list[str]:
    """One action for each letter and flag this role has somewhere in the matrix."""
    found: dict[Any, str] = {}
    for action, row in matrix().items():
        if row[role].allows:
            found.setdefault(row[role].scope, action)
    return list(found.values())


def asked(model: Any, role: Role) -> Iterator[QuerySet[Any]]:
    """What that role sees of a model, by its own rows of the matrix where the model asks for one."""
    user = SimpleNamespace(viewer=Viewer(1, (Post(role.value, 1, "16.74"),)), is_authenticated=True, pk=1)
    manager = model._default_manager
    names = list(inspect.signature(manager.all().visible_to).parameters)
    if names[1:] and names[1].startswith("action"):
        for action in actions_of(role.value):
            # A queryset is shared by models; not each of them has what another's row of the matrix looks at.
            with suppress(FieldError):
                yield manager.all().visible_to(user, action)
    else:
        yield manager.all().visible_to(user)


def joins_many(rows: QuerySet[Any]) -> list[str]:
    """Names of the relations of a statement that lead from one row to many."""
    joins = [each for each in rows.query.alias_map.values() if isinstance(each, Join)]
    return [str(join.join_field) for join in joins if join.join_field.one_to_many or join.join_field.many_to_many]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_a_scope_never_makes_one_row_two(model: Any):
    found = {(role.value, *joins_many(rows)) for role in Role for rows in asked(model, role) if joins_many(rows)}

    assert found == set()


def test_a_relation_to_many_is_seen():
    model = apps.get_model("licensing", "Application")

    assert len(joins_many(model.objects.filter(events__action="submit"))) == 1
    assert len(SCOPED) > 15
