"""Project package: settings, URL roots, the Celery application."""

from sejaras.celery import app as celery_app

__all__ = ["celery_app"]
