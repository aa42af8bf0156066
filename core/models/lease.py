"""Who may do a periodic job right now."""

from django.db import models


class Lease(models.Model):
    """Taken until `until`; a second beat that rings inside that time finds it taken."""

    name = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} until {self.until:%Y-%m-%d %H:%M:%S}"
