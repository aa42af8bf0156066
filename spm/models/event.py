"""Disaster crises and outbreaks of a province. A correction is a new version; the old one stays."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from spm.enums import CrisisStage
from spm.models.sheet import Kept, one_current


class CrisisEvent(Kept):
    """One effort of PROV-1: a risk education, or a disaster and the people it struck.

    `due` are the people struck, or in the first stage the planned group; `served` more than `due` needs `reason`.
    """

    key = models.CharField(max_length=24, default=public_id, editable=False)
    version = models.PositiveIntegerField(_("versi"), default=1)
    stage = models.CharField(_("tahap"), max_length=12, choices=CrisisStage.choices)
    name = models.CharField(_("kejadian"), max_length=160)
    place = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("kabupaten/kota")
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"), null=True, blank=True)
    due = models.PositiveIntegerField(_("terdampak atau sasaran"))
    served = models.PositiveIntegerField(_("dilayani"))
    reason = models.CharField(_("alasan dilayani melebihi sasaran"), max_length=300, blank=True, default="")
    note = models.CharField(_("keterangan"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("starts_on", "id")
        verbose_name = _("krisis kesehatan")
        verbose_name_plural = _("krisis kesehatan")
        constraints = [
            one_current("crisis_event_current", "key"),
            models.CheckConstraint(name="crisis_event_reasoned", condition=Q(served__lte=F("due")) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.name


class Outbreak(Kept):
    """A provincial outbreak (KLB); people served are counted once, whatever services they had."""

    key = models.CharField(max_length=24, default=public_id, editable=False)
    version = models.PositiveIntegerField(_("versi"), default=1)
    disease = models.CharField(_("jenis KLB"), max_length=120)
    starts_on = models.DateField(_("mulai dicurigai"))
    ends_on = models.DateField(_("berakhir"), null=True, blank=True)
    cases_served = models.PositiveIntegerField(_("kasus dilayani"))
    contacts_served = models.PositiveIntegerField(_("kontak dan penduduk berisiko dilayani"))
    reason = models.CharField(_("alasan dilayani melebihi sasaran"), max_length=300, blank=True, default="")
    note = models.CharField(_("keterangan"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("starts_on", "id")
        verbose_name = _("KLB")
        verbose_name_plural = _("KLB")
        constraints = [one_current("outbreak_current", "key")]

    def __str__(self) -> str:
        return self.disease

    @property
    def served(self) -> int:
        """People served."""
        return self.cases_served + self.contacts_served


class OutbreakPlace(models.Model):
    """A regency or city of an outbreak; one that met the criteria counts whether it declared or not."""

    outbreak = models.ForeignKey("spm.Outbreak", on_delete=models.CASCADE, related_name="places")
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("kabupaten/kota")
    )
    infected = models.PositiveIntegerField(_("terinfeksi"))
    at_risk = models.PositiveIntegerField(_("berisiko"))
    declared = models.BooleanField(_("KLB dinyatakan"), default=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("wilayah KLB")
        verbose_name_plural = _("wilayah KLB")
        constraints = [models.UniqueConstraint(fields=("outbreak", "region"), name="outbreak_place_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.due}"

    @property
    def due(self) -> int:
        """People infected and at risk."""
        return self.infected + self.at_risk


class OutbreakRow(models.Model):
    """A service row of the outbreak form at one place; rows are never added up, one person may have several."""

    place = models.ForeignKey("spm.OutbreakPlace", on_delete=models.CASCADE, related_name="rows")
    service = models.ForeignKey("spm.OutbreakService", on_delete=models.PROTECT, related_name="+")
    due = models.PositiveIntegerField(_("sasaran"))
    served = models.PositiveIntegerField(_("dilayani"))
    note = models.CharField(_("keterangan"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ("place", "service__position")
        verbose_name = _("baris formulir KLB")
        verbose_name_plural = _("baris formulir KLB")
        constraints = [
            models.UniqueConstraint(fields=("place", "service"), name="outbreak_row_once"),
            models.CheckConstraint(name="outbreak_row_reasoned", condition=Q(served__lte=F("due")) | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.served}/{self.due}"
