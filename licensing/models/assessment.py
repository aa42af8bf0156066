"""Judgements of the technical team, corrections asked, and the TPK's assessment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import Proposal, Verdict


class Judgement(models.Model):
    """The technical team's verdict on one requirement in one round of checking."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="judgements")
    requirement = models.ForeignKey("licensing.Requirement", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("hasil"), max_length=16, choices=Verdict.choices)
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("petunjuk"), blank=True, default="")
    # Null when the technical team judged in its own system and that system reported it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(_("putaran"), default=1)

    class Meta:
        ordering = ("application", "round", "requirement__seq")
        verbose_name = _("penilaian persyaratan")
        verbose_name_plural = _("penilaian persyaratan")
        constraints = [
            models.UniqueConstraint(fields=("application", "requirement", "round"), name="judgement_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.requirement_id} {self.verdict}"


class Correction(models.Model):
    """One thing the applicant must redo, with the officer's own words."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="corrections")
    requirement = models.ForeignKey("licensing.Requirement", on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, related_name="+")
    instruction = models.TextField(_("petunjuk"))
    round = models.PositiveSmallIntegerField(_("putaran"), default=1)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("jawaban pemohon"), blank=True, default="")

    class Meta:
        ordering = ("application", "round", "requirement__seq")
        verbose_name = _("perbaikan")
        verbose_name_plural = _("perbaikan")
        constraints = [
            models.UniqueConstraint(fields=("application", "requirement", "round"), name="correction_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.requirement_id}"


class Assessment(models.Model):
    """The TPK's assessment: desk checklist, proposal grant or refuse, conditions, reasons."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="assessments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    desk_checks = models.JSONField(_("daftar periksa meja"), default=list)
    proposal = models.CharField(_("usul"), max_length=8, choices=Proposal.choices)
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.TextField(_("uraian"), blank=True, default="")
    conditions = models.JSONField(_("syarat"), default=list, blank=True)
    facts = models.JSONField(_("fakta produk"), default=dict, blank=True)

    class Meta:
        ordering = ("application", "round")
        verbose_name = _("penilaian TPK")
        verbose_name_plural = _("penilaian TPK")
        constraints = [models.UniqueConstraint(fields=("application", "round"), name="assessment_once_a_round")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.proposal}"
