"""Uploaded documents; old versions stay. Only a clean copy is ever served."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from licensing.enums import DocumentState


class Document(models.Model):
    """One version of the file for one requirement; the current one has `superseded_at` null."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="documents")
    requirement_code = models.CharField(_("persyaratan"), max_length=40)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    display_name = models.CharField(_("nama berkas"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=12, choices=DocumentState.choices, default=DocumentState.PENDING)
    refusal_code = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    stored_name = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    unscanned = models.BooleanField(_("tanpa pindai virus"), default=False)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("application", "requirement_code", "-version")
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")
        constraints = [
            models.UniqueConstraint(
                fields=("application", "requirement_code", "version"), name="document_version_unique"
            ),
            models.UniqueConstraint(
                fields=("application", "requirement_code"),
                condition=models.Q(superseded_at__isnull=True),
                name="document_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_code} v{self.version}"
