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


class StaffJoin(models.Model):
    """A facility says somebody works there, by NIK or STR; the person confirms. Append-only.

    `practitioner` is null when the register knows nobody by that number: the coordinator sees no difference.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="staff_joins", verbose_name=_("fasilitas")
    )
    practitioner = models.ForeignKey(
        "workforce.Practitioner", on_delete=models.PROTECT, null=True, blank=True, related_name="staff_joins"
    )
    typed_end = models.CharField(_("akhir nomor"), max_length=4)
    starts_on = models.DateField(_("mulai bekerja"))
    employment = models.CharField(_("status kepegawaian"), max_length=10, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("diminta pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"))

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("permintaan penempatan")
        verbose_name_plural = _("permintaan penempatan")

    def __str__(self) -> str:
        return self.public_id


class StaffJoinAnswer(models.Model):
    """The person's one answer; append-only."""

    join = models.OneToOneField("licensing.StaffJoin", on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(_("jawaban"), max_length=10, choices=ConsentVerdict.choices)
    at = models.DateTimeField(_("pada"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        verbose_name = _("jawaban penempatan")
        verbose_name_plural = _("jawaban penempatan")

    def __str__(self) -> str:
        return f"{self.join_id} {self.verdict}"
