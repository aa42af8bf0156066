"""A person's own machine and `make run`: the demo city, embedded database and broker, plain HTTP."""

from importlib.util import find_spec

from sejaras.settings.base import *
from sejaras.settings.environment import env, flag, one_of, own_keys

DEMO = flag("DEMO", default=True)
WEBHOOK_LOCAL = flag("WEBHOOK_LOCAL", default=DEMO)
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEMO else [])
SCANNER = one_of("SCANNER", choices=("none", "clamd"), default="none" if DEMO else "clamd")
KEYS = own_keys(DATA_DIR / "secret")
SECRET_KEY = KEYS["SECRET_KEY"]
SALT_KEY = KEYS["SALT_KEY"].split(",")
LOOKUP_KEY = KEYS["LOOKUP_KEY"]
LOCAL_SIGNER_PASSPHRASE = env.str("LOCAL_SIGNER_PASSPHRASE", default="sejaras-demo")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])

STORAGES["staticfiles"] = {"BACKEND": "sejaras.static_files.QuickManifestStorage"}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
if find_spec("django_linear_migrations"):  # a development package: keeps migrations in one line
    INSTALLED_APPS += ["django_linear_migrations"]
