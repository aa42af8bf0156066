"""Texts: `locale/en` holds every text of the code, and each has its English.

Prints each fault and exits 1. `--write` collects the texts into `locale/` instead and compiles them.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.core.management.commands import makemessages
from django.test.utils import override_settings

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Path("en/LC_MESSAGES/django.po")
NOT_OURS = [".venv/*", "var/*", "tests/*", "bench/*", "bin/*", "static/*", "docs/*", "build/*"]
SHOWN = 20


class Collect(makemessages.Command):
    """Writes into the first of LOCALE_PATHS; Django's own command prefers the `locale` of the place it runs in.

    Without guesses: a translation borrowed from a similar text is a wrong one.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    # `gettext as _now` stands beside a lazy `_` in one module.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]

    def find_files(self, root: str) -> list[Any]:
        files: list[Any] = super().find_files(root)
        for file in files:
            file.locale_dir = self.default_locale_path
        return files


def collect(folder: Path) -> None:
    """Run `makemessages` into `folder`."""
    (folder / CATALOG).parent.mkdir(parents=True, exist_ok=True)
    with override_settings(LOCALE_PATHS=[str(folder)]):
        call_command(
            Collect(),
            locale=["en"],
            ignore_patterns=NOT_OURS,
            no_obsolete=True,
            no_wrap=True,
            add_location="file",
            verbosity=0,
            stdout=io.StringIO(),
        )


def read(path: Path) -> Catalog:
    """The catalog at `path`; an empty one when the file is missing."""
    if not path.is_file():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def ids(catalog: Catalog) -> set[tuple[str, str]]:
    """Every text with its context."""
    found = [(message.id, message.context or "") for message in catalog if message.id]
    return {(text[0] if isinstance(text, (list, tuple)) else text, context) for text, context in found}


def faults() -> Iterator[str]:
    """What the committed catalog lacks, has too much, or does not translate."""
    committed = read(ROOT / "locale" / CATALOG)
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(ROOT / "locale", scratch, dirs_exist_ok=True)
        collect(Path(scratch))
        current = ids(read(Path(scratch) / CATALOG))
    for text, _context in sorted(current - ids(committed)):
        yield f"not collected (make messages): {text[:90]!r}"
    for text, _context in sorted(ids(committed) - current):
        yield f"no longer in the code (make messages): {text[:90]!r}"
    for message, wrong in committed.check():
        if not message.fuzzy:
            yield from (f"{str(message.id)[:90]!r}: {error}" for error in wrong)
    for message in committed:
        texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            yield f"no English: {str(message.id)[:90]!r}"


def write() -> None:
    """Collect into `locale/` and compile."""
    collect(ROOT / "locale")
    path = ROOT / "locale" / CATALOG
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "sejaras.settings.test"
    django.setup()
    if "--write" in sys.argv:
        write()
        sys.exit()
    found = list(faults())
    print("\n".join(found[:SHOWN]))
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN} more")
    sys.exit(bool(found))
