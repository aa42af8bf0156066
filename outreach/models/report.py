"""The monthly report of one Puskesmas as a letter."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthReport(models.Model):
    """A sealed report of a month; a later one for the same month replaces it, both stay. `asked_by` None is beat."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("bulan"))
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, related_name="pickup_report")
    as_of = models.DateTimeField(_("keadaan data"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-month", "-as_of", "-pk")
        verbose_name = _("laporan bulanan jemput")
        verbose_name_plural = _("laporan bulanan jemput")
        indexes = [models.Index(fields=("office", "month"), name="pickup_report_month")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month:%Y-%m}"
