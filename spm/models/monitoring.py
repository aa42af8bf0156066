"""What is seen of a network: each month its tasks, what members answer, and each half year or year the whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spm.enums import EvaluationDecision, TaskResult


class Monitoring(models.Model):
    """The sheet of one month (its first day). A correction is a new version; the old one stays."""

    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="sheets")
    month = models.DateField(_("bulan"))
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    follow_up = models.TextField(_("rencana tindak lanjut"), max_length=1000)
    recorded_at = models.DateTimeField(_("dicatat pada"))
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-month", "-version")
        verbose_name = _("pemantauan jejaring")
        verbose_name_plural = _("pemantauan jejaring")
        constraints = [
            models.UniqueConstraint(
                fields=("network", "month"), condition=Q(superseded_at__isnull=True), name="monitoring_current"
            ),
            models.CheckConstraint(name="monitoring_month_is_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.month:%Y-%m}"


class MonitoringRow(models.Model):
    """How one task of the pathway went; `served` people where they are counted."""

    sheet = models.ForeignKey("spm.Monitoring", on_delete=models.CASCADE, related_name="rows")
    task = models.ForeignKey("spm.CareTask", on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("hasil"), max_length=8, choices=TaskResult.choices)
    served = models.PositiveIntegerField(_("dilayani"), null=True, blank=True)
    note = models.CharField(_("kendala"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("sheet", "task")
        verbose_name = _("baris pemantauan")
        verbose_name_plural = _("baris pemantauan")
        constraints = [
            models.UniqueConstraint(fields=("sheet", "task"), name="monitoring_row_once"),
            models.CheckConstraint(name="monitoring_row_explained", condition=Q(result=TaskResult.DONE) | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.result}"


class NetworkResponse(models.Model):
    """What a member says to the sheet of a month; it belongs to the month, so a corrected sheet keeps it."""

    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="responses")
    month = models.DateField(_("bulan"))
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", verbose_name=_("FKTP")
    )
    text = models.TextField(_("tanggapan"), max_length=1000)
    recorded_at = models.DateTimeField(_("dicatat pada"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("month", "id")
        verbose_name = _("tanggapan pemantauan")
        verbose_name_plural = _("tanggapan pemantauan")

    def __str__(self) -> str:
        return f"{self.facility_id} {self.month:%Y-%m}"


class NetworkEvaluation(models.Model):
    """What the health office found after half a year or a year; append-only.

    `served` and `due` are the problem's figure as the portal knew it then, up to the month `measured_until`.
    """

    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("tanggal evaluasi"))
    served = models.BigIntegerField(null=True, blank=True)
    due = models.BigIntegerField(null=True, blank=True)
    measured_until = models.DateField(null=True, blank=True)
    patients = models.TextField(_("manfaat bagi pasien"), max_length=1000)
    providers = models.TextField(_("dampak bagi tenaga dan fasilitas"), max_length=1000)
    targets = models.TextField(_("dukungan pada target kinerja"), max_length=1000)
    decision = models.CharField(_("keputusan"), max_length=8, choices=EvaluationDecision.choices)
    recorded_at = models.DateTimeField(_("dicatat pada"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-held_on", "-id")
        verbose_name = _("evaluasi jejaring")
        verbose_name_plural = _("evaluasi jejaring")
        constraints = [
            models.UniqueConstraint(fields=("network", "held_on"), name="network_evaluation_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.held_on}"
