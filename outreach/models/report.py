"""The monthly report of a Puskesmas as a sealed letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthlyReport(models.Model):
    """One sealed report of a month; a later one replaces it, both stay."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("bulan"))
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, related_name="outreach_report")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-month", "-made_at")
        verbose_name = _("laporan layanan jemput")
        verbose_name_plural = _("laporan layanan jemput")

    def __str__(self) -> str:
        return f"{self.office_id} {self.month:%Y-%m}"
