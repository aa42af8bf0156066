"""Licences and their status history from the first day (DECISIONS 20)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from licensing.enums import FlagCode, LicenceState, LicenceVerb, PostCheckResult
from licensing.querysets import LicenceQuerySet


class Licence(models.Model):
    """A licence of a person (at a place) or of a facility. `ends_on` null = unlimited."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    type_code = models.CharField(_("jenis"), max_length=40, db_index=True)
    number = models.CharField(_("nomor izin"), max_length=120)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    holder_person = models.ForeignKey(
        "workforce.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="licences"
    )
    holder_facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="own_licences"
    )
    profession = models.ForeignKey(
        "workforce.Profession", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="licences_here",
        db_index=False,
    )
    slot = models.PositiveSmallIntegerField(_("tempat ke-"), default=1)
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    application = models.OneToOneField(
        "licensing.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="licence"
    )
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="licence"
    )
    deemed = models.BooleanField(_("terbit karena batas waktu"), default=False)
    issued_elsewhere = models.BooleanField(_("ditandatangani di sistem lain"), default=False)
    practice_hours = models.JSONField(_("jam praktik"), default=list, blank=True)
    is_responsible = models.BooleanField(_("apoteker penanggung jawab"), default=False)
    version = models.PositiveIntegerField(_("versi"), default=1)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name = _("izin")
        verbose_name_plural = _("izin")
        constraints = [
            models.UniqueConstraint(fields=("office", "number"), name="licence_number_unique"),
            models.CheckConstraint(
                name="licence_has_a_holder",
                condition=models.Q(holder_person__isnull=False) | models.Q(holder_facility__isnull=False),
            ),
            models.CheckConstraint(
                name="licence_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(fields=("type_code", "ends_on"), name="licence_type_end"),
            models.Index(fields=("ends_on",), name="licence_end"),
            # The order of the register.
            models.Index(fields=("-starts_on", "-id"), name="licence_newest"),
            # Coverage asks for each placement whether its person holds one there.
            models.Index(fields=("holder_person", "place", "profession"), name="licence_of_placement"),
            # And of a city what is in force at its facilities, from the index alone.
            models.Index(
                fields=("place", "ends_on"),
                include=("id", "holder_person", "profession", "starts_on"),
                name="licence_at_place",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def has_ended(self, on: date) -> bool:
        """True after the last day; expired is derived, never stored."""
        return self.ends_on is not None and self.ends_on < on


class LicenceStatus(models.Model):
    """A status over [valid_from, valid_to); append-only, future dates allowed.

    `verb` is empty for rows that nobody is told of (first status, imports). `told_at` stays null until the day the
    status takes effect, when holder and PJ hear of it. A row of no days (from = to) was overtaken.
    """

    licence = models.ForeignKey("licensing.Licence", on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(_("status"), max_length=12, choices=LicenceState.choices)
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai sebelum"), null=True, blank=True)
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(_("tindakan"), max_length=12, choices=LicenceVerb.choices, blank=True, default="")
    sanction = models.ForeignKey(
        "licensing.Sanction", on_delete=models.PROTECT, null=True, blank=True, related_name="statuses"
    )
    told_at = models.DateTimeField(_("diberitahukan pada"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("licence", "valid_from", "id")
        verbose_name = _("status izin")
        verbose_name_plural = _("status izin")
        constraints = [
            models.CheckConstraint(
                name="licence_status_ends_after_start",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=("licence",), condition=models.Q(valid_to__isnull=True), name="licence_status_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=("valid_from",),
                condition=models.Q(told_at__isnull=True) & ~models.Q(verb=""),
                name="licence_status_untold",
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.status} {self.valid_from}"


class LicenceFlag(models.Model):
    """Something about the place that puts a licence in doubt, over [since, until); its own status stays."""

    licence = models.ForeignKey("licensing.Licence", on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(_("tanda"), max_length=24, choices=FlagCode.choices)
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai sebelum"), null=True, blank=True)
    told_at = models.DateTimeField(_("diberitahukan pada"), null=True, blank=True)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("licence", "since", "id")
        verbose_name = _("tanda izin")
        verbose_name_plural = _("tanda izin")
        constraints = [
            models.UniqueConstraint(
                fields=("licence", "code"), condition=models.Q(until__isnull=True), name="licence_flag_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.code}"


class LicenceReminder(models.Model):
    """A reminder given once at 180, 90, 60 or 30 days before the end, and (0) on the last day; append-only."""

    licence = models.ForeignKey("licensing.Licence", on_delete=models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField(_("hari sebelum"))
    sent_on = models.DateField()
    skipped = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ("id",)
        verbose_name = _("pengingat izin")
        verbose_name_plural = _("pengingat izin")
        constraints = [models.UniqueConstraint(fields=("licence", "days_before"), name="licence_reminder_once")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.days_before}"


class PostCheck(models.Model):
    """The check owed after a licence came by silence (deemed approval)."""

    licence = models.OneToOneField("licensing.Licence", on_delete=models.CASCADE, related_name="post_check")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("hasil"), max_length=16, choices=PostCheckResult.choices, blank=True, default="")
    result = models.TextField(_("catatan"), blank=True, default="")

    class Meta:
        ordering = ("id",)
        verbose_name = _("pemeriksaan susulan")
        verbose_name_plural = _("pemeriksaan susulan")

    def __str__(self) -> str:
        return str(self.licence_id)
