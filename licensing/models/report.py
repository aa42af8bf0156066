"""Complaints and anonymous reports about money, hidden from the officers they concern."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField, EncryptedTextField
from licensing.enums import ReportChannel, ReportKind
from licensing.querysets import PublicReportQuerySet


class PublicReport(models.Model):
    """A complaint or an integrity report; the name may stay empty.

    `number` runs without gaps per office, kind and local year. With the code, kept as a hash alone, somebody
    without an account reads the answer. `reporter` is set only when a signed-in person gave the name.
    """

    number = models.CharField(_("nomor"), max_length=24, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=ReportKind.choices)
    channel = models.CharField(_("saluran"), max_length=10, choices=ReportChannel.choices, default=ReportChannel.PORTAL)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    application_number = models.CharField(_("nomor permohonan"), max_length=16, blank=True, default="")
    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    letter = models.ForeignKey(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("surat")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    text = EncryptedTextField(_("isi"))
    # An encrypted column stores an empty text as NULL: nobody has to leave a contact.
    contact = EncryptedCharField(_("kontak"), max_length=255, null=True, blank=True)
    created_at = models.DateTimeField(_("masuk pada"))
    due_at = models.DateTimeField(_("dijanjikan pada"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="")
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PublicReportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")
        constraints = [
            models.CheckConstraint(
                name="report_answer_has_moment",
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(fields=("due_at",), condition=models.Q(answered_at__isnull=True), name="report_open_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """True until it is answered."""
        return self.answered_at is None


class ReportWarning(models.Model):
    """A warning about an open complaint, given once per threshold (50, 75, 90, 100 per cent)."""

    report = models.ForeignKey("licensing.PublicReport", on_delete=models.CASCADE, related_name="warnings")
    threshold = models.PositiveSmallIntegerField(_("persen"))
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("peringatan pengaduan")
        verbose_name_plural = _("peringatan pengaduan")
        constraints = [models.UniqueConstraint(fields=("report", "threshold"), name="report_warning_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.threshold}"


class AnswerPromise(models.Model):
    """In how many working days a kind of report is answered; the service standard as data."""

    kind = models.CharField(_("jenis"), max_length=12, choices=ReportKind.choices, primary_key=True)
    working_days = models.PositiveSmallIntegerField(_("hari kerja"))
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        ordering = ("kind",)
        verbose_name = _("janji jawaban pengaduan")
        verbose_name_plural = _("janji jawaban pengaduan")

    def __str__(self) -> str:
        return f"{self.kind} {self.working_days}"


class PromiseReportLetter(models.Model):
    """A signed monthly report; a later one for the same month replaces it, both stay."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("bulan"))
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, related_name="promise_report")
    signed_at = models.DateTimeField(_("ditandatangani pada"))

    class Meta:
        ordering = ("-month", "-signed_at")
        verbose_name = _("laporan bulanan")
        verbose_name_plural = _("laporan bulanan")

    def __str__(self) -> str:
        return f"{self.office_id} {self.month:%Y-%m}"
