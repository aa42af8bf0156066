"""The house rules that no linter checks."""

import ast
import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.test import RequestFactory

from accounts.context_processors import portal

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


def test_no_phone_number_of_a_person_stands_anywhere() -> None:
    """Indonesian mobile numbers begin with 81 to 89; examples and the demo use +62 800 0000."""
    mobile = re.compile(r"(?<![\w./:-])(?:\+?62[ .-]?|0)8[1-9]\d(?:[ .-]?\d{3,4}){2}(?![\w-])")
    texts = [
        path
        for path in tracked()
        if path.suffix in {".py", ".html", ".csv", ".md", ".js", ".json", ".po", ".yaml", ".txt"}
        and path.parts[0] != "requirements"
        and "vendor" not in path.parts
    ]

    assert {str(path): found[0] for path in texts if (found := mobile.search(_text(path)))} == {}


def test_no_lazy_text_is_filled_on_import() -> None:
    """``_("…%(n)s…") % {…}`` outside functions stays in the language of the start; ``core.forms.filled`` does not."""
    code = [path for path in tracked() if path.suffix == ".py" and path.parts[0] not in {"tests", "bench", "bin"}]
    texts = {path: text for path in code if "% {" in (text := _text(path))}

    assert [str(path) for path, text in texts.items() if _fills_on_import(ast.parse(text))] == []


def test_no_page_takes_a_name_of_the_frame() -> None:
    """`person` of a page would stand where the frame shows who is signed in, `read_only` raise its notice."""
    views = [path for path in tracked() if path.suffix == ".py" and "views" in path.parts and "tests" not in path.parts]
    names = re.compile(rf"^\s+(?:{'|'.join(portal(RequestFactory().get('/')))})=", re.MULTILINE)

    assert {str(path): found[0].strip() for path in views if (found := names.search(_text(path)))} == {}


def _fills_on_import(node: ast.AST) -> bool:
    """Whether a translated text is filled with ``%`` anywhere outside of functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    is_filled = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Call)
    if is_filled and getattr(node.left.func, "id", "") in {"_", "gettext_lazy", "pgettext_lazy"}:
        return True
    return any(_fills_on_import(child) for child in ast.iter_child_nodes(node))


def _text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="ignore")


def test_image_holds_every_app() -> None:
    kept = {line[1:] for line in _text(Path(".dockerignore")).splitlines() if line.startswith("!")}

    assert {path.parent.name for path in ROOT.glob("*/apps.py")} - kept == set()
