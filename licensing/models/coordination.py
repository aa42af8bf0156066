"""Questions to outside bodies, each answered by a limited link that opens one file or one visit only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from core.uploads.states import FileState
from licensing.querysets import CoordinationQuerySet


class PartnerQuestion(models.Model):
    """What is asked of an outside body, and its answer; the secret of the link is stored hashed only."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    partner_name = models.CharField(_("instansi"), max_length=150)
    partner_title = models.CharField(_("pejabat tujuan"), max_length=150)
    partner_email = models.EmailField(_("pos-el instansi"))
    questions = models.JSONField(_("pertanyaan"), default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_expires_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="")
    answer_favourable = models.BooleanField(_("mendukung"), null=True, blank=True)
    answer_number = models.CharField(_("nomor jawaban"), max_length=80, blank=True, default="")
    answer_date = models.DateField(_("tanggal jawaban"), null=True, blank=True)
    answered_by_name = models.CharField(_("dijawab oleh"), max_length=120, blank=True, default="")

    class Meta:
        abstract = True


class Coordination(PartnerQuestion):
    """One coordination request about an application, with its own clock (`coordination`)."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="coordinations")
    answer_document = models.ForeignKey(
        "licensing.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        ordering = ("application", "asked_at")
        verbose_name = _("koordinasi")
        verbose_name_plural = _("koordinasi")

    def __str__(self) -> str:
        return f"{self.application_id} {self.partner_name}"


class CoordinationBody(models.Model):
    """An outside body a visit may ask, and in how many working days its answer is expected."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(_("instansi"), max_length=150)
    official = models.CharField(_("pejabat tujuan"), max_length=150)
    working_days = models.PositiveSmallIntegerField(_("hari kerja"))
    source = models.CharField(_("dasar"), max_length=200)
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        ordering = ("position",)
        verbose_name = _("instansi koordinasi")
        verbose_name_plural = _("instansi koordinasi")

    def __str__(self) -> str:
        return self.name


class VisitCoordination(PartnerQuestion):
    """One coordination request about a visit. `working_days` is the promise it was asked under.

    `calendar_version` is the calendar the answer closed under; null while it is open (DECISIONS 14).
    """

    visit = models.ForeignKey("inspections.Visit", on_delete=models.PROTECT, related_name="coordinations")
    body = models.ForeignKey("licensing.CoordinationBody", on_delete=models.PROTECT, related_name="+")
    working_days = models.PositiveSmallIntegerField(_("hari kerja"))
    due_at = models.DateTimeField(_("batas jawaban"))
    calendar_version = models.ForeignKey(
        "accounts.CalendarVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="visit_coordination"
    )

    class Meta:
        ordering = ("visit", "asked_at")
        verbose_name = _("koordinasi kunjungan")
        verbose_name_plural = _("koordinasi kunjungan")
        indexes = [models.Index(fields=("asked_at",), name="visit_coordination_asked")]
        constraints = [
            models.UniqueConstraint(
                fields=("visit", "body"),
                condition=models.Q(answered_at__isnull=True),
                name="visit_coordination_one_open",
            ),
            models.CheckConstraint(
                name="visit_coordination_closed_calendar",
                condition=models.Q(answered_at__isnull=True) | models.Q(calendar_version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.partner_name}"


class AnswerPaper(models.Model):
    """The scan of an answer about a visit; only the rebuilt copy is ever served."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    coordination = models.OneToOneField(
        "licensing.VisitCoordination", on_delete=models.CASCADE, related_name="answer_paper"
    )
    display_name = models.CharField(_("nama berkas"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=12, choices=FileState.choices, default=FileState.PENDING_SCAN)
    refusal_code = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    stored_name = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    unscanned = models.BooleanField(_("tanpa pindai virus"), default=False)

    class Meta:
        ordering = ("coordination",)
        verbose_name = _("surat jawaban koordinasi")
        verbose_name_plural = _("surat jawaban koordinasi")

    def __str__(self) -> str:
        return self.display_name
