"""Professions with councils, organisations and place limits by era."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profession(models.Model):
    """A row of professions.csv; `type_code` names the recommendation type by string."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120)
    group = models.CharField(_("kelompok"), max_length=40)
    str_issuer_old = models.CharField(_("penerbit STR lama"), max_length=120, blank=True, default="")
    str_issuer_new = models.CharField(_("penerbit STR"), max_length=120, blank=True, default="")
    old_permit_name = models.CharField(_("nama izin lama"), max_length=40, blank=True, default="")
    organisation = models.CharField(_("organisasi profesi"), max_length=120, blank=True, default="")
    type_code = models.CharField(_("jenis izin"), max_length=40, blank=True, default="")
    max_places_old = models.PositiveSmallIntegerField(_("batas tempat lama"), null=True, blank=True)
    max_places_new = models.PositiveSmallIntegerField(_("batas tempat"), null=True, blank=True)
    skp_target_5y = models.PositiveIntegerField(_("target SKP lima tahun"), null=True, blank=True)
    citation = models.CharField(_("dasar"), max_length=300, blank=True, default="")
    confidence = models.CharField(_("keyakinan"), max_length=10, blank=True, default="")

    class Meta:
        ordering = ("code",)
        verbose_name = _("profesi")
        verbose_name_plural = _("profesi")

    def __str__(self) -> str:
        return self.name
