"""The import contracts cover every app: a door that exists is a door that is guarded."""

import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOORS = ("views", "api", "forms", "tasks", "receivers")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
APPS = [name for name in settings.LOCAL_APPS if name != "core"]


def existing_doors() -> set[str]:
    paths = {f"{app}.{door}": ROOT / app / door for app in APPS for door in DOORS}
    return {
        name for name, path in paths.items() if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
    }


def test_every_door_is_protected() -> None:
    protected = {
        module for contract in CONTRACTS if contract["type"] == "protected" for module in contract["protected_modules"]
    }

    assert protected == existing_doors()


def test_every_app_has_its_inner_layers_checked() -> None:
    inner = {name for contract in CONTRACTS for name in contract.get("containers", [])}

    assert inner == set(settings.LOCAL_APPS)
