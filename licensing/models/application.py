"""The application (permohonan). Its `state` is written by `licensing.domain.transitions` alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from licensing.enums import OPEN_STATES, ApplicationKind, LegalEra, State
from licensing.querysets import ApplicationQuerySet


class Application(models.Model):
    """One application from draft to end product.

    `answers` (encrypted) holds what the applicant typed, by section; the columns beside it are copies for
    lists and search. `due_at` is a cached copy of the earliest running promise (`recompute_clocks`).
    """

    number = models.CharField(_("nomor permohonan"), max_length=16, unique=True)
    type = models.ForeignKey(
        "licensing.RecommendationType",
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("jenis"),
    )
    requirement_set = models.ForeignKey(
        "licensing.RequirementSet",
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("perangkat persyaratan"),
    )
    kind = models.CharField(_("sifat"), max_length=12, choices=ApplicationKind.choices)
    slot = models.PositiveSmallIntegerField(_("tempat ke-"), default=1)
    state = models.CharField(_("keadaan"), max_length=18, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("versi"), default=1)
    legal_era = models.CharField(_("masa hukum"), max_length=14, choices=LegalEra.choices, default=LegalEra.NEW)

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("pemohon"),
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filed_applications",
        verbose_name=_("diajukan oleh"),
    )
    channel = models.CharField(_("saluran"), max_length=12, default="portal")
    client_id = models.CharField(_("klien API"), max_length=100, blank=True, default="")
    external_reference = models.CharField(_("rujukan luar"), max_length=80, blank=True, default="", db_index=True)

    answers = EncryptedJSONField(_("jawaban"), default=dict)
    applicant_name = models.CharField(_("nama pemohon"), max_length=160, blank=True, default="")
    identity_hash = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    phone_last4_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    person = models.ForeignKey(
        "workforce.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    profession = models.ForeignKey("workforce.Profession", on_delete=models.PROTECT, null=True, blank=True)
    place = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("tempat"),
    )
    place_name = models.CharField(_("nama tempat"), max_length=150, blank=True, default="")
    previous_licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="applications", verbose_name=_("wilayah")
    )
    licensing_office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    health_office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")

    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="handled_applications",
        verbose_name=_("dipegang"),
    )
    handler_since = models.DateTimeField(null=True, blank=True)
    handler_seen_at = models.DateTimeField(null=True, blank=True)

    register_number = models.CharField(_("nomor register"), max_length=60, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat pada"))
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True, db_index=True)
    submitted_at = models.DateTimeField(_("diajukan pada"), null=True, blank=True)
    verified_at = models.DateTimeField(_("diverifikasi pada"), null=True, blank=True)
    registered_at = models.DateTimeField(_("terdaftar pada"), null=True, blank=True)
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    closed_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    correct_by = models.DateField(_("perbaikan paling lambat"), null=True, blank=True)
    due_at = models.DateTimeField(_("batas waktu"), null=True, blank=True)
    due_clock = models.CharField(max_length=16, blank=True, default="")
    deemed = models.BooleanField(_("terbit karena batas waktu"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("permohonan")
        verbose_name_plural = _("permohonan")
        constraints = [
            models.CheckConstraint(name="application_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="application_submitted_has_moment",
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            # Queues read open files in their order; a state left out here would have all of them sorted.
            models.Index(
                fields=("due_at", "id"),
                name="application_open_by_due",
                condition=models.Q(state__in=sorted(state.value for state in OPEN_STATES)),
            ),
            models.Index(fields=("state", "due_at", "id"), name="application_state_by_due"),
            models.Index(fields=("submitted_at", "id"), name="application_submitted"),
        ]

    def __str__(self) -> str:
        return self.number


class ApplicationLetter(models.Model):
    """Which letters belong to an application."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="letter_links")
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, related_name="application_link")
    event = models.ForeignKey(
        "licensing.ApplicationEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )

    class Meta:
        ordering = ("id",)
        verbose_name = _("surat permohonan")
        verbose_name_plural = _("surat permohonan")

    def __str__(self) -> str:
        return f"{self.application_id} {self.letter_id}"


class ApplicationVisit(models.Model):
    """Visits made for an application (the key points down, STYLE)."""

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="visit_links")
    visit = models.OneToOneField("inspections.Visit", on_delete=models.PROTECT, related_name="application_link")

    class Meta:
        ordering = ("id",)
        verbose_name = _("kunjungan permohonan")
        verbose_name_plural = _("kunjungan permohonan")

    def __str__(self) -> str:
        return f"{self.application_id} {self.visit_id}"


class ApplicationConsent(models.Model):
    """Recorded consent of a staff member that the PJ files for them (SECURITY section 6).

    The last row counts: one with `granted` False after one with True is a consent taken back.
    """

    application = models.ForeignKey("licensing.Application", on_delete=models.CASCADE, related_name="consents")
    request = models.ForeignKey(
        "licensing.FilingConsent", on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    person = models.ForeignKey("workforce.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("id",)
        verbose_name = _("persetujuan diajukan PJ")
        verbose_name_plural = _("persetujuan diajukan PJ")
        constraints = [
            # Two coordinators at once make one draft of one consent.
            models.UniqueConstraint(
                fields=("request",), condition=models.Q(granted=True), name="application_consent_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.person_id}"
