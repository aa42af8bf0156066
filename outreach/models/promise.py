"""What is promised, and which Puskesmas keeps the promise where. Both are data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Promise(models.Model):
    """The promise from a day on. A pickup keeps the one it was reported under."""

    valid_from = models.DateField(_("berlaku mulai"), primary_key=True)
    limit_minutes = models.PositiveSmallIntegerField(_("batas tiba (menit)"))
    warning_minutes = models.PositiveSmallIntegerField(_("peringatan dini (menit)"))
    item = models.CharField(_("santunan"), max_length=60)
    kilograms = models.PositiveSmallIntegerField(_("jumlah (kg)"))
    handover_hours = models.PositiveSmallIntegerField(_("batas penyerahan (jam)"))
    duplicate_hours = models.PositiveSmallIntegerField(_("jarak permintaan ganda (jam)"))
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        ordering = ("valid_from",)
        verbose_name = _("janji layanan jemput")
        verbose_name_plural = _("janji layanan jemput")

    def __str__(self) -> str:
        return f"{self.limit_minutes} {self.valid_from}"


class ServiceArea(models.Model):
    """The Puskesmas that serves a village."""

    region = models.OneToOneField(
        "accounts.Region", on_delete=models.PROTECT, primary_key=True, related_name="+", verbose_name=_("kelurahan")
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("Puskesmas")
    )

    class Meta:
        ordering = ("region",)
        verbose_name = _("wilayah layanan jemput")
        verbose_name_plural = _("wilayah layanan jemput")

    def __str__(self) -> str:
        return f"{self.region_id} {self.office_id}"
