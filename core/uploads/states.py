"""The life of an uploaded file as its owner and an officer see it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    PENDING_SCAN = "pending_scan", _("Sedang diperiksa")
    CLEAN = "clean", _("Siap")
    REFUSED = "refused", _("Ditolak")
