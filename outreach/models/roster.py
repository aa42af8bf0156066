"""Vehicles, and who is on duty when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

DUTY_ROLES = (Role.DRIVER, Role.PUSKESMAS_DOCTOR)


class Vehicle(models.Model):
    """A car or motorcycle of a Puskesmas; in use while a pickup that took it is under way."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama kendaraan"), max_length=60)
    plate = models.CharField(_("nomor polisi"), max_length=12)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("kendaraan")
        verbose_name_plural = _("kendaraan")
        constraints = [models.UniqueConstraint(fields=("plate",), name="vehicle_plate_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.plate})"


class Shift(models.Model):
    """One person on duty from `starts_at` to `ends_at`, round the clock."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("tugas"), max_length=20, choices=[(role.value, role.label) for role in DUTY_ROLES])
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("sampai"))

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("jadwal jaga")
        verbose_name_plural = _("jadwal jaga")
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.UniqueConstraint(fields=("user", "starts_at"), name="shift_once"),
        ]
        indexes = [models.Index(fields=("office", "ends_at"), name="shift_office_end")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_at:%Y-%m-%d %H:%M}"
