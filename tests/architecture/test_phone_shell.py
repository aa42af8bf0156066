"""What the phone keeps for where there is no signal: nothing missing, nothing that is not there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse

from inspections.views.phone import HASHED, IMPORTED, PhoneShellView
from outreach.views import calls

pytestmark = pytest.mark.unit

IMPORT = re.compile(r'^(?:import|export)\b[^;"]*"(\.[^"]+)"', re.MULTILINE)
SHELL = Path(__file__).resolve().parents[2] / "templates" / PhoneShellView.template_name


def source(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), f"{name} is kept by the phone and does not exist"
    return Path(found)


def imported_by(*names: str) -> set[str]:
    """Every module these modules import, and what those import."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        for step in IMPORT.findall(source(name).read_text()):
            parts: list[str] = []
            for part in (*name.split("/")[:-1], *step.split("/")):
                parts = parts[:-1] if part == ".." else [*parts, part] if part != "." else parts
            if (module := "/".join(parts)) not in found:
                found.add(module)
                waiting.append(module)
    return found


def named_by_shell() -> set[str]:
    return set(re.findall(r"\{% static '([^']+)' %\}", SHELL.read_text()))


@pytest.mark.parametrize("name", sorted({*HASHED, *IMPORTED, "offline/worker.js", *calls.HASHED, *calls.IMPORTED}))
def test_every_file_the_phone_keeps_exists(name: str) -> None:
    assert source(name).is_file()


def test_what_modules_of_the_shell_import_is_kept_and_nothing_else() -> None:
    scripts = [name for name in named_by_shell() if name.endswith(".js")]

    assert scripts
    assert imported_by(*scripts) == set(IMPORTED)
    assert len(IMPORTED) == len(set(IMPORTED))


def test_what_the_shell_names_is_kept() -> None:
    assert named_by_shell() <= set(HASHED)


def test_what_modules_of_the_pick_up_pages_import_is_kept_and_nothing_else() -> None:
    assert imported_by("js/portal.js", "outreach/report.js", "outreach/steps.js") == set(calls.IMPORTED)


@pytest.mark.parametrize(
    ("worker", "hashed", "imported"),
    [("phone_worker", HASHED, IMPORTED), ("pickup_worker", calls.HASHED, calls.IMPORTED)],
)
def test_worker_keeps_files_under_the_names_production_gives_them(
    worker: str, hashed: tuple[str, ...], imported: tuple[str, ...], settings: Any
) -> None:
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    names = {name: name.replace(".", ".5ec7a1.", 1) for name in hashed}
    staticfiles_storage.hashed_files = names  # goes with the storage when the settings return

    script = Client().get(reverse(worker)).text

    kept = [*names.values(), *imported]
    assert [name for name in kept if f'"{settings.STATIC_URL}{name}"' not in script.replace("\\u002D", "-")] == []
