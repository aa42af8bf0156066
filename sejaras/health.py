"""`/healthz/live` and `/healthz/ready`: is the process up, and may people be sent to it.

Readiness names each part that is not ready: database, migrations, reference data, worker, fonts, storage.
"""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import heartbeat

WORKER_SILENCE = timedelta(minutes=3)
LETTER_FONTS = ("TeX Gyre Bonum", "Liberation Sans")
REFERENCE_MODELS = ("accounts.Region", "licensing.RecommendationType", "licensing.Requirement")


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; looks at nothing else."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when every part is ready, else 503; the body says which is not."""
    parts = {name: _holds(check) for name, check in CHECKS.items()}
    is_ready = all(parts.values())
    body = {"status": "ready" if is_ready else "not_ready", "parts": parts}
    return JsonResponse(body, status=200 if is_ready else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def database() -> bool:
    """A query comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations() -> bool:
    """Every migration of this code is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def reference_data() -> bool:
    """Regions, recommendation types and requirements are loaded."""
    return all(apps.get_model(label).objects.exists() for label in REFERENCE_MODELS)


def worker() -> bool:
    """The worker gave a sign of life lately. A row, because `inspect ping` needs Redis."""
    return heartbeat.is_alive(WORKER_SILENCE)


@lru_cache(maxsize=1)
def fonts() -> bool:
    """The letters' typefaces are installed: without them letters change their look with no error."""
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return all(font in listed for font in LETTER_FONTS)


def storage() -> bool:
    """A file can be written, read and removed."""
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    probe = settings.FILES_DIR / f".ready-{uuid4().hex}"
    probe.write_bytes(b"ready")
    content = probe.read_bytes()
    probe.unlink()
    return content == b"ready"


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database,
    "migrations": migrations,
    "reference_data": reference_data,
    "worker": worker,
    "fonts": fonts,
    "storage": storage,
}
