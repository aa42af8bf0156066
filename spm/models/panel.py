"""Panels of the ILP dashboards, as data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import formats
from spm.enums import Dashboard, Origin, Shape
from spm.querysets import PanelQuerySet


class Panel(models.Model):
    """One panel. Panels of the same `chart` are drawn together, in the order of `position`.

    `reads` names what it shows: codes of indicators, `group:NAME` for all indicators of a group, `register:NAME`
    for one of the registers of cluster 1. `base` is the indicator whose people are the whole that its figures are
    set against; without it a share has its own denominator.
    """

    code = models.CharField(_("kode"), max_length=12, unique=True)
    dashboard = models.CharField(_("dasbor"), max_length=10, choices=Dashboard.choices)
    position = models.PositiveSmallIntegerField(_("urutan"))
    chart = models.CharField(_("gambar"), max_length=12)
    chart_title = models.CharField(_("judul gambar"), max_length=200)
    chart_title_en = models.CharField(_("judul gambar Inggris"), max_length=200)
    title = models.CharField(_("judul"), max_length=200)
    title_en = models.CharField(_("judul Inggris"), max_length=200)
    shape = models.CharField(_("bentuk"), max_length=8, choices=Shape.choices)
    reads = models.JSONField(_("membaca"), default=list)
    base = models.CharField(_("pembanding"), max_length=40, blank=True, default="")
    is_tile = models.BooleanField(_("angka kepala"), default=False)
    origin = models.CharField(_("asal"), max_length=16, choices=Origin.choices, default=Origin.SEED)
    is_enabled = models.BooleanField(_("dipakai"), default=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True, default="")
    note_en = models.CharField(_("catatan Inggris"), max_length=200, blank=True, default="")

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("panel dasbor")
        verbose_name_plural = _("panel dasbor")
        constraints = [
            models.CheckConstraint(
                name="panel_misprint_disabled",
                condition=~Q(origin=Origin.SEED_DUPLICATE) | Q(is_enabled=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def label(self) -> str:
        """The title in the active language."""
        return self.title_en if formats.language() == "en" and self.title_en else self.title

    @property
    def remark(self) -> str:
        """The note in the active language."""
        return self.note_en if formats.language() == "en" and self.note_en else self.note

    @property
    def chart_label(self) -> str:
        """The title of the whole drawing in the active language."""
        return self.chart_title_en if formats.language() == "en" and self.chart_title_en else self.chart_title
