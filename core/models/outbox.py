"""Effects still to come: letter, mail, message, webhook. Written in the transaction of the change itself."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """`failed` waits for its next attempt; `dead` waits for a person."""

    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal, akan dicoba lagi")
    DEAD = "dead", _("Gagal, perlu tindakan")


WAITING = (JobState.PENDING, JobState.FAILED)
UNDONE = (*WAITING, JobState.SENDING)


class OutboxJobQuerySet(models.QuerySet["OutboxJob"]):
    """Sets of jobs."""

    def undone(self) -> "OutboxJobQuerySet":
        """Neither done nor dead."""
        return self.filter(state__in=UNDONE)

    def dead(self) -> "OutboxJobQuerySet":
        """Given up; an officer decides."""
        return self.filter(state=JobState.DEAD)


class OutboxJob(models.Model):
    """One effect. `key` makes a second `enqueue` of the same effect a no-op; `payload` holds ids only."""

    kind = models.CharField(_("jenis"), max_length=60)
    queue = models.CharField(_("antrean"), max_length=20)
    key = models.CharField(_("kunci"), max_length=200, unique=True)
    payload = models.JSONField(_("isi"), default=dict)
    state = models.CharField(_("keadaan"), max_length=8, choices=JobState.choices, default=JobState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    due_at = models.DateTimeField(_("jatuh tempo"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("percobaan berikut"), default=timezone.now)
    lease_until = models.DateTimeField(_("dipegang sampai"), null=True, blank=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now)
    done_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)

    objects = OutboxJobQuerySet.as_manager()

    class Meta:
        ordering = ("next_attempt_at", "pk")
        verbose_name = _("pekerjaan keluar")
        verbose_name_plural = _("pekerjaan keluar")
        indexes = [
            models.Index(
                fields=("next_attempt_at", "id"),
                name="outbox_undone",
                condition=models.Q(state__in=("pending", "failed", "sending")),
            ),
            models.Index(fields=("state", "done_at"), name="outbox_done"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_done_has_moment",
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
