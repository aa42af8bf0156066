"""The yearly and quarterly programme: an activity with its terms of reference (ToR) and its targets."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import COVERAGE_MEASURES, PlanKind, PlanState, TargetMeasure
from inspections.querysets import ActivityPlanQuerySet

QUARTERS = 4
FIRST_YEAR = 2013


class ActivityPlan(models.Model):
    """One activity of a year or a quarter with its ToR (roles.md 3 and 6, row 5).

    `quarter` 0 is the whole year; a quarterly plan may name the yearly one it belongs to. `budget_amount` is the cost
    to the office itself in whole rupiah, never something an applicant pays. `basis` and `schedule` are lists of
    lines. Changed only by `inspections.domain.activity_plans` and signed by `inspections.letters.plan_signing`.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    quarter = models.PositiveSmallIntegerField(_("triwulan"), default=0)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quarters",
        verbose_name=_("rencana tahunan"),
    )
    kind = models.CharField(_("jenis kegiatan"), max_length=14, choices=PlanKind.choices)
    name = models.CharField(_("nama kegiatan"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)

    background = models.TextField(_("latar belakang"))
    basis = models.JSONField(_("dasar hukum"), default=list)
    purpose = models.TextField(_("maksud"))
    objective = models.TextField(_("tujuan"))
    beneficiaries = models.TextField(_("sasaran"))
    output = models.TextField(_("keluaran"))
    indicator = models.CharField(_("indikator"), max_length=200)
    indicator_target = models.CharField(_("target"), max_length=120)
    method = models.TextField(_("metode"))
    schedule = models.JSONField(_("jadwal"), default=list)
    place = models.CharField(_("tempat"), max_length=160)
    staff = models.TextField(_("tenaga pelaksana"))
    responsible = models.CharField(_("penanggung jawab kegiatan"), max_length=160)
    budget_amount = models.PositiveBigIntegerField(_("biaya dinas (rupiah)"), null=True, blank=True)
    budget_source = models.CharField(_("sumber dana"), max_length=120)
    budget_line = models.CharField(_("kode rekening"), max_length=60, blank=True, default="")

    # Coverage on the day it was proposed, as the ToR prints it; null while nobody lends figures.
    coverage_on = models.DateField(_("cakupan per"), null=True, blank=True)
    coverage_held = models.PositiveIntegerField(null=True, blank=True)
    coverage_obliged = models.PositiveIntegerField(null=True, blank=True)

    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("ditulis pada"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("diajukan pada"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("disetujui pada"), null=True, blank=True)
    returned_note = models.CharField(_("catatan pengembalian"), max_length=500, blank=True, default="")
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="activity_plan"
    )

    objects = ActivityPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "quarter", "name", "id")
        verbose_name = _("rencana kegiatan")
        verbose_name_plural = _("rencana kegiatan")
        constraints = [
            models.UniqueConstraint(fields=("office", "year", "quarter", "name"), name="activity_plan_once"),
            models.CheckConstraint(name="activity_plan_quarter", condition=models.Q(quarter__lte=QUARTERS)),
            models.CheckConstraint(name="activity_plan_year", condition=models.Q(year__gte=FIRST_YEAR)),
            models.CheckConstraint(
                name="activity_plan_approved_has_letter",
                condition=~models.Q(state="approved")
                | models.Q(letter__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="activity_plan_two_people",
                condition=models.Q(approved_by__isnull=True)
                | (~models.Q(approved_by=models.F("drafted_by")) & ~models.Q(approved_by=models.F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def starts_on(self) -> date:
        """First day of the year or quarter."""
        return date(self.year, 1 if not self.quarter else self.quarter * 3 - 2, 1)

    @property
    def ends_before(self) -> date:
        """The day after the last one."""
        month = 13 if not self.quarter else self.quarter * 3 + 1
        return date(self.year + (month > 12), (month - 1) % 12 + 1, 1)  # noqa: PLR2004  # months of a year

    @property
    def period_label(self) -> str:
        """The year, or the quarter of the year."""
        if not self.quarter:
            return gettext("Tahun %(year)s") % {"year": self.year}
        return gettext("Triwulan %(quarter)s %(year)s") % {
            "quarter": ["I", "II", "III", "IV"][self.quarter - 1],
            "year": self.year,
        }


class ActivityTarget(models.Model):
    """What one unit shall reach for one profession within the plan's dates; `unit` and `profession` null = all.

    `goal` counts visits and sessions; for coverage it is a percentage. `base_held` of `base_obliged` is the coverage
    of the same cut on the day the target was set, null for counted measures.
    """

    plan = models.ForeignKey("inspections.ActivityPlan", on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(_("ukuran"), max_length=12, choices=TargetMeasure.choices)
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kecamatan"),
    )
    unit = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    facility_kind = models.CharField(_("jenis fasilitas"), max_length=24, blank=True, default="")
    profession = models.ForeignKey(
        "workforce.Profession",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("profesi"),
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    goal = models.PositiveIntegerField(_("target"))
    base_on = models.DateField(null=True, blank=True)
    base_held = models.PositiveIntegerField(null=True, blank=True)
    base_obliged = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "id")
        verbose_name = _("target kegiatan")
        verbose_name_plural = _("target kegiatan")
        constraints = [
            models.CheckConstraint(
                name="activity_target_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="activity_target_percent",
                condition=models.Q(measure__in=["visits", "sessions"]) | models.Q(goal__lte=100),
            ),
            models.CheckConstraint(name="activity_target_goal", condition=models.Q(goal__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.measure} {self.goal}"

    @property
    def is_coverage(self) -> bool:
        """True for a percentage of HLC."""
        return self.measure in COVERAGE_MEASURES
