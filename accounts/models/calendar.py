"""Working-day calendars as versions: a version is never changed once recorded (DECISIONS 14)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import CalendarState
from accounts.querysets import CalendarVersionQuerySet


def empty_snapshot() -> dict[str, Any]:
    """Return a calendar without hours and holidays: every day is closed."""
    return {"holidays": [], "hours": [], "confirmed_years": []}


class CalendarVersion(models.Model):
    """Whole calendar of one office as `core.workdays.WorkCalendar.from_snapshot` reads it."""

    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        related_name="calendar_versions",
        verbose_name=_("perangkat daerah"),
    )
    number = models.PositiveIntegerField(_("versi"))
    snapshot = models.JSONField(_("isi kalender"), default=empty_snapshot)
    change = models.JSONField(_("perubahan"), default=dict, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=CalendarState.choices, default=CalendarState.PROPOSED)
    reason = models.CharField(_("alasan atau dasar"), max_length=300)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pengusul"),
    )
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("penetap"),
    )
    recorded_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)
    moved_count = models.PositiveIntegerField(_("permohonan bergeser"), null=True, blank=True)

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        ordering = ("office", "number")
        verbose_name = _("versi kalender kerja")
        verbose_name_plural = _("versi kalender kerja")
        constraints = [
            models.UniqueConstraint(fields=("office", "number"), name="calendar_version_number_unique"),
            models.CheckConstraint(
                name="calendar_confirmed_has_moment",
                condition=~models.Q(state="confirmed") | models.Q(recorded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} v{self.number}"
