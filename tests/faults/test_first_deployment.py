"""What the image and docker-compose.yml do on their first day, with two database roles and another user's files."""

import os
import secrets
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.faults.load import beside
from tests.processes import ROOT, database_place

pytestmark = [pytest.mark.worker, pytest.mark.django_db]

APP_ROLE = "sejaras_app_first"
ASK = """
from django.test import Client
answer = Client().get("/", secure=True, headers={"host": "portal.example"})
print(answer.status_code, "/static/" in answer.content.decode())
"""


@pytest.fixture
def production(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the `migrate` service: a new database, its owner, and the portal's own role."""
    server = connection.settings_dict
    name, password = "sejaras_first_deployment", secrets.token_hex(8)
    control = beside(dbname="postgres")
    control.autocommit = True
    with control.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        cursor.execute(f"CREATE ROLE {APP_ROLE} LOGIN PASSWORD '{password}'")
    place = database_place(name)
    yield {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sejaras.settings.prod",
        **{key: secrets.token_urlsafe(50) for key in ("SECRET_KEY", "SALT_KEY", "LOOKUP_KEY")},
        "LOCAL_SIGNER_PASSPHRASE": secrets.token_urlsafe(20),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "DATA_DIR": str(tmp_path / "data"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "DATABASE_URL": f"postgres://{APP_ROLE}:{password}@{place}",
        "DATABASE_OWNER_URL": f"postgres://{server['USER']}:{server['PASSWORD'] or ''}@{place}",
        "DATABASE_APP_ROLE": APP_ROLE,
        "REDIS_URL": settings.REDIS_URL,
    }
    with control.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"DROP ROLE {APP_ROLE}")
    control.close()


def manage(*words: str, **environment: Any) -> str:
    """Run a command of `manage.py` and return what it printed."""
    command = [sys.executable, "manage.py", *words]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return answer.stdout


def test_new_installation_migrates_as_owner_and_serves_as_its_own_role(production):
    manage("migrate", "--noinput", "--verbosity", "0", "--database", "owner", **production)
    manage("load_reference_data", "--verbosity", "0", **production)
    said = manage(
        "appoint_first", "admin", "admin@contoh.example", "Admin Contoh", "--office", "DINKES-1674", **production
    )
    built = {**production, "DJANGO_SETTINGS_MODULE": "sejaras.settings.dev", "DATABASE_URL": ""}
    manage("collectstatic", "--noinput", "--verbosity", "0", **built)

    assert "https://portal.example/lupa-sandi/" in said
    assert manage("shell", "--verbosity", "0", "--command", ASK, **production).splitlines()[-1] == "200 True"
    private = [path for path in Path(production["STATIC_ROOT"]).rglob("*") if not path.stat().st_mode & stat.S_IROTH]
    assert private == [], "files that were collected by root and cannot be read by the portal's user"
