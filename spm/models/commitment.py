"""The five commitments of the ILP roll-out, the trial provinces, and how far each region is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import formats
from spm.enums import CommitmentState
from spm.querysets import FigureQuerySet


class Commitment(models.Model):
    """One thing asked of a province that tries ILP out."""

    code = models.CharField(_("kode"), max_length=12, unique=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama"), max_length=200)
    name_en = models.CharField(_("nama Inggris"), max_length=200)
    proof = models.CharField(_("bukti yang diharapkan"), max_length=200)
    proof_en = models.CharField(_("bukti, Inggris"), max_length=200)
    source = models.CharField(_("dasar"), max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("komitmen ILP")
        verbose_name_plural = _("komitmen ILP")

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """The name in the active language."""
        return self.name_en if formats.language() == "en" else self.name

    @property
    def proof_label(self) -> str:
        """What shows it, in the active language."""
        return self.proof_en if formats.language() == "en" else self.proof


class TrialProvince(models.Model):
    """A province that tries ILP out; its regions are those of the installation, if it knows any."""

    code = models.CharField(_("kode Kemendagri"), max_length=2, unique=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama"), max_length=80)
    source = models.CharField(_("dasar"), max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("provinsi uji coba ILP")
        verbose_name_plural = _("provinsi uji coba ILP")

    def __str__(self) -> str:
        return self.name


class CommitmentStatus(models.Model):
    """How far a region is with a commitment since `since`; a later row replaces it and it stays. Met needs proof."""

    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey("spm.Commitment", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(_("keadaan"), max_length=12, choices=CommitmentState.choices)
    since = models.DateField(_("sejak"))
    proof = models.CharField(_("bukti"), max_length=300, blank=True, default="")
    file = models.OneToOneField("spm.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ("region", "commitment", "-id")
        verbose_name = _("keadaan komitmen")
        verbose_name_plural = _("keadaan komitmen")
        constraints = [
            models.UniqueConstraint(
                fields=("region", "commitment"), condition=Q(superseded_at__isnull=True), name="commitment_current"
            ),
            models.CheckConstraint(
                name="commitment_met_is_proven", condition=~Q(state=CommitmentState.MET) | ~Q(proof="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.commitment_id} {self.state}"
