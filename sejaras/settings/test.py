"""Tests: fixed keys, quick hashes, mail and messages in memory. `TEST_DATABASE_URL` chooses PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from sejaras.settings.base import *
from sejaras.settings.environment import broker_url, env, postgresql, sqlite

# Synchronous Playwright keeps a loop in the test's own thread (UX.md section 9).
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
DEMO = True
SCANNER = "none"
SECRET_KEY = "test-secret-key-0123456789-0123456789-0123456789-0123456789"
SALT_KEY = ["test-salt-key-0123456789-0123456789-0123456789-0123456789"]
LOOKUP_KEY = "test-lookup-key-0123456789-0123456789-0123456789-0123456789"
LOCAL_SIGNER_PASSPHRASE = "sejaras-demo"
WEBHOOK_LOCAL = True
WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1", "localhost", "*.example"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"

GIVEN_DATA_DIR: str = env.str("TEST_DATA_DIR", default="")  # a worker shares its test's folder
DATA_DIR = Path(GIVEN_DATA_DIR or tempfile.mkdtemp(prefix="sejaras-test-"))
if not GIVEN_DATA_DIR:
    atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
FILES_DIR = DATA_DIR / "files"
INSTALLED_APPS += ["django_linear_migrations"]

TEST_DATABASE_URL: str = env.str("TEST_DATABASE_URL", default="")
DATABASES = {
    "default": postgresql(TEST_DATABASE_URL)
    if TEST_DATABASE_URL
    # A file, not memory: threads and worker processes see the same rows. Durability is not under test.
    else sqlite(Path(env.str("TEST_DATABASE_NAME", default=str(DATA_DIR / "data.sqlite3"))), synchronous="OFF")
    | {"TEST": {"NAME": str(DATA_DIR / "test.sqlite3")}},
}
# On Redis one numbered database per test process.
CACHES["default"]["LOCATION"] = f"{REDIS_URL}?db={env.str('PYTEST_XDIST_WORKER', default='gw0')[2:]}"
if not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_DIR)},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MESSAGE_BACKENDS = ["locmem"]
CELERY_BROKER_URL = broker_url(REDIS_URL, embedded=DATA_DIR / "broker.sqlite3")
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
