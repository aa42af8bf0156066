"""Structured log lines: one event each, with a request id, redacted before anything is written."""

import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.utils.module_loading import import_string

REDACTOR = "core.redaction.redact_processor"


def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask NIK, phones, mails and tokens. Imported on first use: settings load before the apps do."""
    masked: MutableMapping[str, Any] = import_string(REDACTOR)(logger, method, event)
    return masked


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(*, level: str, json: bool) -> dict[str, Any]:
    """Django's `LOGGING`: everything to standard error, as JSON or as readable lines."""
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            # django-structlog writes one line per request already.
            "django.request": {"level": "CRITICAL"},
            "weasyprint": {"level": "ERROR"},
            # It writes whole addresses, which may hold a secret of the other side.
            "httpx": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "pyhanko": {"level": "WARNING"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Install `config` and point structlog at the same handlers."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
