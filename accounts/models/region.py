"""Provinces, cities, kecamatan, kelurahan and desa by their Kemendagri code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import RegionLevel


class Region(models.Model):
    """One region; `code` is the Kemendagri code, for example 16.74.01.1001."""

    code = models.CharField(_("kode Kemendagri"), max_length=13, primary_key=True)
    bps_code = models.CharField(_("kode BPS"), max_length=10, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("induk"),
    )
    level = models.CharField(_("tingkat"), max_length=10, choices=RegionLevel.choices)
    name = models.CharField(_("nama"), max_length=100)
    established_year = models.PositiveSmallIntegerField(_("tahun berdiri"), null=True, blank=True)
    in_baseline = models.BooleanField(_("termasuk data dasar 2018"), default=True)
    current = models.BooleanField(_("masih ada"), default=True)
    tile_column = models.PositiveSmallIntegerField(_("kolom petak"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("baris petak"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ("code",)
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")

    def __str__(self) -> str:
        return self.name
