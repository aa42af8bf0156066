"""A spreadsheet on its way into the registers. Its rows hold identity numbers, so they lie here encrypted only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from core.identifiers import public_id


class ImportState(models.TextChoices):
    """`staged` waits for its columns, `checked` for the decision; `stopped` ended by a fault of ours."""

    STAGED = "staged", _("Menunggu pemetaan kolom")
    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Selesai diperiksa, belum disimpan")
    APPLYING = "applying", _("Sedang disimpan")
    DONE = "done", _("Tersimpan")
    UNDOING = "undoing", _("Sedang dibatalkan")
    UNDONE = "undone", _("Dibatalkan")
    DROPPED = "dropped", _("Dibuang")
    STOPPED = "stopped", _("Terhenti")


class ImportMode(models.TextChoices):
    ALL = "all", _("Semua baris atau tidak sama sekali")
    GOOD = "good", _("Hanya baris yang benar")


class ImportBatch(models.Model):
    """One file of one kind, by one office (`office_code`) or employer (`place`, a facility's public id)."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("jenis"), max_length=24)
    office_code = models.CharField(_("perangkat daerah"), max_length=40, blank=True, default="")
    region_code = models.CharField(_("wilayah"), max_length=20, blank=True, default="")
    place = models.CharField(_("fasilitas"), max_length=24, blank=True, default="")
    place_name = models.CharField(_("nama fasilitas"), max_length=150, blank=True, default="")
    file_name = models.CharField(_("berkas"), max_length=150)
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(_("lembar"), max_length=100, blank=True, default="")
    sheets = models.JSONField(_("lembar-lembar"), default=list)
    # The line that names the columns, and what was found in it.
    header_number = models.PositiveIntegerField(default=1)
    header = models.JSONField(_("judul kolom"), default=list)
    mapping = models.JSONField(_("pemetaan kolom"), default=dict)
    state = models.CharField(_("keadaan"), max_length=10, choices=ImportState.choices, default=ImportState.STAGED)
    mode = models.CharField(_("cara simpan"), max_length=5, choices=ImportMode.choices, blank=True, default="")
    row_count = models.PositiveIntegerField(_("baris"), default=0)
    flaw_count = models.PositiveIntegerField(_("kesalahan"), default=0)
    new = models.PositiveIntegerField(_("baru"), default=0)
    changed = models.PositiveIntegerField(_("berubah"), default=0)
    unchanged = models.PositiveIntegerField(_("tetap"), default=0)
    refused = models.PositiveIntegerField(_("ditolak"), default=0)
    problem = models.TextField(_("kendala"), blank=True, default="")
    is_demo = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("diunggah"))
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(_("disimpan"), null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Rows, errors and what an undo needs are gone from then on.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("impor")
        verbose_name_plural = _("impor")

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def code(self) -> str:
        """The audit chain this import belongs to."""
        return self.office_code or "portal"

    @property
    def in_progress(self) -> bool:
        """True while a worker has it."""
        return self.state in (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)

    @property
    def changes_nothing(self) -> bool:
        """True when every good row stands in the register as it is."""
        return not (self.new or self.changed)


class ImportChunk(models.Model):
    """Some hundred rows of a sheet: what they hold, what is wrong with them, what they changed."""

    batch = models.ForeignKey("core.ImportBatch", on_delete=models.CASCADE, related_name="chunks")
    sheet = models.CharField(max_length=100, blank=True, default="")
    position = models.PositiveIntegerField()
    row_count = models.PositiveIntegerField()
    # [[number, cell, …], …]; None once erased.
    rows: Any = EncryptedJSONField(null=True)
    # [[number, column, code, shown, params, suggestion], …]
    flaws: Any = EncryptedJSONField(null=True)
    flaw_count = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # One letter a row, in their order: new, changed, unchanged, refused; None until the dry run came by.
    outcomes = models.TextField(null=True)  # noqa: DJ001  an empty text is a chunk that holds the header only
    # What later rows must know of these; see `core.imports.memory`.
    memory: Any = EncryptedJSONField(null=True)
    # What an undo needs; None while nothing was written.
    journal: Any = EncryptedJSONField(null=True)

    class Meta:
        ordering = ("batch", "position")
        constraints = [models.UniqueConstraint(fields=("batch", "position"), name="import_chunk_once")]
        verbose_name = _("bagian impor")
        verbose_name_plural = _("bagian impor")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"


class ImportTrace(models.Model):
    """That an import touched a row of a register, for the history on that row's page. No personal data."""

    batch = models.ForeignKey("core.ImportBatch", on_delete=models.CASCADE, related_name="traces")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("object_type", "object_id"), name="import_trace_of_object")]
        verbose_name = _("jejak impor")
        verbose_name_plural = _("jejak impor")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.object_type} {self.object_id}"


class ImportMapping(models.Model):
    """The columns somebody chose for a header, proposed again to the same office or employer."""

    owner = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ("owner", "kind")
        constraints = [models.UniqueConstraint(fields=("owner", "kind", "fingerprint"), name="import_mapping_once")]
        verbose_name = _("pemetaan impor")
        verbose_name_plural = _("pemetaan impor")

    def __str__(self) -> str:
        return f"{self.owner} {self.kind}"


class ImportSetting(models.Model):
    """How long the rows of a kind are kept after upload, and how many a file may have."""

    kind = models.CharField(_("jenis"), max_length=24, primary_key=True)
    keep_days = models.PositiveSmallIntegerField(_("disimpan (hari)"), default=30)
    max_rows = models.PositiveIntegerField(_("baris paling banyak"), default=100_000)

    class Meta:
        ordering = ("kind",)
        verbose_name = _("pengaturan impor")
        verbose_name_plural = _("pengaturan impor")

    def __str__(self) -> str:
        return self.kind
