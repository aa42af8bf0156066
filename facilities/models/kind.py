"""Kinds of facilities, as data: what each is obliged to hold and to which checklist it answers."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from facilities.enums import KindGroup


class Kind(models.Model):
    """A row of facility-kinds.csv. `obligatory_types` are codes of recommendation types (DECISIONS 2: by string)."""

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80)
    group = models.CharField(_("kelompok"), max_length=12, choices=KindGroup.choices)
    obligatory_types = models.JSONField(_("izin wajib"), default=list, blank=True)
    checklist_kind = models.CharField(_("jenis daftar tilik"), max_length=30, blank=True, default="")
    parent_kinds = models.JSONField(_("jenis induk"), default=list, blank=True)
    is_independent = models.BooleanField(_("praktik mandiri"), default=False)
    is_active = models.BooleanField(_("dipakai"), default=True)
    source = models.CharField(_("sumber"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("jenis fasilitas")
        verbose_name_plural = _("jenis fasilitas")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name
