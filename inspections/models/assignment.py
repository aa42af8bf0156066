"""The surat tugas: who goes where, when, for what, on which basis."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import TugasState, VisitKind
from inspections.querysets import SuratTugasQuerySet


class SuratTugas(models.Model):
    """An assignment letter. Signed by the head it opens the checklists of its visits from `starts_on` to `ends_on`.

    `is_paper`: signed outside the portal, only number and date are recorded here. `letter` null until numbered.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("jenis"), max_length=12, choices=VisitKind.choices, default=VisitKind.ROUTINE)
    state = models.CharField(_("keadaan"), max_length=10, choices=TugasState.choices, default=TugasState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    number = models.CharField(_("nomor"), max_length=80, blank=True, default="", db_index=True)
    date = models.DateField(_("tanggal"), null=True, blank=True)
    basis = models.JSONField(_("dasar"), default=list)
    purpose = models.CharField(_("uraian tugas"), max_length=300)
    starts_on = models.DateField(_("tanggal mulai"))
    ends_on = models.DateField(_("tanggal selesai"))
    # Working days after the task ends within which the inspectors report.
    report_days = models.PositiveSmallIntegerField(_("hari lapor"), default=3)
    is_paper = models.BooleanField(_("surat di luar portal"), default=False)
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="surat_tugas"
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("dibuat pada"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("ditandatangani pada"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")

    objects = SuratTugasQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-id")
        verbose_name = _("surat tugas")
        verbose_name_plural = _("surat tugas")
        constraints = [
            models.CheckConstraint(
                name="surat_tugas_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="surat_tugas_signed_has_number",
                condition=~models.Q(state="signed") | (~models.Q(number="") & models.Q(date__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.public_id

    def is_valid(self, on: dt.date) -> bool:
        """True when signed and `on` lies within its dates."""
        return self.state == TugasState.SIGNED and self.starts_on <= on <= self.ends_on


class SuratTugasMember(models.Model):
    """One inspector named in the letter; the first is the leader."""

    tugas = models.ForeignKey("inspections.SuratTugas", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField(_("urutan"), default=1)

    class Meta:
        ordering = ("tugas", "seq")
        verbose_name = _("petugas surat tugas")
        verbose_name_plural = _("petugas surat tugas")
        constraints = [models.UniqueConstraint(fields=("tugas", "user"), name="surat_tugas_member_once")]

    def __str__(self) -> str:
        return f"{self.tugas_id} {self.user_id}"
