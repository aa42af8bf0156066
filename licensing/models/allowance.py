"""Promises by date (allowances), the cached clock readings, and warnings already given."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import ClockName, ClockState
from licensing.models.catalogue import BEGINNING


class Allowance(models.Model):
    """Working days a clock allows, from a date on; `type_code` empty = all types."""

    clock = models.CharField(_("jam"), max_length=16, choices=ClockName.choices)
    type_code = models.CharField(_("jenis"), max_length=40, blank=True, default="")
    working_days = models.DecimalField(_("hari kerja"), max_digits=6, decimal_places=3)
    valid_from = models.DateField(_("berlaku mulai"), default=BEGINNING)
    decree = models.CharField(_("dasar penetapan"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ("clock", "type_code", "valid_from")
        verbose_name = _("batas waktu layanan")
        verbose_name_plural = _("batas waktu layanan")
        constraints = [
            models.UniqueConstraint(fields=("clock", "type_code", "valid_from"), name="allowance_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.type_code or '*'} {self.working_days}"


class DeemedChange(models.Model):
    """A proposed change of the silence limit of a type from a day on; `days` null switches it off.

    Proposed by one person, confirmed by another (matrix rows change_propose, change_confirm).
    """

    type_code = models.CharField(_("jenis"), max_length=40)
    days = models.PositiveSmallIntegerField(_("batas diam (hari kerja)"), null=True, blank=True)
    valid_from = models.DateField(_("berlaku mulai"))
    decree = models.CharField(_("dasar penetapan"), max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at", "-id")
        verbose_name = _("perubahan batas diam")
        verbose_name_plural = _("perubahan batas diam")
        constraints = [
            models.UniqueConstraint(
                fields=("type_code",), condition=models.Q(confirmed_at__isnull=True), name="deemed_change_one_open"
            ),
            models.CheckConstraint(
                name="deemed_change_two_people",
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_code} {self.valid_from}"


class ApplicationClock(models.Model):
    """Cached reading of one clock; `recompute_clocks` rebuilds it with no difference.

    `allowance` is the file's own and stays. `calendar_version` is set by the event that stops the clock and
    is the version every later recompute uses (DECISIONS 14). `on_time` and `used_minutes` (office minutes) are
    of a stopped clock.
    """

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=16, choices=ClockName.choices)
    allowance = models.ForeignKey("licensing.Allowance", on_delete=models.PROTECT, related_name="+")
    calendar_version = models.ForeignKey(
        "accounts.CalendarVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=ClockState.choices, default=ClockState.NOT_STARTED)
    counted = models.BooleanField(default=True)
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True)
    used_minutes = models.PositiveIntegerField(_("menit kerja terpakai"), null=True, blank=True)

    class Meta:
        ordering = ("application", "name")
        verbose_name = _("jam permohonan")
        verbose_name_plural = _("jam permohonan")
        constraints = [models.UniqueConstraint(fields=("application", "name"), name="application_clock_unique")]
        indexes = [
            models.Index(fields=("name", "due_at"), name="clock_running_due", condition=models.Q(state="running")),
            models.Index(fields=("name", "stopped_at"), name="clock_stopped"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.name}"


class ClockWarning(models.Model):
    """A warning given once per clock and threshold (50, 75, 90, 100 per cent)."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="clock_warnings")
    clock = models.CharField(max_length=16, choices=ClockName.choices)
    threshold = models.PositiveSmallIntegerField(_("persen"))
    audience = models.CharField(max_length=12, default="officer")
    reached_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("peringatan waktu")
        verbose_name_plural = _("peringatan waktu")
        constraints = [
            models.UniqueConstraint(fields=("application", "clock", "threshold", "audience"), name="clock_warning_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.clock} {self.threshold}"
