"""What every environment shares. Deadlines and validity periods are data, never settings."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sejaras.settings.environment import broker_options, broker_url, env, flag, folder, one_of, postgresql, sqlite
from sejaras.settings.log_lines import logging_config
from sejaras.settings.schedule import SCHEDULE

# Lets `FormView[Form]` stand in code: Django's own classes are not generic at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = folder("DATA_DIR", default=BASE_DIR / "var")

DEBUG = flag("DEBUG", default=False)
DEMO = flag("DEMO", default=False)

# --- keys ---
SECRET_KEY: str = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# Newest first: encrypted columns are written with the first and read with any.
SALT_KEY: list[str] = env.list("SALT_KEY", default=[""])
# Keyed hashes of NIK, phone and e-mail; changing it means recomputing the look-up columns.
LOOKUP_KEY: str = env.str("LOOKUP_KEY", default="")
LOOKUP_KEY_FALLBACKS: list[str] = env.list("LOOKUP_KEY_FALLBACKS", default=[])

# --- hosts ---
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Canonical address for links in letters, QR codes and messages; never taken from a request.
SITE_URL: str = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}").rstrip("/")

# --- applications ---
LOCAL_APPS = ["core", "accounts", "letters", "facilities", "workforce", "inspections", "licensing", "spm", "outreach"]
INSTALLED_APPS = [
    *LOCAL_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "sejaras.static_files.PortalStaticFilesConfig",
    "django.forms",
    "rest_framework",
    "django_filters",
    "oauth2_provider",
    "drf_spectacular",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "phonenumber_field",
    "rules.apps.AutodiscoverRulesConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "core.middleware.RequestIdMiddleware",
    "core.middleware.UnavailableMiddleware",
    "core.middleware.PlainAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActiveRoleMiddleware",
    "accounts.middleware.PolicyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.NoStoreMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "sejaras.urls"
WSGI_APPLICATION = "sejaras.wsgi.application"
ASGI_APPLICATION = "sejaras.asgi.application"
FORM_RENDERER = "core.forms.SejarasRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Index columns beside the key serve PostgreSQL; SQLite goes without them, knowingly.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.portal",
            ],
        },
    }
]

# --- data ---
DATABASE_URL: str = env.str("DATABASE_URL", default="")
DATABASES: dict[str, dict[str, Any]] = {
    "default": postgresql(DATABASE_URL) if DATABASE_URL else sqlite(DATA_DIR / "sejaras.sqlite3"),
}
REDIS_URL: str = env.str("REDIS_URL", default="")
# Throttle counters and short-lived pages only. Nothing that must survive lives in a cache.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 3_000},  # beyond it any third is thrown away, counts of tries as well
    }
}
FILES_DIR = DATA_DIR / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=10 * 1024 * 1024)
SCANNER = one_of("SCANNER", choices=("none", "clamd"), default="clamd")
CLAMD_SOCKET: str = env.str("CLAMD_SOCKET", default="/run/clamav/clamd.ctl")

# --- people ---
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "session_create"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DB_FORMAT = "E164"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sejaras.errors.csrf_failure"
LANGUAGE_COOKIE_SAMESITE = "Lax"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Username *and* address, or anyone could lock out the head of office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# A keyed hash of the contact: the lists of failures hold no phone number and no e-mail.
AXES_USERNAME_CALLABLE = "accounts.domain.sessions.lockout_key"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "ip_address"]

# --- language and time ---
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True  # instants are stored in UTC; an office shows them in its own zone
TIME_ZONE: str = env.str("TIME_ZONE", default="Asia/Jakarta")

# --- static files and headers ---
STATIC_URL = "/static/"
STATIC_ROOT = folder("STATIC_ROOT", default=DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Not FILE_UPLOAD_PERMISSIONS: it binds static files too, which one user collects and another serves.
        "OPTIONS": {"location": str(FILES_DIR), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not `no-referrer`: browsers then send `Origin: null` with our own forms, and the CSRF check refuses every one.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}

# --- interface for agencies ---
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "oauth2_provider.contrib.rest_framework.OAuth2Authentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.parsers.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["core.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.Schema",
    "EXCEPTION_HANDLER": "core.problems.exception_handler",
    "PAGE_SIZE": 25,
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": "120/min",
        "user": "600/min",
        "track": "20/min",
        "verify": "60/min",
        "token": "60/min",
        "register": "60/min",
        "export": "60/hour",
    },
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DATETIME_FORMAT": "iso-8601",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "SEJARAS",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.api.schema.add_habits",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ApplicationStateEnum": "licensing.enums.State",
        "ApplicationActionEnum": "licensing.enums.Action",
        "ApplicationKindEnum": "licensing.enums.ApplicationKind",
        "ClockNameEnum": "licensing.enums.ClockName",
        "ClockStateEnum": "licensing.enums.ClockState",
        "DocumentStateEnum": "licensing.enums.DocumentState",
        "FilingStateEnum": "licensing.enums.FilingState",
        "FilingModeEnum": "licensing.enums.FilingMode",
        "FilingCreatingEnum": "licensing.enums.CREATING",
        "FilingOutcomeEnum": "licensing.enums.FilingOutcome",
        "FindingLevelEnum": "licensing.enums.FindingLevel",
        "HolderEnum": "licensing.enums.Holder",
        "LetterStateEnum": "letters.enums.LetterState",
        "LetterStatusEnum": "letters.enums.Verdict",
        "LicenceStateEnum": "licensing.enums.LicenceState",
        "LicenceReadingEnum": "licensing.domain.licences.standing.ON_A_DAY",
        "VisitConclusionEnum": "inspections.enums.VisitConclusion",
        "VisitFindingStateEnum": "inspections.enums.FindingState",
        "VisitKindEnum": "inspections.enums.VisitKind",
        "VisitStateEnum": "inspections.enums.VisitState",
        "WebhookMessageStateEnum": "accounts.enums.HookState",
        "WebhookOffReasonEnum": "accounts.enums.OffReason",
        "PickupKindEnum": "outreach.enums.PickupKind",
        "PickupStateEnum": "outreach.enums.PickupState",
        "RequirementKindEnum": "licensing.enums.RequirementKind",
    },
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "OAUTH2_FLOWS": ["clientCredentials"],
    "OAUTH2_TOKEN_URL": "/oauth/token/",
}
# Lists that a system asks for again are answered by one statement, on PostgreSQL (core/hot_reads.py).
HOT_READS: bool = flag("HOT_READS", default=True)
SCOPES = {
    "applications:read": _("Membaca permohonan"),
    "applications:write": _("Membuat dan memproses permohonan"),
    "applications:act": _("Bertindak atas permohonan sebagai petugas"),
    "letters:read": _("Membaca surat"),
    "workforce:read": _("Membaca data tenaga kesehatan"),
    "facilities:read": _("Membaca data fasilitas"),
    "licences:read": _("Membaca izin"),
    "licences:act": _("Mengubah status izin"),
    "hlc:read": _("Membaca cakupan tenaga berizin"),
    "inspections:read": _("Membaca pemeriksaan"),
    "spm:read": _("Membaca data SPM"),
    "spm:write": _("Mengisi data SPM"),
    "outreach:read": _("Membaca layanan jemput"),
    "outreach:write": _("Mengisi layanan jemput"),
    "webhooks:manage": _("Mengelola webhook"),
    "fhir:read": _("Membaca data FHIR"),
    "exports:read": _("Mengunduh ekspor"),
}
OAUTH2_PROVIDER: dict[str, Any] = {
    "SCOPES": SCOPES,
    "OAUTH2_VALIDATOR_CLASS": "accounts.api.tokens.TokenRules",
    "DEFAULT_SCOPES": ["applications:read"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "PKCE_REQUIRED": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REQUEST_APPROVAL_PROMPT": "force",
    # RFC 9700: no implicit and no password grant, tokens hashed at rest and never in an address.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
}

# --- messages, signatures ---
MESSAGE_BACKENDS: list[str] = env.list("MESSAGE_BACKENDS", default=["console"])
EMAIL_CONFIG: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND: str = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST: str = EMAIL_CONFIG.get("EMAIL_HOST") or ""
EMAIL_PORT: int = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER: str = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD: str = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS: bool = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="SEJARAS <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
WHATSAPP_API_URL: str = env.str("WHATSAPP_API_URL", default="")
WHATSAPP_TOKEN: str = env.str("WHATSAPP_TOKEN", default="")
WHATSAPP_PHONE_ID: str = env.str("WHATSAPP_PHONE_ID", default="")
# For notices to /kait/whatsapp/: the token we tell Meta, and the app secret that signs each notice.
WHATSAPP_VERIFY_TOKEN: str = env.str("WHATSAPP_VERIFY_TOKEN", default="")
WHATSAPP_APP_SECRET: str = env.str("WHATSAPP_APP_SECRET", default="")
# Hosts that other systems' webhooks may name: `kota.example`, `*.go.id` for all below, `*` for every public host.
WEBHOOK_ALLOWED_HOSTS: list[str] = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])
# Lets plain HTTP and this machine itself through; the demo and tests only.
WEBHOOK_LOCAL: bool = flag("WEBHOOK_LOCAL", default=False)
SIGNER = one_of("SIGNER", choices=("local", "bsre"), default="local")
# The one passphrase of the trial certificates. BSrE asks each signer for their own.
LOCAL_SIGNER_PASSPHRASE: str = env.str("LOCAL_SIGNER_PASSPHRASE", default="")
BSRE_URL: str = env.str("BSRE_URL", default="")
BSRE_USER: str = env.str("BSRE_USER", default="")
BSRE_PASSWORD: str = env.str("BSRE_PASSWORD", default="")

# SATUSEHAT, the platform of the Ministry of Health; off while any of the first four is empty (docs/how-to).
SATUSEHAT_URL: str = env.str("SATUSEHAT_URL", default="")
SATUSEHAT_CLIENT_ID: str = env.str("SATUSEHAT_CLIENT_ID", default="")
SATUSEHAT_CLIENT_SECRET: str = env.str("SATUSEHAT_CLIENT_SECRET", default="")
SATUSEHAT_ORGANIZATION: str = env.str("SATUSEHAT_ORGANIZATION", default="")
# Of organization, location, practitioner. The last sends the NIK of each practitioner there, to learn the number.
SATUSEHAT_KINDS: list[str] = env.list("SATUSEHAT_KINDS", default=["organization", "location"])

# --- background work: SECURITY section 2, asserted by tests/architecture/test_celery_settings.py ---
CELERY_BROKER_URL = broker_url(REDIS_URL, embedded=DATA_DIR / "broker.sqlite3")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(REDIS_URL, worker=False)
WORKER_BROKER_TRANSPORT_OPTIONS = broker_options(REDIS_URL, worker=True)
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0.2,
    "interval_step": 0,
    "interval_max": 0.2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "sweeps"
TASK_QUEUES = ("letters", "messages", "webhooks", "imports", "sweeps")
CELERY_TASK_QUEUES = {name: {"exchange": name, "routing_key": name} for name in TASK_QUEUES}
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- logs ---
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), json=flag("LOG_JSON", default=False))
LOGGING_CONFIG = "sejaras.settings.log_lines.configure"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_USER_ID_FIELD = "public_id"
