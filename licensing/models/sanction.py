"""Sanctions on a licence: one row per step of the ladder, from proposal to letter."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from core.identifiers import public_id
from licensing.enums import LicenceVerb, SanctionState
from licensing.querysets import SanctionQuerySet

OPEN_SANCTIONS = (SanctionState.PROPOSED, SanctionState.ADVISED)


class SanctionStep(models.Model):
    """One step of the ladder, from `reference/sanctions.csv`. `repair_days` null = no term runs."""

    code = models.CharField(_("kode"), max_length=30, primary_key=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    label_id = models.CharField(_("langkah"), max_length=160)
    label_en = models.CharField(_("langkah Inggris"), max_length=160)
    trigger = models.CharField(_("pemicu"), max_length=300)
    repair_days = models.PositiveSmallIntegerField(_("hari pembenahan"), null=True, blank=True)
    next_code = models.CharField(_("langkah berikut"), max_length=30, blank=True, default="")
    verb = models.CharField(_("tindakan"), max_length=12, choices=LicenceVerb.choices, blank=True, default="")
    types = models.JSONField(_("awalan kode jenis"), default=list)
    basis = models.CharField(_("dasar"), max_length=300)
    confidence = models.CharField(_("keyakinan"), max_length=10, default="medium")

    class Meta:
        ordering = ("position",)
        verbose_name = _("langkah sanksi")
        verbose_name_plural = _("langkah sanksi")

    def __str__(self) -> str:
        return self.label_id

    @property
    def label(self) -> str:
        """Label in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_id


class Sanction(models.Model):
    """One step taken against a licence. Proposed, decided and carried out by different people (SECURITY 6).

    `effective_on` null = the day it is carried out. `breaches` is a list of {"text", "rule"}. Changed only by
    `licensing.domain.sanctions.steps`.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    licence = models.ForeignKey("licensing.Licence", on_delete=models.PROTECT, related_name="sanctions")
    step = models.ForeignKey("licensing.SanctionStep", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(_("tindakan"), max_length=12, choices=LicenceVerb.choices)
    state = models.CharField(_("keadaan"), max_length=10, choices=SanctionState.choices, default=SanctionState.PROPOSED)
    version = models.PositiveIntegerField(_("versi"), default=1)
    reason = models.ForeignKey("licensing.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("uraian"))
    breaches = models.JSONField(_("pelanggaran"), default=list)
    record_number = models.CharField(_("nomor berita acara"), max_length=120, blank=True, default="")
    record_date = models.DateField(_("tanggal berita acara"), null=True, blank=True)
    effective_on = models.DateField(_("berlaku mulai"), null=True, blank=True)
    repair_by = models.DateField(_("batas pembenahan"), null=True, blank=True)
    objection_until = models.DateField(_("keberatan sampai"), null=True, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    decision_note = models.TextField(_("catatan keputusan"), blank=True, default="")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_client = models.CharField(_("sistem"), max_length=100, blank=True, default="")
    done_at = models.DateTimeField(_("dilaksanakan pada"), null=True, blank=True)
    repaired_at = models.DateTimeField(_("selesai dibenahi pada"), null=True, blank=True)
    repair_note = models.TextField(_("bukti pembenahan"), blank=True, default="")
    due_told_at = models.DateTimeField(null=True, blank=True)
    advice = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="sanction_advised"
    )
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="sanction"
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-id")
        verbose_name = _("sanksi")
        verbose_name_plural = _("sanksi")
        constraints = [
            models.UniqueConstraint(
                fields=("licence",),
                condition=models.Q(state__in=["proposed", "advised"]),
                name="sanction_one_open_per_licence",
            ),
            models.CheckConstraint(
                name="sanction_two_people",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=("state", "proposed_at"), name="sanction_state"),
            models.Index(
                fields=("repair_by",),
                condition=models.Q(state="done", repaired_at__isnull=True, due_told_at__isnull=True),
                name="sanction_term_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.step_id}"

    @property
    def is_open(self) -> bool:
        """True while somebody still has to decide or carry it out."""
        return self.state in OPEN_SANCTIONS

    def term_is_over(self, on: date) -> bool:
        """True when the day set for the repair has passed without one."""
        return self.repair_by is not None and self.repaired_at is None and on > self.repair_by
