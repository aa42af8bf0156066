"""Foreign keys follow the direction of imports. Strings hide them from the import linter."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

# From the top: an app may hold keys to those right of it. `licensing`, `spm` and `outreach` stand side by side.
LAYERS = (
    ("licensing", "spm", "outreach"),
    ("inspections",),
    ("workforce",),
    ("facilities",),
    ("letters",),
    ("accounts",),
    ("core",),
)
HEIGHT = {app: -level for level, row in enumerate(LAYERS) for app in row}


def own_keys() -> list[Field]:
    models = [model for app in HEIGHT for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return [field for model in models for field in model._meta.local_fields if field.is_relation]


def test_every_local_app_has_a_place_in_the_layers() -> None:
    assert set(HEIGHT) == set(settings.LOCAL_APPS)


@pytest.mark.parametrize("key", own_keys(), ids=str)
def test_foreign_key_points_down(key: Field) -> None:
    target = key.related_model._meta
    upward = HEIGHT.get(target.app_label, -99) > HEIGHT[key.model._meta.app_label]

    assert not upward or target.label == settings.AUTH_USER_MODEL


@pytest.mark.parametrize("key", own_keys(), ids=str)
def test_foreign_key_does_not_point_sideways(key: Field) -> None:
    own, other = key.model._meta.app_label, key.related_model._meta.app_label

    assert own == other or HEIGHT.get(other) != HEIGHT[own]
