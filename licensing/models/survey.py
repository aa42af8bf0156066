"""The satisfaction survey (SKM, PermenPANRB 14/2017): elements, invitations, and answers nobody can trace."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from core.crypto import EncryptedTextField
from licensing.querysets import SurveyResponseQuerySet

LOWEST, HIGHEST = 1, 4


class SurveyElement(models.Model):
    """One of the nine elements; all weigh the same (1/9)."""

    code = models.CharField(_("kode"), max_length=4, primary_key=True)
    label_id = models.CharField(_("unsur"), max_length=120)
    label_en = models.CharField(_("unsur Inggris"), max_length=120)

    class Meta:
        ordering = ("code",)
        verbose_name = _("unsur survei")
        verbose_name_plural = _("unsur survei")

    def __str__(self) -> str:
        return self.label_id

    @property
    def label(self) -> str:
        """Name in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_id


class SurveyInvitation(models.Model):
    """One application's turn to answer. It knows whether it was used, never when or what was answered."""

    application = models.OneToOneField(
        "licensing.Application", on_delete=models.CASCADE, related_name="survey_invitation"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(_("diundang pada"))
    is_answered = models.BooleanField(_("sudah dijawab"), default=False)

    class Meta:
        ordering = ("-invited_at",)
        verbose_name = _("undangan survei")
        verbose_name_plural = _("undangan survei")

    def __str__(self) -> str:
        return f"survei {self.application_id}"


class SurveyResponse(models.Model):
    """One filled-in sheet. It names type, office and day, never the application or who answered."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    type_code = models.CharField(_("jenis"), max_length=40, db_index=True)
    answered_on = models.DateField(_("tanggal"), db_index=True)
    words = EncryptedTextField(_("saran"), null=True, blank=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        ordering = ("-answered_on", "id")
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")

    def __str__(self) -> str:
        return f"{self.type_code} {self.answered_on}"


class SurveyScore(models.Model):
    """The score (1 to 4) of one element on one sheet."""

    response = models.ForeignKey("licensing.SurveyResponse", on_delete=models.CASCADE, related_name="scores")
    element = models.ForeignKey("licensing.SurveyElement", on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(
        _("nilai"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        ordering = ("response", "element")
        verbose_name = _("nilai unsur")
        verbose_name_plural = _("nilai unsur")
        constraints = [
            models.UniqueConstraint(fields=("response", "element"), name="survey_score_once"),
            models.CheckConstraint(
                name="survey_score_in_scale", condition=models.Q(value__gte=LOWEST, value__lte=HIGHEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.element_id} {self.value}"
