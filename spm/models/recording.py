"""What units write beside their figures: sheets begun but not saved, and the registers of cluster 1."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from spm.enums import LifeStage, RegisterGroup, RegisterKind
from spm.models.sheet import Kept, one_current


class EntryDraft(models.Model):
    """A sheet as it was left: what was typed by field name. It is no figure yet and counts nowhere."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.CASCADE, related_name="+")
    month = models.DateField(_("bulan"))
    life_stage = models.CharField(_("siklus hidup"), max_length=40, choices=LifeStage.choices)
    fields = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(_("disimpan pada"))

    class Meta:
        ordering = ("-saved_at",)
        verbose_name = _("draf isian")
        verbose_name_plural = _("draf isian")
        constraints = [models.UniqueConstraint(fields=("facility", "month", "life_stage"), name="entry_draft_once")]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.month:%Y-%m} {self.life_stage}"


class RegisterRow(Kept):
    """One item of a register of cluster 1 at one unit in one month; replaced, never changed.

    Which of the amounts a kind has, `domain.registers` says; the others are null. `available` of a medicine is
    `opening + incoming - outgoing`. `planned` and `spent` are rupiah.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("daftar"), max_length=10, choices=RegisterKind.choices)
    month = models.DateField(_("bulan"))
    group = models.CharField(_("kelompok"), max_length=12, choices=RegisterGroup.choices, blank=True, default="")
    item = models.CharField(_("butir"), max_length=160)
    measure = models.CharField(_("satuan"), max_length=30, blank=True, default="")
    need = models.PositiveBigIntegerField(_("kebutuhan"), null=True, blank=True)
    available = models.PositiveBigIntegerField(_("tersedia"), null=True, blank=True)
    opening = models.PositiveBigIntegerField(_("stok awal"), null=True, blank=True)
    incoming = models.PositiveBigIntegerField(_("masuk"), null=True, blank=True)
    outgoing = models.PositiveBigIntegerField(_("keluar"), null=True, blank=True)
    planned = models.PositiveBigIntegerField(_("anggaran (rupiah)"), null=True, blank=True)
    spent = models.PositiveBigIntegerField(_("realisasi (rupiah)"), null=True, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("kind", "group", "item", "id")
        verbose_name = _("baris daftar klaster 1")
        verbose_name_plural = _("baris daftar klaster 1")
        constraints = [
            one_current("register_row_current", "facility", "kind", "month", "group", "item"),
            models.CheckConstraint(name="register_row_month_is_first_day", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=("kind", "month", "facility"), name="register_by_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"
