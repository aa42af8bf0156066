"""The row that is locked while a number is taken: never a database sequence, which leaves gaps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberCounter(models.Model):
    """Last number taken in one series of one office in one local calendar year."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(_("seri"), max_length=30)
    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("pencacah nomor")
        verbose_name_plural = _("pencacah nomor")
        constraints = [
            models.UniqueConstraint(fields=("office", "series", "year"), name="counter_office_series_year_unique")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.series} {self.year}: {self.last}"
