"""NOTICE: every locked package and vendored file with its licence, from lock files and metadata.

Writes NOTICE; with `--check` prints what differs and exits 1.
"""

import difflib
import re
import sys
from importlib.metadata import metadata
from pathlib import Path

from locks import LAYERS, pins

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "static" / "vendor" / "VERSIONS.txt"

# What the metadata does not say, or belongs to packages that a development environment does not install.
STATED = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT; carries axe-core, MPL-2.0",
    "boto3": "Apache-2.0",
    "botocore": "Apache-2.0",
    "django-storages": "BSD-3-Clause",
    "jmespath": "MIT",
    "s3transfer": "Apache-2.0",
}
HEAD = """SEJARAS
Notices of third parties

Written by `make notice` from requirements/*.txt and static/vendor/VERSIONS.txt. Do not edit by hand.
"""
DATA = """
Typefaces used in letters, installed from the distribution
  TeX Gyre Bonum    GUST Font License
  Liberation Sans   SIL Open Font License 1.1

Data
  Holidays of `accounts/reference/holidays.csv`: seeded from the `holidays` package (MIT)
  and the yearly joint decrees.
"""
SHORT = 100


def licence(name: str) -> str:
    """The licence of an installed package in a few words."""
    if name in STATED:
        return STATED[name]
    facts = metadata(name)
    expression: str | None = facts.get("License-Expression")
    if expression:
        return expression
    classes = [line.split(" :: ")[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    text = " or ".join(name for name in classes if name != "OSI Approved") or facts.get("License") or "see package"
    return re.sub(r"\s+", " ", text.splitlines()[0])[:SHORT]


def text() -> str:
    """The whole NOTICE."""
    parts = [HEAD]
    seen: set[str] = set()
    for layer in LAYERS:
        new = {name: version for name, version in pins(layer).items() if name not in seen}
        seen |= new.keys()
        parts.append(f"\nPackages of requirements/{layer}.txt\n")
        parts += [f"  {name:<32} {version:<18} {licence(name)}\n" for name, version in sorted(new.items())]
    parts.append("\nFiles in static/vendor/\n")
    rows = [line.split() for line in VENDORED.read_text().splitlines()[1:]]
    parts += [f"  {row[3]:<51} {row[1]:<18} {row[2]}\n" for row in rows]
    parts.append(DATA)
    return "".join(parts)


if __name__ == "__main__":
    path = ROOT / "NOTICE"
    wanted = text()
    if "--check" not in sys.argv:
        path.write_text(wanted)
        sys.exit()
    current = path.read_text() if path.is_file() else ""
    difference = difflib.unified_diff(current.splitlines(), wanted.splitlines(), "NOTICE", "lock files", lineterm="")
    print("\n".join(list(difference)[:40]))
    sys.exit(current != wanted)
