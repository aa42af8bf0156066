"""Which static files are collected, and how they are kept."""

from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesConfig(StaticFilesConfig):
    """Leaves out what packages ship for pages the portal does not have."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "django_htmx", "oauth2_provider"]


class QuickManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Hashed names and gzip. Brotli, a few per cent smaller, would be half of the time of a first start."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Whitenoise's compressor without Brotli."""
        return Compressor(use_brotli=False, **kwargs)
