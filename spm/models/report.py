"""Reports of a period: drafted, checked, locked and signed; a correction is a new version beside the old."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value as Literal
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from spm.enums import Programme, ReportState
from spm.querysets import FigureQuerySet


class Report(models.Model):
    """The report of `year` up to the end of month `until`, of a region or of one Puskesmas.

    `content` is canonical JSON of all figures as they held at `data_at`, `sha256` its hash, `basis` the definitions
    they were worked out by. All three are set when the report is checked and never change after it is locked.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    programme = models.CharField(_("program"), max_length=12, choices=Programme.choices)
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    until = models.PositiveSmallIntegerField(_("sampai bulan"))
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    state = models.CharField(_("keadaan"), max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    created_at = models.DateTimeField(_("dibuat pada"))
    data_at = models.DateTimeField(_("data per"), null=True, blank=True)
    content = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    basis = models.JSONField(default=dict, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)
    returned_note = models.CharField(_("catatan pengembalian"), max_length=500, blank=True, default="")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(_("dikunci pada"), null=True, blank=True)
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="spm_report"
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    change_reason = models.CharField(_("alasan perubahan"), max_length=300, blank=True, default="")
    # Two people reopen: who asked, and why; the other one makes the new version.
    reopen_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopen_asked_at = models.DateTimeField(null=True, blank=True)
    reopen_reason = models.CharField(max_length=300, blank=True, default="")

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-until", "-version")
        verbose_name = _("laporan SPM")
        verbose_name_plural = _("laporan SPM")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "region",
                Coalesce("facility", Literal(0)),
                "year",
                "until",
                "version",
                name="report_version_unique",
            ),
            models.CheckConstraint(name="report_until_is_month", condition=Q(until__gte=1, until__lte=12)),
            models.CheckConstraint(
                name="report_locked_has_content",
                condition=~Q(state=ReportState.LOCKED) | (Q(locked_at__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.region_id} {self.year}-{self.until:02d} v{self.version}"

    @property
    def is_locked(self) -> bool:
        """True once it is locked."""
        return self.state == ReportState.LOCKED
