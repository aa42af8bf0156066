"""Summary of coverage for a province and the country, where counting live would read millions of rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import CoverageMeasure


class CoverageKey(models.Model):
    """One figure kept over time: a measure in an area, in one profession or all, of one owner or all.

    `area` is the code of a city or province, empty for the country. Empty `profession` and `ownership` mean all.
    """

    measure = models.CharField(_("ukuran"), max_length=10, choices=CoverageMeasure.choices)
    area = models.CharField(_("wilayah"), max_length=13, blank=True, default="")
    profession = models.CharField(_("profesi"), max_length=40, blank=True, default="")
    ownership = models.CharField(_("kepemilikan"), max_length=12, blank=True, default="")

    class Meta:
        ordering = ("id",)
        verbose_name = _("angka cakupan")
        verbose_name_plural = _("angka cakupan")
        constraints = [
            models.UniqueConstraint(fields=("measure", "area", "profession", "ownership"), name="coverage_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area} {self.profession} {self.ownership}"


class CoverageStep(models.Model):
    """What a figure is from `day` until the day of its next step; days may lie ahead, for ends are known."""

    key = models.ForeignKey("licensing.CoverageKey", on_delete=models.CASCADE, related_name="steps", db_index=False)
    day = models.DateField(_("sejak"))
    obliged = models.IntegerField(_("wajib"))
    held = models.IntegerField(_("lengkap"))
    obliged_change = models.IntegerField()
    held_change = models.IntegerField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("langkah cakupan")
        verbose_name_plural = _("langkah cakupan")
        constraints = [models.UniqueConstraint(fields=("key", "day"), name="coverage_step_unique")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.day} {self.held}/{self.obliged}"


class CoverageChange(models.Model):
    """A city whose registers changed since its summary was made; rows go when it is made anew."""

    area = models.CharField(max_length=13)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("perubahan cakupan")
        verbose_name_plural = _("perubahan cakupan")

    def __str__(self) -> str:
        return self.area
