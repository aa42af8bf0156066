"""The audit trail: one hash chain per office. Rows are written by `core.audit.record` and by nothing else.

Triggers refuse UPDATE, DELETE and TRUNCATE (`core.audit_guards`); the chain detects what triggers cannot hinder.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditChain(models.Model):
    """The head of one chain: its last sequence number and hash. Locked while an event is appended."""

    name = models.CharField(_("nama"), max_length=40, primary_key=True)
    seq = models.PositiveBigIntegerField(_("nomor terakhir"), default=0)
    hash = models.CharField(_("sidik terakhir"), max_length=64, default="")

    class Meta:
        ordering = ("name",)
        verbose_name = _("rantai jejak")
        verbose_name_plural = _("rantai jejak")

    def __str__(self) -> str:
        return f"{self.name} #{self.seq}"


class AuditEvent(models.Model):
    """One fact: who did what to which object, and the hash that ties it to the fact before.

    `payload` holds codes, masked values and keyed hashes, never a NIK or free text. `actor_id` may outlive
    its user row's content: erasing a person empties that row and leaves the chain as it is.
    """

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField(_("nomor"))
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="audit_events",
        verbose_name=_("pelaku"),
    )
    role = models.CharField(_("peran"), max_length=40, blank=True, default="")
    action = models.CharField(_("tindakan"), max_length=60)
    object_type = models.CharField(_("jenis objek"), max_length=80, blank=True, default="")
    object_id = models.CharField(_("id objek"), max_length=64, blank=True, default="")
    reason = models.CharField(_("alasan"), max_length=500, blank=True, default="")
    payload = models.JSONField(_("rincian"), default=dict)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("chain", "seq")
        verbose_name = _("catatan jejak")
        verbose_name_plural = _("catatan jejak")
        constraints = [models.UniqueConstraint(fields=("chain", "seq"), name="audit_event_seq_unique")]
        indexes = [
            models.Index(fields=("object_type", "object_id", "at"), name="audit_event_object"),
            models.Index(fields=("at",), name="audit_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} #{self.seq} {self.action}"
