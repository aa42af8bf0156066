"""Practitioner = person x profession, with STR, SKP and placements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from workforce.enums import EducationLevel, EmploymentStatus
from workforce.querysets import PlacementQuerySet, PractitionerQuerySet


class Practitioner(models.Model):
    """A person in one profession. `str_valid_until` null means a lifetime STR when `str_number` is set."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(
        "workforce.Person", on_delete=models.PROTECT, related_name="practitioners", verbose_name=_("orang")
    )
    profession = models.ForeignKey(
        "workforce.Profession",
        on_delete=models.PROTECT,
        related_name="practitioners",
        verbose_name=_("profesi"),
    )
    str_number = models.CharField(_("nomor STR"), max_length=40, blank=True, default="", db_index=True)
    str_issued_on = models.DateField(_("STR terbit"), null=True, blank=True)
    str_valid_until = models.DateField(_("STR berlaku sampai"), null=True, blank=True)
    str_lifetime = models.BooleanField(_("STR seumur hidup"), default=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_rows",
        verbose_name=_("digabung ke"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True, db_index=True)

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("tenaga kesehatan")
        verbose_name_plural = _("tenaga kesehatan")
        indexes = [
            # Who stands behind a placement: coverage reads it four thousand times for a city, from the index alone.
            models.Index(fields=("id",), include=("person", "profession"), name="practitioner_of_placement")
        ]
        constraints = [
            models.UniqueConstraint(fields=("person", "profession"), name="practitioner_unique"),
            models.UniqueConstraint(
                fields=("str_number",), condition=~models.Q(str_number=""), name="practitioner_str_unique"
            ),
            models.CheckConstraint(
                name="practitioner_str_dated_or_lifetime",
                condition=models.Q(str_lifetime=False) | models.Q(str_valid_until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.profession_id}"


class Education(models.Model):
    """A degree or training a practitioner finished; the year is enough, for older certificates say no more."""

    practitioner = models.ForeignKey("workforce.Practitioner", on_delete=models.CASCADE, related_name="education")
    level = models.CharField(_("jenjang"), max_length=10, choices=EducationLevel.choices)
    programme = models.CharField(_("program studi"), max_length=120)
    institution = models.CharField(_("perguruan tinggi/sekolah"), max_length=150)
    graduated_year = models.PositiveSmallIntegerField(_("tahun lulus"), null=True, blank=True)
    certificate_number = models.CharField(_("nomor ijazah"), max_length=60, blank=True, default="")

    class Meta:
        ordering = ("practitioner", "-graduated_year", "id")
        verbose_name = _("pendidikan")
        verbose_name_plural = _("pendidikan")

    def __str__(self) -> str:
        return f"{self.level} {self.programme}"


class SkpRecord(models.Model):
    """Professional credit points earned in a period (KMK 1561/2024)."""

    practitioner = models.ForeignKey("workforce.Practitioner", on_delete=models.CASCADE, related_name="skp_records")
    period_start = models.DateField(_("mulai"))
    period_end = models.DateField(_("sampai"))
    points = models.PositiveIntegerField(_("jumlah SKP"))
    source = models.CharField(_("sumber"), max_length=80, blank=True, default="")

    class Meta:
        ordering = ("-period_end",)
        verbose_name = _("catatan SKP")
        verbose_name_plural = _("catatan SKP")
        constraints = [
            models.CheckConstraint(
                name="skp_period_ends_after_start", condition=models.Q(period_end__gte=models.F("period_start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner_id} {self.points}"


class Placement(models.Model):
    """Where a practitioner works, from `starts_on` to `ends_on` (inclusive, null = open)."""

    practitioner = models.ForeignKey("workforce.Practitioner", on_delete=models.CASCADE, related_name="placements")
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="placements", db_index=False
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    practice_hours = models.JSONField(_("jam praktik"), default=list, blank=True)
    employment = models.CharField(
        _("status kepegawaian"), max_length=10, choices=EmploymentStatus.choices, blank=True, default=""
    )
    needs_sip = models.BooleanField(_("wajib SIP"), default=True)
    end_reason = models.CharField(_("alasan berakhir"), max_length=200, blank=True, default="")
    # Set when the closing of the facility ended this placement, so that a closure called back restores it.
    ended_by_closure = models.ForeignKey(
        "facilities.FacilityClosure", on_delete=models.SET_NULL, null=True, blank=True, related_name="ended_placements"
    )
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ("practitioner", "starts_on")
        verbose_name = _("penempatan")
        verbose_name_plural = _("penempatan")
        indexes = [
            # Coverage reads the placements of a facility from the index alone.
            models.Index(
                fields=("facility", "ends_on"),
                include=("practitioner", "needs_sip", "starts_on"),
                name="placement_at_facility",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=("practitioner", "facility", "starts_on"), name="placement_unique"),
            models.CheckConstraint(
                name="placement_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner_id} @ {self.facility_id}"
