"""Figures: append-only, one set of cells per indicator, place and month."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value as Literal
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from spm.enums import AgeGroup, Disability, Sex, Source
from spm.querysets import ValueQuerySet


class Value(models.Model):
    """One cell: how many of how many, at one place in one month, of one group of people.

    Cells add up: the figure of a place is the sum of its current cells, so `sex`, `age_group` and `disability` are
    empty where nobody told them apart, and never both "all" and its parts. `part` is a stage (PROV-1) or empty.
    All cells of one indicator, place and month are written together under one `version`; a newer version sets
    `superseded_at` of the older, which stays. `region` is the place or where the facility stands; `area` its
    regency or city (of a province's own figure the province), kept for sums over the country.
    """

    indicator = models.ForeignKey(
        "spm.Indicator", on_delete=models.PROTECT, related_name="values", verbose_name=_("indikator"), db_index=False
    )
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fasilitas"),
    )
    area = models.CharField(_("kabupaten/kota"), max_length=5, editable=False)
    month = models.DateField(_("bulan"), help_text=_("Hari pertama bulan itu."))
    part = models.CharField(_("tahap"), max_length=24, blank=True, default="")
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices, blank=True, default="")
    age_group = models.CharField(_("kelompok umur"), max_length=8, choices=AgeGroup.choices, blank=True, default="")
    disability = models.CharField(_("disabilitas"), max_length=5, choices=Disability.choices, blank=True, default="")
    numerator = models.BigIntegerField(_("pembilang"))
    denominator = models.BigIntegerField(_("penyebut"), null=True, blank=True)
    version = models.PositiveIntegerField(_("versi"))
    recorded_at = models.DateTimeField(_("dicatat pada"))
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=8, choices=Source.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # The system that sent it, where no person did.
    client_id = models.CharField(max_length=100, blank=True, default="")
    reason = models.CharField(_("alasan dilayani melebihi sasaran"), max_length=300, blank=True, default="")
    note = models.CharField(_("keterangan"), max_length=300, blank=True, default="")

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "month", "id")
        verbose_name = _("angka indikator")
        verbose_name_plural = _("angka indikator")
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "month",
                "region",
                Coalesce("facility", Literal(0)),
                "part",
                "sex",
                "age_group",
                "disability",
                condition=Q(superseded_at__isnull=True),
                name="value_current_cell",
            ),
            models.CheckConstraint(name="value_numerator_counts", condition=Q(numerator__gte=0)),
            models.CheckConstraint(
                name="value_denominator_counts", condition=Q(denominator__isnull=True) | Q(denominator__gte=0)
            ),
            models.CheckConstraint(name="value_month_is_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="value_superseded_later",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
            ),
        ]
        indexes = [
            # Panels of one area, and of the country: what holds now, by area and month, without the table itself.
            models.Index(
                fields=("area", "month", "indicator"),
                include=("numerator", "denominator", "sex", "age_group", "disability"),
                condition=Q(superseded_at__isnull=True),
                name="value_by_area",
            ),
            # One Puskesmas and its months.
            models.Index(fields=("facility", "month", "indicator"), name="value_by_facility"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.month:%Y-%m} {self.numerator}/{self.denominator}"
