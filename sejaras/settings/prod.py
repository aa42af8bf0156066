"""Production: HTTPS only, keys from the environment, no demo. Refuses to start otherwise."""

from django.core.exceptions import ImproperlyConfigured

from sejaras.settings.base import *
from sejaras.settings.environment import env, flag, postgresql_for_migrations, unsafe_in_production
from sejaras.settings.log_lines import logging_config

if reasons := unsafe_in_production(globals()):
    message = "Production settings refuse to start: " + "; ".join(reasons)
    raise ImproperlyConfigured(message)

DEBUG = False
# `migrate --database owner`: the role of web and worker may not change the audit table, so it may not own it.
DATABASE_OWNER_URL: str = env.str("DATABASE_OWNER_URL", default="")
DATABASE_APP_ROLE: str = env.str("DATABASE_APP_ROLE", default="")
if DATABASE_OWNER_URL:
    DATABASES["owner"] = postgresql_for_migrations(DATABASE_OWNER_URL)
# The reverse proxy ends TLS and sets this header; it must drop the same header from clients.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), json=flag("LOG_JSON", default=True))
