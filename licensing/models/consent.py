"""A member of staff is asked whether the facility may file for them (SECURITY section 6; UU 27/2022 Ps. 20-22)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from licensing.enums import ApplicationKind, ConsentVerdict


class FilingConsent(models.Model):
    """One question to one person about one placement; append-only. How it stands follows from its answers."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    batch = models.CharField(_("angkatan"), max_length=24, db_index=True)
    placement = models.ForeignKey(
        "workforce.Placement",
        on_delete=models.PROTECT,
        related_name="filing_consents",
        verbose_name=_("penempatan"),
    )
    type_code = models.CharField(_("jenis"), max_length=40)
    kind = models.CharField(_("sifat"), max_length=12, choices=ApplicationKind.choices)
    previous_licence = models.ForeignKey(
        "licensing.Licence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filing_consents",
        verbose_name=_("izin lama"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diminta oleh")
    )
    asked_at = models.DateTimeField(_("diminta pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("permintaan persetujuan")
        verbose_name_plural = _("permintaan persetujuan")
        constraints = [
            models.CheckConstraint(
                name="filing_consent_ends_after_asking",
                condition=models.Q(expires_at__gt=models.F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class FilingConsentAnswer(models.Model):
    """What was answered, when and by which way; append-only. A consent given may be taken back once."""

    consent = models.ForeignKey("licensing.FilingConsent", on_delete=models.PROTECT, related_name="answers")
    step = models.PositiveSmallIntegerField(_("langkah"), help_text=_("1 jawaban pertama, 2 penarikan kembali."))
    verdict = models.CharField(_("jawaban"), max_length=10, choices=ConsentVerdict.choices)
    at = models.DateTimeField(_("pada"))
    # The account it was answered under; empty when the secret link was the proof.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(_("melalui"), max_length=10)

    class Meta:
        ordering = ("id",)
        verbose_name = _("jawaban persetujuan")
        verbose_name_plural = _("jawaban persetujuan")
        constraints = [
            # One first answer, and one taking back: two presses at once leave one row.
            models.UniqueConstraint(fields=("consent", "step"), name="filing_consent_answered_once"),
            models.CheckConstraint(
                name="filing_consent_step_of_verdict",
                condition=models.Q(step=2, verdict="revoked") | models.Q(step=1) & ~models.Q(verdict="revoked"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent_id} {self.verdict}"
