"""Trace of public checks: what was asked and answered, never who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.enums import CheckMethod, Verdict


class LetterCheck(models.Model):
    """One look at the check page or API. Holds no address and no account."""

    letter = models.ForeignKey("letters.Letter", on_delete=models.CASCADE, null=True, related_name="checks")
    method = models.CharField(_("cara"), max_length=10, choices=CheckMethod.choices)
    verdict = models.CharField(_("jawaban"), max_length=12, choices=Verdict.choices)
    matched = models.BooleanField(_("isi cocok"), null=True)
    at = models.DateTimeField(_("waktu"), db_index=True)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("pemeriksaan surat")
        verbose_name_plural = _("pemeriksaan surat")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verdict}"
