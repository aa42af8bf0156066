"""Signs of life of processes that answer no requests."""

from django.db import models


class Heartbeat(models.Model):
    """The last moment `name` was alive."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
