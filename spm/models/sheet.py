"""What stands beside the figures of a year: needs and stocks, costs, causes and plans, documents. Append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value as Literal
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from core.uploads import FileState
from spm.enums import Funding, Step
from spm.querysets import FigureQuerySet


class Kept(models.Model):
    """Base of rows that are replaced, never changed: what held at an instant can always be read again."""

    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun"))
    recorded_at = models.DateTimeField(_("dicatat pada"))
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        abstract = True


def one_current(name: str, *fields: Any) -> models.UniqueConstraint:
    """One row at a time for these fields."""
    return models.UniqueConstraint(*fields, condition=Q(superseded_at__isnull=True), name=name)


class Supply(Kept):
    """How many of a standard good or person a place needs in a year, and how many it has."""

    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standard = models.ForeignKey("spm.Standard", on_delete=models.PROTECT, related_name="supplies")
    need = models.PositiveIntegerField(_("kebutuhan"))
    available = models.PositiveIntegerField(_("tersedia"))

    class Meta:
        ordering = ("standard", "id")
        verbose_name = _("kebutuhan dan ketersediaan")
        verbose_name_plural = _("kebutuhan dan ketersediaan")
        constraints = [
            one_current("supply_current", "region", Coalesce("facility", Literal(0)), "year", "standard"),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.available}/{self.need}"


class FollowUp(Kept):
    """Why a service stayed under 100 per cent, and what is done next year (seed 001, closing note)."""

    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator = models.ForeignKey("spm.Indicator", on_delete=models.PROTECT, related_name="+")
    cause = models.TextField(_("sebab"), max_length=1000)
    plan = models.TextField(_("rencana tahun depan"), max_length=1000)

    class Meta:
        ordering = ("indicator", "id")
        verbose_name = _("rencana tindak lanjut")
        verbose_name_plural = _("rencana tindak lanjut")
        constraints = [
            one_current("follow_up_current", "region", Coalesce("facility", Literal(0)), "year", "indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


class CostLine(Kept):
    """What a cost component comes to in a year, in rupiah, and who pays it."""

    component = models.ForeignKey("spm.CostComponent", on_delete=models.PROTECT, related_name="lines")
    volume = models.PositiveIntegerField(_("volume"))
    times = models.PositiveIntegerField(_("kali"), default=1)
    unit_price = models.PositiveBigIntegerField(_("harga satuan (rupiah)"))
    funding = models.CharField(_("sumber dana"), max_length=8, choices=Funding.choices)

    class Meta:
        ordering = ("component", "id")
        verbose_name = _("baris biaya")
        verbose_name_plural = _("baris biaya")
        constraints = [one_current("cost_line_current", "region", "year", "component", "funding")]

    def __str__(self) -> str:
        return f"{self.component_id} {self.amount}"

    @property
    def amount(self) -> int:
        """Rupiah."""
        return self.volume * self.times * self.unit_price


class Evidence(Kept):
    """A document behind a figure (`month`) or behind a stage of a year (`step`); served once it is clean."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # None for the papers of networks and commitments.
    indicator = models.ForeignKey("spm.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(_("bulan"), null=True, blank=True)
    step = models.CharField(_("tahap"), max_length=8, choices=Step.choices, blank=True, default="")
    title = models.CharField(_("judul"), max_length=160)
    display_name = models.CharField(_("nama berkas"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=12, choices=FileState.choices, default=FileState.PENDING_SCAN)
    refusal_code = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    stored_name = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ("year", "indicator", "-id")
        verbose_name = _("dokumen bukti")
        verbose_name_plural = _("dokumen bukti")

    def __str__(self) -> str:
        return self.title

    @property
    def is_clean(self) -> bool:
        """True once the file may be served."""
        return self.state == FileState.CLEAN
