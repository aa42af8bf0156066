"""Checklists as data: kinds, their versions, the items of each version."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import ItemSeverity, Scoring, VersionState
from inspections.querysets import ChecklistVersionQuerySet


class ChecklistKind(models.Model):
    """What one checklist is for: the licence types and the kind of facility it serves."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    name_id = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120)
    # Codes of recommendation types: licensing stands above, so they are strings checked on loading (DECISIONS 2).
    type_codes = models.JSONField(_("jenis izin"), default=list)
    facility_kind = models.CharField(_("jenis fasilitas"), max_length=40)
    legal_basis = models.CharField(_("dasar hukum"), max_length=300)
    confidence = models.CharField(_("keyakinan"), max_length=10, default="medium")
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("daftar tilik")
        verbose_name_plural = _("daftar tilik")

    def __str__(self) -> str:
        return self.name_id

    @property
    def label(self) -> str:
        """Name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_id


class ChecklistVersion(models.Model):
    """One version of a checklist. A published one is never changed; a visit keeps the one it was started with.

    The version in force on a day is the published one with the latest `valid_from` not after it.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    kind = models.ForeignKey("inspections.ChecklistKind", on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(_("versi"), max_length=10)
    state = models.CharField(_("keadaan"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField(_("berlaku mulai"), null=True, blank=True)
    scoring = models.CharField(_("cara menilai"), max_length=10, choices=Scoring.choices)
    # percent: the lowest passing percentage; severity: the worst passing level (2 = Level II); pass_all: 100.
    pass_threshold = models.PositiveSmallIntegerField(_("batas lulus"))
    grading_rule = models.TextField(_("cara menilai dengan kata"))
    # Of a version that people made; the shipped ones name their law on the kind.
    decree = models.CharField(_("dasar penetapan"), max_length=200, blank=True, default="")
    reason = models.CharField(_("alasan"), max_length=500, blank=True, default="")
    returned_note = models.CharField(_("sebab dikembalikan"), max_length=300, blank=True, default="")
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("dibuat pada"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("diusulkan pada"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)

    objects = ChecklistVersionQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "-valid_from", "-id")
        verbose_name = _("versi daftar tilik")
        verbose_name_plural = _("versi daftar tilik")
        constraints = [
            models.UniqueConstraint(fields=("kind", "version"), name="checklist_version_once"),
            models.CheckConstraint(
                name="checklist_published_has_day",
                condition=~models.Q(state="published") | models.Q(valid_from__isnull=False),
            ),
            models.CheckConstraint(
                name="checklist_two_people",
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.version}"


class ChecklistItem(models.Model):
    """One question, worded so that "Sesuai" is always good. `applies_when` empty = always asked."""

    version = models.ForeignKey("inspections.ChecklistVersion", on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("kode"), max_length=10)
    part = models.CharField(_("bagian"), max_length=80)
    seq = models.PositiveSmallIntegerField(_("urutan"))
    question = models.CharField(_("pertanyaan"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("bobot"), default=1)
    critical = models.BooleanField(_("kritis"), default=False)
    severity = models.CharField(_("kelas"), max_length=8, choices=ItemSeverity.choices, blank=True, default="")
    photo_when_no = models.BooleanField(_("foto bila tidak sesuai"), default=False)
    hint = models.CharField(_("petunjuk bukti"), max_length=200, blank=True, default="")
    rule = models.CharField(_("sumber"), max_length=200, blank=True, default="")
    applies_when = models.CharField(_("berlaku bila"), max_length=80, blank=True, default="")

    class Meta:
        ordering = ("version", "seq")
        verbose_name = _("butir")
        verbose_name_plural = _("butir")
        constraints = [
            models.UniqueConstraint(fields=("version", "code"), name="checklist_item_code_once"),
            models.UniqueConstraint(fields=("version", "seq"), name="checklist_item_seq_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.question}"
