"""Circuit breakers, one row per outside system, shared by all processes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Neighbour(models.Model):
    """`failures` in a row; while there are too many, the next call is allowed at `open_until`, to one caller."""

    name = models.CharField(_("nama"), max_length=60, primary_key=True)
    failures = models.PositiveIntegerField(_("kegagalan beruntun"), default=0)
    open_until = models.DateTimeField(_("ditahan sampai"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("sistem tetangga")
        verbose_name_plural = _("sistem tetangga")

    def __str__(self) -> str:
        return f"{self.name} ({self.failures})"
