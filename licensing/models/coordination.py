"""A question to an outside body, answered by a limited link that opens this file only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id


class Coordination(models.Model):
    """One coordination request with its own clock (`coordination`)."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="coordinations")
    partner_name = models.CharField(_("instansi"), max_length=150)
    partner_title = models.CharField(_("pejabat tujuan"), max_length=150)
    partner_email = models.EmailField(_("pos-el instansi"))
    questions = models.JSONField(_("pertanyaan"), default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_expires_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="")
    answer_favourable = models.BooleanField(_("mendukung"), null=True, blank=True)
    answer_number = models.CharField(_("nomor jawaban"), max_length=80, blank=True, default="")
    answer_date = models.DateField(_("tanggal jawaban"), null=True, blank=True)
    answered_by_name = models.CharField(_("dijawab oleh"), max_length=120, blank=True, default="")
    answer_document = models.ForeignKey(
        "licensing.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("application", "asked_at")
        verbose_name = _("koordinasi")
        verbose_name_plural = _("koordinasi")

    def __str__(self) -> str:
        return f"{self.application_id} {self.partner_name}"
