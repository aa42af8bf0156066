"""What other systems are told, and how it went: subscription, message, attempt."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import HookState, OffReason
from accounts.querysets import WebhookMessageQuerySet, WebhookSubscriptionQuerySet
from core.crypto import EncryptedCharField
from core.identifiers import public_id
from core.models import JobState


class WebhookSubscription(models.Model):
    """An agency's system wants to be told of `event_types` at `url`.

    Messages are signed with `secret`, and until `previous_until` with `previous_secret` as well, so that the other
    side may change over without losing one.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    client = models.ForeignKey(
        "accounts.ApiClient", on_delete=models.PROTECT, related_name="webhooks", verbose_name=_("sistem")
    )
    url = models.CharField(_("alamat"), max_length=500)
    event_types = models.JSONField(_("jenis peristiwa"), default=list)
    secret = EncryptedCharField(max_length=500)
    previous_secret = EncryptedCharField(max_length=500, null=True, blank=True)
    previous_until = models.DateTimeField(_("rahasia lama berlaku sampai"), null=True, blank=True)
    off_reason = models.CharField(_("mati karena"), max_length=8, choices=OffReason.choices, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat pada"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    last_sequence = models.PositiveBigIntegerField(_("nomor urut terakhir"), default=0)

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("langganan webhook")
        verbose_name_plural = _("langganan webhook")

    def __str__(self) -> str:
        return f"{self.client_id} {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether messages go out."""
        return not self.off_reason and self.ended_at is None


class WebhookMessage(models.Model):
    """One event for one subscription. `data` holds ids, states and versions; never a name, a number of a person.

    `sequence` counts the messages of this subscription alone, so that it tells nothing of what others get. It is empty
    until the worker first takes the message up.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    subscription = models.ForeignKey("accounts.WebhookSubscription", on_delete=models.CASCADE, related_name="messages")
    sequence = models.PositiveBigIntegerField(_("nomor urut"), null=True, blank=True)
    event_type = models.CharField(_("jenis peristiwa"), max_length=40)
    data = models.JSONField(_("isi"), default=dict)
    happened_at = models.DateTimeField(_("terjadi pada"))
    state = models.CharField(_("keadaan"), max_length=9, choices=HookState.choices, default=HookState.PENDING)
    give_up_at = models.DateTimeField(_("dicoba sampai"))
    delivered_at = models.DateTimeField(_("terkirim pada"), null=True, blank=True)
    replays = models.PositiveSmallIntegerField(_("kiriman ulang"), default=0)
    job = models.ForeignKey("core.OutboxJob", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WebhookMessageQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("pesan webhook")
        verbose_name_plural = _("pesan webhook")
        indexes = [models.Index(fields=("subscription", "state"), name="webhook_message_state")]
        constraints = [
            models.UniqueConstraint(fields=("subscription", "sequence"), name="webhook_message_sequence_unique")
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.public_id} {self.state}"

    @property
    def is_dead(self) -> bool:
        """Given up; also where the worker died on every attempt."""
        job_dead = self.job is not None and self.job.state == JobState.DEAD
        return self.state == HookState.DEAD or (self.state == HookState.PENDING and job_dead)

    @property
    def is_waiting(self) -> bool:
        """Another attempt will come by itself."""
        return self.state == HookState.PENDING and not self.is_dead

    @property
    def message_id(self) -> str:
        """The `webhook-id`: the same on every attempt and replay, so that the other side may drop doubles."""
        return f"msg_{self.public_id}"


class WebhookAttempt(models.Model):
    """One call: what came back, how long it took. `error` is a code of `core.outgoing`, empty for an answer."""

    message = models.ForeignKey("accounts.WebhookMessage", on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("waktu"))
    milliseconds = models.PositiveIntegerField(_("lama, milidetik"))
    status = models.PositiveSmallIntegerField(_("status HTTP"), null=True, blank=True)
    error = models.CharField(_("kesalahan"), max_length=20, blank=True, default="")
    answer = models.CharField(_("jawaban"), max_length=500, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        verbose_name = _("percobaan webhook")
        verbose_name_plural = _("percobaan webhook")

    def __str__(self) -> str:
        return f"{self.message_id} {self.status or self.error}"
