"""What the reference loader wrote, so that it never overwrites what people wrote."""

from django.db import models


class LoadedRow(models.Model):
    """`content_hash` is the hash of `fields` as last loaded from `source`; `retired_at` when the file dropped it."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    fields = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("source", "key")
        constraints = [models.UniqueConstraint(fields=("source", "key"), name="loaded_row_unique")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
