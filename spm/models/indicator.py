"""Definitions of indicators, as data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import formats
from spm.enums import (
    Aggregation,
    IndicatorGroup,
    Measure,
    Origin,
    OverTime,
    Period,
    Programme,
    every_age_group,
    every_sex,
)
from spm.querysets import IndicatorQuerySet


class Indicator(models.Model):
    """One definition in one version: `code` from `valid_from` to `valid_until` (inclusive, null = open).

    A definition in use is never changed in meaning: a later row with the same code replaces it from its first day.
    `numerator` and `denominator` say in words what is counted; `source` names the rule or paper.
    """

    programme = models.CharField(_("program"), max_length=12, choices=Programme.choices)
    code = models.CharField(_("kode"), max_length=40)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=250)
    name_en = models.CharField(_("nama Inggris"), max_length=250, blank=True, default="")
    target_group = models.CharField(_("kelompok sasaran"), max_length=250, blank=True, default="")
    numerator = models.CharField(_("pembilang"), max_length=300, blank=True, default="")
    denominator = models.CharField(_("penyebut"), max_length=300, blank=True, default="")
    numerator_en = models.CharField(_("pembilang Inggris"), max_length=300, blank=True, default="")
    denominator_en = models.CharField(_("penyebut Inggris"), max_length=300, blank=True, default="")
    measure = models.CharField(_("satuan"), max_length=8, choices=Measure.choices)
    target_percent = models.DecimalField(_("target"), max_digits=6, decimal_places=2, null=True, blank=True)
    aggregation = models.CharField(_("penggabungan"), max_length=16, choices=Aggregation.choices)
    numerator_over_time = models.CharField(
        _("pembilang antarbulan"), max_length=4, choices=OverTime.choices, default=OverTime.SUM
    )
    denominator_over_time = models.CharField(
        _("penyebut antarbulan"), max_length=4, choices=OverTime.choices, default=OverTime.SUM
    )
    period = models.CharField(_("periode"), max_length=14, choices=Period.choices, default=Period.MONTH)
    cluster = models.CharField(_("klaster"), max_length=2, blank=True, default="")
    life_stage = models.CharField(_("siklus hidup"), max_length=40, blank=True, default="")
    group = models.CharField(_("kelompok"), max_length=20, blank=True, default="")
    # Parts that a complete figure has, in order ("pre_crisis;emergency"); empty where there are none.
    stages = models.JSONField(_("tahap"), default=list, blank=True)
    # Groups its people can be told apart by. A single one holds for all of them and is stored with every figure;
    # none: they are not told apart so.
    sexes = models.JSONField(_("jenis kelamin"), default=every_sex, blank=True)
    age_groups = models.JSONField(_("kelompok umur"), default=every_age_group, blank=True)
    by_disability = models.BooleanField(_("menurut disabilitas"), default=True)
    # Violence, mental health, HIV, TB: shown in sums alone.
    is_sensitive = models.BooleanField(_("data peka"), default=False)
    # The portal's own count it comes from (`accounts.signals.figures_ready`); nobody types such a figure.
    computed_from = models.CharField(_("dihitung dari"), max_length=40, blank=True, default="")
    valid_from = models.DateField(_("berlaku mulai"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    origin = models.CharField(_("asal"), max_length=16, choices=Origin.choices, default=Origin.REGULATION)
    is_enabled = models.BooleanField(_("dipakai"), default=True)
    source = models.CharField(_("dasar"), max_length=200, blank=True, default="")
    note = models.CharField(_("catatan"), max_length=400, blank=True, default="")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("programme", "position", "code")
        verbose_name = _("indikator")
        verbose_name_plural = _("indikator")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="indicator_version_unique"),
            models.CheckConstraint(
                name="indicator_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            # What a misprint of a paper counts is counted by its replacement.
            models.CheckConstraint(
                name="indicator_misprint_disabled",
                condition=~Q(origin=Origin.SEED_DUPLICATE) | Q(is_enabled=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def label(self) -> str:
        """The name in the active language."""
        return self.name_en if formats.language() == "en" and self.name_en else self.name

    @property
    def formula(self) -> str:
        """What is divided by what, in words; empty where it is said nowhere."""
        counted, whole = self.numerator, self.denominator
        if formats.language() == "en" and self.numerator_en:
            counted, whole = self.numerator_en, self.denominator_en
        return f"{counted} ÷ {formats.inside_sentence(whole)}" if counted and whole else counted

    @property
    def group_label(self) -> str:
        """What an ILP indicator tells of, in words; empty for others."""
        return str(IndicatorGroup(self.group).label) if self.group else ""

    @property
    def is_share(self) -> bool:
        """True when a figure needs a denominator."""
        return self.measure == Measure.PERCENT
