"""Answers already given, so the same request is done once."""

from django.db import models
from django.utils import timezone

from core.crypto import EncryptedTextField


class IdempotencyRecord(models.Model):
    """`status` and `body` are the first answer; both are written in the transaction that did the work.

    The body is encrypted, for an answer may tell of a person; an empty one is NULL.
    """

    client = models.CharField(max_length=80)
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    claim = models.CharField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = EncryptedTextField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("client", "route", "key"), name="idempotency_key_unique")]

    def __str__(self) -> str:
        return f"{self.client} {self.route} {self.key}"
