"""Empowering people: trainings of inspectors, guidance sessions with their attendance."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import SessionState
from inspections.querysets import GuidanceSessionQuerySet


class InspectorTraining(models.Model):
    """A training an inspector finished; `hours` are lesson hours (jam pelajaran) of 45 minutes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inspector_trainings",
        verbose_name=_("pengawas"),
    )
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("pelatihan"), max_length=160)
    organiser = models.CharField(_("penyelenggara"), max_length=160, blank=True, default="")
    held_on = models.DateField(_("selesai pada"))
    hours = models.PositiveSmallIntegerField(_("jam pelajaran"))
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=80, blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        ordering = ("-held_on", "-id")
        verbose_name = _("pelatihan pengawas")
        verbose_name_plural = _("pelatihan pengawas")
        constraints = [
            models.UniqueConstraint(fields=("user", "title", "held_on"), name="inspector_training_once"),
            models.CheckConstraint(name="inspector_training_hours", condition=models.Q(hours__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.title}"


class GuidanceSession(models.Model):
    """A guidance session (pembinaan) for facilities or staff, led by one officer. `region` null = the whole city.

    `summary` is written when it was held. Changed only by `inspections.domain.guidance`.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        "inspections.ActivityPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    topic = models.CharField(_("pokok bahasan"), max_length=160)
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kecamatan"),
    )
    place = models.CharField(_("tempat"), max_length=160)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("pembina")
    )
    state = models.CharField(_("keadaan"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    summary = models.TextField(_("hasil"), blank=True, default="")
    cancel_reason = models.CharField(_("sebab dibatalkan"), max_length=200, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("dibuat pada"))

    objects = GuidanceSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-id")
        verbose_name = _("pertemuan pembinaan")
        verbose_name_plural = _("pertemuan pembinaan")
        constraints = [
            models.CheckConstraint(
                name="guidance_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return self.topic


class GuidanceAttendee(models.Model):
    """Somebody invited to a session; `present` is noted when it was held. A name, never a NIK or phone."""

    session = models.ForeignKey("inspections.GuidanceSession", on_delete=models.CASCADE, related_name="attendees")
    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fasilitas"),
    )
    name = models.CharField(_("nama"), max_length=120)
    position = models.CharField(_("kedudukan"), max_length=80, blank=True, default="")
    present = models.BooleanField(_("hadir"), default=False)

    class Meta:
        ordering = ("session", "id")
        verbose_name = _("peserta pembinaan")
        verbose_name_plural = _("peserta pembinaan")
        constraints = [
            models.UniqueConstraint(fields=("session", "name", "facility"), name="guidance_attendee_once"),
        ]

    def __str__(self) -> str:
        return self.name
