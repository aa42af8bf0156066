"""The ledger: each move leaves who, when, from, to, note. Clocks are computed from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import Action, State


class ApplicationEvent(models.Model):
    """One entry of an application's ledger; append-only."""

    application = models.ForeignKey("licensing.Application", on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(_("urutan"))
    at = models.DateTimeField(_("waktu"))
    action = models.CharField(_("tindakan"), max_length=24, choices=Action.choices)
    from_state = models.CharField(_("dari"), max_length=18, choices=State.choices, blank=True, default="")
    to_state = models.CharField(_("ke"), max_length=18, choices=State.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_role = models.CharField(_("peran"), max_length=20)
    client_id = models.CharField(max_length=100, blank=True, default="")
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("catatan"), blank=True, default="")
    payload = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("application", "seq")
        verbose_name = _("peristiwa permohonan")
        verbose_name_plural = _("peristiwa permohonan")
        constraints = [models.UniqueConstraint(fields=("application", "seq"), name="event_seq_unique")]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.seq} {self.action}"
