"""A visit to one place: planned, carried on a phone, answered item by item, concluded by a berita acara."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from core.uploads.states import FileState
from inspections.enums import VisitConclusion, VisitKind, VisitState
from inspections.querysets import VisitQuerySet


class Visit(models.Model):
    """A planned or held visit to one place, with its conclusion. Changed only by `inspections.domain`.

    `uuid` is the phone's name for it (a visit begun without signal brings its own). `inspector` leads the team.
    `version` counts every change: the phone says which one it started from. `device_at` is the phone's clock when
    the visit was finished, `received_at` ours. A surat tugas on paper has its number and date here only.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("jenis"), max_length=12, choices=VisitKind.choices, default=VisitKind.ROUTINE)
    state = models.CharField(_("keadaan"), max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    version = models.PositiveIntegerField(default=1, editable=False)
    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("fasilitas"),
    )
    place_text = models.CharField(_("tempat"), max_length=250, blank=True, default="")
    # Code of the recommendation type the visit is for, if any (strings, DECISIONS 2).
    type_code = models.CharField(_("jenis izin"), max_length=40, blank=True, default="")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits", verbose_name=_("pengawas")
    )
    surat_tugas = models.ForeignKey(
        "inspections.SuratTugas", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    surat_tugas_number = models.CharField(_("nomor surat tugas"), max_length=80, blank=True, default="")
    surat_tugas_date = models.DateField(_("tanggal surat tugas"), null=True, blank=True)
    card_number = models.CharField(_("nomor kartu pengawas"), max_length=40, blank=True, default="")
    purpose = models.CharField(_("rangka pemeriksaan"), max_length=200)
    scheduled_at = models.DateTimeField(_("dijadwalkan pada"))
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("tindak lanjut atas"),
    )

    checklist = models.ForeignKey(
        "inspections.ChecklistVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    conditions = models.JSONField(_("keadaan tempat"), default=list, blank=True)
    # Whose phone holds it; null = nobody's yet. Others of the team read.
    carrier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_out_at = models.DateTimeField(_("dibawa pada"), null=True, blank=True)
    # What the phone says it shot: [{"sha256", "item", "taken_at", "caption"}]; files may come before or after.
    expected_photos = models.JSONField(default=list, blank=True)
    device_id = models.CharField(_("perangkat"), max_length=64, blank=True, default="")
    device_at = models.DateTimeField(_("waktu perangkat"), null=True, blank=True)
    received_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(_("ketelitian (meter)"), null=True, blank=True)

    held_at = models.DateTimeField(_("dilaksanakan pada"), null=True, blank=True)
    met_name = models.CharField(_("ditemui"), max_length=120, blank=True, default="")
    met_position = models.CharField(_("kedudukan"), max_length=80, blank=True, default="")
    statement = models.TextField(_("keterangan pihak yang diperiksa"), blank=True, default="")
    not_inspected_reason = models.CharField(_("sebab tidak diperiksa"), max_length=300, blank=True, default="")
    conclusion = models.CharField(
        _("kesimpulan"), max_length=16, choices=VisitConclusion.choices, blank=True, default=""
    )
    # What the inspector concluded where no checklist is made for such a place.
    conclusion_given = models.CharField(max_length=16, choices=VisitConclusion.choices, blank=True, default="")
    score = models.DecimalField(_("nilai"), max_digits=5, decimal_places=2, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("tingkat"), null=True, blank=True)
    notes = models.TextField(_("catatan"), blank=True, default="")
    # Findings of visits recorded before checklists were data; newer ones are rows (`VisitFinding`).
    findings = models.JSONField(_("temuan"), default=list, blank=True)
    berita_acara_number = models.CharField(_("nomor berita acara"), max_length=80, blank=True, default="")
    letter = models.OneToOneField(
        "letters.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="visit"
    )
    concluded_at = models.DateTimeField(_("disimpulkan pada"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    cancel_reason = models.CharField(_("sebab dibatalkan"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, null=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-scheduled_at",)
        verbose_name = _("kunjungan")
        verbose_name_plural = _("kunjungan")
        indexes = [
            models.Index(fields=("state", "scheduled_at"), name="visit_state_when"),
            models.Index(fields=("inspector", "scheduled_at"), name="visit_inspector_when"),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_conclusion_needs_moment",
                condition=models.Q(conclusion="") | models.Q(held_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_concluded_says_what",
                condition=~models.Q(state="concluded") | ~models.Q(conclusion=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surat_tugas_number} {self.scheduled_at:%Y-%m-%d}"

    @property
    def place_name(self) -> str:
        """What the place is called; needs the facility loaded."""
        return self.facility.name if self.facility is not None else self.place_text


class VisitMember(models.Model):
    """A team mate of the leading inspector: reads on the phone, signs the berita acara."""

    visit = models.ForeignKey("inspections.Visit", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_visits")

    class Meta:
        ordering = ("visit", "id")
        verbose_name = _("anggota tim")
        verbose_name_plural = _("anggota tim")
        constraints = [models.UniqueConstraint(fields=("visit", "user"), name="visit_member_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.user_id}"


class VisitAnswer(models.Model):
    """The answer to one item. `repair_until` only with "Tidak"."""

    visit = models.ForeignKey("inspections.Visit", on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey("inspections.ChecklistItem", on_delete=models.PROTECT, related_name="+")
    value = models.CharField(_("hasil"), max_length=8)
    note = models.CharField(_("catatan"), max_length=500, blank=True, default="")
    repair_until = models.DateField(_("diperbaiki paling lambat"), null=True, blank=True)

    class Meta:
        ordering = ("visit", "item__seq")
        verbose_name = _("jawaban butir")
        verbose_name_plural = _("jawaban butir")
        constraints = [
            models.UniqueConstraint(fields=("visit", "item"), name="visit_answer_once"),
            models.CheckConstraint(name="visit_answer_value", condition=models.Q(value__in=["sesuai", "tidak", "tb"])),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item_id} {self.value}"


class VisitPhoto(models.Model):
    """A photo of the visit, known by the hash of what the phone sent, so sending it again changes nothing.

    `stored_name` and `sha256` are of the rebuilt copy; `item` null = of the visit as a whole or a signed paper.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    visit = models.ForeignKey("inspections.Visit", on_delete=models.CASCADE, related_name="photos")
    item = models.ForeignKey(
        "inspections.ChecklistItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("keadaan"), max_length=12, choices=FileState.choices, default=FileState.PENDING_SCAN)
    refusal_code = models.CharField(max_length=40, blank=True, default="")
    content_type = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    stored_name = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    unscanned = models.BooleanField(_("tanpa pindai virus"), default=False)
    caption = models.CharField(_("keterangan"), max_length=200, blank=True, default="")
    taken_at = models.DateTimeField(_("diambil pada"), null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("diterima pada"))

    class Meta:
        ordering = ("visit", "id")
        verbose_name = _("foto kunjungan")
        verbose_name_plural = _("foto kunjungan")
        constraints = [models.UniqueConstraint(fields=("visit", "original_sha256"), name="visit_photo_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.original_sha256[:8]}"


class VisitSignature(models.Model):
    """One signature under the berita acara: drawn, on paper with a photo of it, or refused with the reason.

    `image` is the drawn line as a PNG in base64, at most 40 kB.
    """

    visit = models.ForeignKey("inspections.Visit", on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(_("pihak"), max_length=10)
    name = models.CharField(_("nama"), max_length=120)
    position = models.CharField(_("kedudukan"), max_length=80, blank=True, default="")
    way = models.CharField(_("cara"), max_length=8)
    image = models.TextField(blank=True, default="")
    photo_sha256 = models.CharField(max_length=64, blank=True, default="")
    refusal_reason = models.CharField(_("alasan menolak"), max_length=300, blank=True, default="")
    witness = models.CharField(_("saksi"), max_length=120, blank=True, default="")
    signed_at = models.DateTimeField(_("ditandatangani pada"))

    class Meta:
        ordering = ("visit", "id")
        verbose_name = _("tanda tangan")
        verbose_name_plural = _("tanda tangan")
        constraints = [
            models.UniqueConstraint(fields=("visit", "side"), name="visit_signature_once"),
            models.CheckConstraint(
                name="visit_signature_side", condition=models.Q(side__in=["inspector", "inspected"])
            ),
            models.CheckConstraint(
                name="visit_signature_way", condition=models.Q(way__in=["drawn", "paper", "refused"])
            ),
            models.CheckConstraint(
                name="visit_signature_refusal_reason", condition=~models.Q(way="refused") | ~models.Q(refusal_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.side} {self.way}"


class VisitSubmission(models.Model):
    """One accepted sending, by the hash of its content: the same again changes nothing, in whatever order it comes."""

    visit = models.ForeignKey("inspections.Visit", on_delete=models.CASCADE, related_name="submissions")
    sha256 = models.CharField(max_length=64)
    base_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    device_id = models.CharField(max_length=64, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("visit", "id")
        verbose_name = _("kiriman perangkat")
        verbose_name_plural = _("kiriman perangkat")
        constraints = [models.UniqueConstraint(fields=("visit", "sha256"), name="visit_submission_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.sha256[:8]}"
