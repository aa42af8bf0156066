"""Findings: dated tasks of a facility, answered with proof, closed by an inspector."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from core.uploads.states import FileState
from inspections.enums import FindingState
from inspections.querysets import FindingQuerySet


class VisitFinding(models.Model):
    """One thing to repair, found at a visit. `due_on` is the last working day for the repair (inclusive).

    Changed only by `inspections.domain.findings`. `proposed_at`: the sanction ladder was told that it is overdue.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    visit = models.ForeignKey("inspections.Visit", on_delete=models.PROTECT, related_name="finding_rows")
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    item = models.ForeignKey(
        "inspections.ChecklistItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seq = models.PositiveSmallIntegerField(_("urutan"))
    text = models.CharField(_("uraian"), max_length=800)
    rule = models.CharField(_("dasar"), max_length=200, blank=True, default="")
    critical = models.BooleanField(_("kritis"), default=False)
    state = models.CharField(_("keadaan"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)
    found_on = models.DateField(_("ditemukan pada"))
    due_on = models.DateField(_("diperbaiki paling lambat"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    closed_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_note = models.CharField(_("catatan penutupan"), max_length=500, blank=True, default="")
    closed_in = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="closed_findings"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(_("sanksi diusulkan pada"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("temuan")
        verbose_name_plural = _("temuan")
        constraints = [
            models.UniqueConstraint(fields=("visit", "seq"), name="visit_finding_once"),
            models.CheckConstraint(
                name="visit_finding_closed_has_moment",
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=("state", "due_on"), name="finding_state_due")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.seq}"

    def is_overdue(self, on: date) -> bool:
        """True when it is not closed and its last day has passed."""
        return self.state != FindingState.CLOSED and on > self.due_on


class FindingAnswer(models.Model):
    """What the facility says it did, and what the inspector said to that. `accepted` null = not looked at yet."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    finding = models.ForeignKey("inspections.VisitFinding", on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("jawaban"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("dijawab pada"))
    accepted = models.BooleanField(_("diterima"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judgement = models.CharField(_("tanggapan"), max_length=500, blank=True, default="")

    class Meta:
        ordering = ("finding", "id")
        verbose_name = _("jawaban temuan")
        verbose_name_plural = _("jawaban temuan")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.at:%Y-%m-%d}"


class FindingProof(models.Model):
    """A photo or paper that belongs to an answer; only the rebuilt copy is ever served."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    answer = models.ForeignKey("inspections.FindingAnswer", on_delete=models.CASCADE, related_name="proofs")
    display_name = models.CharField(_("nama berkas"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=12, choices=FileState.choices, default=FileState.PENDING_SCAN)
    refusal_code = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    stored_name = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    unscanned = models.BooleanField(_("tanpa pindai virus"), default=False)

    class Meta:
        ordering = ("answer", "id")
        verbose_name = _("bukti perbaikan")
        verbose_name_plural = _("bukti perbaikan")

    def __str__(self) -> str:
        return self.display_name
