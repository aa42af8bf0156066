"""The house rules that no linter checks."""

import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
EMPTY_NAMES = {"utils", "helpers", "misc", "services", "common", "manager2"}
TOP_LEVEL = {
    ".ci", ".dockerignore", ".env.example", ".gitignore", "Dockerfile", "Makefile", "NOTICE", "README.md",
    "accounts", "bench", "bin", "core", "docker-compose.yml", "docs", "facilities", "inspections", "letters",
    "licensing", "locale", "manage.py", "outreach", "pyproject.toml", "requirements", "sejaras", "spm", "static",
    "templates", "tests", "workforce",
}  # fmt: skip


def tracked() -> list[Path]:
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in answer.stdout.split("\0") if name]


def test_nothing_stands_at_the_top_without_need() -> None:
    assert {path.parts[0] for path in tracked()} - TOP_LEVEL == set()


def test_every_module_says_what_it_decides() -> None:
    assert [str(path) for path in tracked() if path.stem in EMPTY_NAMES] == []


def test_no_file_names_a_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:home|root|Users|work|farm)/[A-Za-z.]")
    texts = [path for path in tracked() if path.suffix in {".py", ".toml", ".txt", ".md", ".sh", ".yml", ".html", ""}]

    assert [str(path) for path in texts if (ROOT / path).is_file() and machine.search(_text(path))] == []


def _text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="ignore")
