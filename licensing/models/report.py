"""Complaints and anonymous reports about money, hidden from the officers they concern."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField, EncryptedTextField
from licensing.enums import ReportKind


class PublicReport(models.Model):
    """A complaint or an integrity report; the name may stay empty."""

    number = models.CharField(_("nomor"), max_length=16, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=ReportKind.choices)
    application_number = models.CharField(_("nomor permohonan"), max_length=16, blank=True, default="")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(_("isi"))
    # An encrypted column stores an empty text as NULL: nobody has to leave a contact.
    contact = EncryptedCharField(_("kontak"), max_length=255, null=True, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")

    def __str__(self) -> str:
        return self.number
