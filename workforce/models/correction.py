"""What a person asks to be corrected in their own register data, and the officer's answer (UU 27/2022 Ps. 6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.identifiers import public_id
from workforce.enums import CorrectionField, CorrectionState, EvidenceState
from workforce.querysets import CorrectionQuerySet


class CorrectionRequest(models.Model):
    """One field of one person; the values are personal data and encrypted. Never erased by the answer."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("workforce.Person", on_delete=models.PROTECT, related_name="corrections")
    practitioner = models.ForeignKey(
        "workforce.Practitioner", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    field = models.CharField(_("yang dikoreksi"), max_length=20, choices=CorrectionField.choices)
    # The encrypted columns store an empty text as NULL.
    value_now = EncryptedTextField(_("tercatat"), null=True, blank=True)
    value_wanted = EncryptedTextField(_("seharusnya"), null=True, blank=True)
    reason = EncryptedTextField(_("alasan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    asked_at = models.DateTimeField(_("diajukan pada"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = EncryptedTextField(_("jawaban"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_state = models.CharField(
        _("bukti"), max_length=12, choices=EvidenceState.choices, default=EvidenceState.NONE
    )
    evidence_name = models.CharField(_("nama berkas"), max_length=160, blank=True, default="")
    evidence_refusal = models.CharField(max_length=40, blank=True, default="")
    evidence_stored = models.CharField(max_length=120, blank=True, default="")
    evidence_type = models.CharField(max_length=60, blank=True, default="")
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("permintaan koreksi")
        verbose_name_plural = _("permintaan koreksi")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "field"), condition=models.Q(state="open"), name="correction_one_open_per_field"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field}"
