"""The rice that is owed when the promise was missed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField
from outreach.enums import ProofState
from outreach.querysets import CompensationQuerySet


class Compensation(models.Model):
    """Owed since `owed_at`, the end of the promise; handed over by one person, confirmed by another. Never deleted."""

    pickup = models.OneToOneField("outreach.Pickup", on_delete=models.PROTECT, related_name="compensation")
    item = models.CharField(_("santunan"), max_length=60)
    kilograms = models.PositiveSmallIntegerField(_("jumlah (kg)"))
    owed_at = models.DateTimeField(_("terutang sejak"))
    due_at = models.DateTimeField(_("diserahkan paling lambat"))
    handed_at = models.DateTimeField(_("diserahkan pada"), null=True, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recipient = EncryptedCharField(_("penerima"), max_length=120, null=True, blank=True)
    proof_state = models.CharField(max_length=10, choices=ProofState.choices, default=ProofState.NONE)
    proof_name = models.CharField(max_length=120, blank=True, default="")
    proof_sha256 = models.CharField(max_length=64, blank=True, default="")
    proof_type = models.CharField(max_length=60, blank=True, default="")
    disputed_at = models.DateTimeField(_("dibantah penerima pada"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("disahkan pada"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CompensationQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("santunan")
        verbose_name_plural = _("santunan")
        constraints = [
            models.CheckConstraint(
                name="compensation_two_people",
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("handed_by")),
            ),
            models.CheckConstraint(
                name="compensation_confirmed_after_handover",
                condition=models.Q(confirmed_at__isnull=True) | models.Q(handed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pickup_id)
