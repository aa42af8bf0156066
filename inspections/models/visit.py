"""The simple visit record of the main job; the surat tugas number is text (DECISIONS 11)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import VisitConclusion


class Visit(models.Model):
    """A planned or held visit to one place, with its conclusion."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("fasilitas"),
    )
    place_text = models.CharField(_("tempat"), max_length=250, blank=True, default="")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits", verbose_name=_("pengawas")
    )
    surat_tugas_number = models.CharField(_("nomor surat tugas"), max_length=80)
    surat_tugas_date = models.DateField(_("tanggal surat tugas"))
    card_number = models.CharField(_("nomor kartu pengawas"), max_length=40)
    purpose = models.CharField(_("rangka pemeriksaan"), max_length=200)
    scheduled_at = models.DateTimeField(_("dijadwalkan pada"))
    held_at = models.DateTimeField(_("dilaksanakan pada"), null=True, blank=True)
    met_name = models.CharField(_("ditemui"), max_length=120, blank=True, default="")
    met_position = models.CharField(_("kedudukan"), max_length=80, blank=True, default="")
    conclusion = models.CharField(
        _("kesimpulan"), max_length=16, choices=VisitConclusion.choices, blank=True, default=""
    )
    score = models.DecimalField(_("nilai"), max_digits=5, decimal_places=2, null=True, blank=True)
    notes = models.TextField(_("catatan"), blank=True, default="")
    findings = models.JSONField(_("temuan"), default=list, blank=True)
    berita_acara_number = models.CharField(_("nomor berita acara"), max_length=80, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-scheduled_at",)
        verbose_name = _("kunjungan")
        verbose_name_plural = _("kunjungan")
        constraints = [
            models.CheckConstraint(
                name="visit_conclusion_needs_moment",
                condition=models.Q(conclusion="") | models.Q(held_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.surat_tugas_number} {self.scheduled_at:%Y-%m-%d}"
